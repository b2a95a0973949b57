"""What goes into the images is fixed to the byte."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

from tests.unit.deploy.project import PROJECT

BASE = PROJECT / "requirements" / "base.lock"


def locked(path: Path) -> dict[str, int]:
    """Distribution -> number of hashes."""
    entries = re.split(r"^(?=[a-z0-9])", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {entry.partition("==")[0]: entry.count("--hash=sha256:") for entry in entries if "==" in entry}


def names(requirements: list[str]) -> set[str]:
    found = (re.match(r"[\w.-]+", requirement) for requirement in requirements)
    return {match.group().lower().replace("_", "-") for match in found if match}


def test_everything_has_a_version_and_hashes() -> None:
    assert locked(BASE)
    assert [name for name, hashes in locked(BASE).items() if hashes == 0] == []


def test_the_images_get_the_dependencies_and_no_embedded_servers() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    images = locked(BASE).keys()
    assert names(project["dependencies"]) <= images
    for extra in ("local", "dev"):
        assert not names(project["optional-dependencies"][extra]) & images, extra


def test_the_images_get_what_is_tested() -> None:
    """The same versions as in the lock that the tests run on."""
    pinned = re.compile(r"^([a-z0-9][\w.-]*==[^\s;]+)", re.MULTILINE)
    tested = set(pinned.findall((PROJECT / "requirements" / "dev.lock").read_text(encoding="utf-8")))
    assert set(pinned.findall(BASE.read_text(encoding="utf-8"))) <= tested


def _finds(packages: dict[str, Any], package: str, dependency: str) -> bool:
    """Node's way up the folders: beside the package's own, then beside each that it lies in."""
    places = package.split("/node_modules/") if package else []
    return any(
        "/node_modules/".join([*places[:depth], dependency]) in packages
        if depth
        else f"node_modules/{dependency}" in packages
        for depth in range(len(places), -1, -1)
    )


def test_the_apps_lock_is_complete() -> None:
    """``npm ci`` refuses a lock that leaves out a package of another platform."""
    lock = json.loads((PROJECT / "frontend" / "package-lock.json").read_text(encoding="utf-8"))
    packages: dict[str, Any] = lock["packages"]
    missing = {
        f"{package or 'the app'} needs {dependency}"
        for package, entry in packages.items()
        for kind in ("dependencies", "devDependencies", "optionalDependencies")
        for dependency in entry.get(kind, {})
        if not _finds(packages, package, dependency)
    }
    assert missing == set()
