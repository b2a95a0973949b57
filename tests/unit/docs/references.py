"""What a document points at: links to files and headings, paths of the project, tests by name."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.unit.docs.documents import PROJECT, Document, read

# The folders whose files documents name. A path begins with one of them wherever the document lies.
_ROOTS = "agent|deploy|docs|frontend|requirements|services|shared|tests"

# Named in documents, but made by running the project, so absent from a fresh checkout.
_MADE_LATER = (
    "docs/screenshots/",
    "deploy/.env",
    "deploy/secrets",
    "frontend/dist",
    "frontend/node_modules",
)

_LINK = re.compile(r"\[[^\]]*\]\(\s*<?([^)\s>]+)>?[^)]*\)")
_HTML_LINK = re.compile(r"""(?:src|srcset|href)=["']([^"']+)["']""")
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
# Not within a longer path or URL; ``<`` and ``{`` stand where a reader puts a name of their own.
_PATH = re.compile(rf"(?<![\w/.:@-])(?:{_ROOTS})/[\w./*<{{-]*")
_TEST = re.compile(r"(?<![\w/.:@-])(tests/[\w/]+\.py)::(\w+)")


def broken_links(document: Document) -> list[str]:
    """Relative links whose file, or whose heading in it, does not exist."""
    return [link for link in _links(document) if not _leads_somewhere(document, link)]


def missing_paths(document: Document) -> list[str]:
    """Paths of the project that do not exist; ``*`` stands for at least one match."""
    return [path for path in _paths(document) if not _exists(path)]


def missing_tests(document: Document) -> list[str]:
    """``tests/....py::name`` where the file has no such test."""
    return [f"{file}::{name}" for file, name in _TEST.findall(document.text) if name not in _tests_of(file)]


def _links(document: Document) -> Iterator[str]:
    prose = document.prose()
    for pattern in (_LINK, _HTML_LINK):
        for found in pattern.findall(prose):
            link: str = found
            if not _ELSEWHERE.match(link):
                yield link


def _leads_somewhere(document: Document, link: str) -> bool:
    target, _, anchor = link.partition("#")
    if not target:
        return anchor in document.anchors()
    path = (document.path.parent / target).resolve()
    if not path.is_relative_to(PROJECT):
        return False
    if path.relative_to(PROJECT).as_posix().startswith(_MADE_LATER):
        return True
    if not path.exists():
        return False
    return not anchor or anchor in read(path).anchors()


def _paths(document: Document) -> Iterator[str]:
    for found in _PATH.findall(document.text):
        path: str = found.rstrip(".")
        if not path.startswith(_MADE_LATER):
            yield path


def _exists(path: str) -> bool:
    # Up to where a reader puts a name of their own, the path must be right.
    known = re.split(r"[<{]", path)[0]
    if known != path:
        return (PROJECT / known.rpartition("/")[0]).is_dir()
    if "*" in path:
        return any(PROJECT.glob(path))
    return (PROJECT / path).exists()


@cache
def _tests_of(file: str) -> frozenset[str]:
    path = PROJECT / file
    if not path.is_file():
        return frozenset()
    return frozenset(_functions(path))


def _functions(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name
