"""The project's Markdown files, as the tests of the documentation read them."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).parents[3]

# What is installed or built holds Markdown of other people.
_NOT_OURS = frozenset({"node_modules", "dist", "build"})

_FENCE = re.compile(r"^(?P<fence>```|~~~).*?^(?P=fence)\s*$", re.MULTILINE | re.DOTALL)
_CODE_SPAN = re.compile(r"`[^`\n]+`")
_HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)


@dataclass(frozen=True)
class Document:
    path: Path
    text: str

    @property
    def name(self) -> str:
        return self.path.relative_to(PROJECT).as_posix()

    def prose(self) -> str:
        """The text without code: what looks like a link in there is none."""
        return _CODE_SPAN.sub("", _FENCE.sub("", self.text))

    def anchors(self) -> set[str]:
        """What ``#...`` may name in this file, made of its headings as code hosts do."""
        headings: list[str] = _HEADING.findall(_FENCE.sub("", self.text))
        return {_anchor(heading) for heading in headings}


def read(path: Path) -> Document:
    return Document(path, path.read_text(encoding="utf-8"))


def documents() -> list[Document]:
    """Every Markdown file of the project, hidden folders left out: they are state and caches."""
    return [read(path) for path in sorted(_markdown_files())]


def _markdown_files() -> Iterator[Path]:
    for folder, folders, files in os.walk(PROJECT):
        folders[:] = [name for name in folders if not name.startswith(".") and name not in _NOT_OURS]
        for name in files:
            if name.endswith(".md"):
                yield Path(folder, name)


def _anchor(heading: str) -> str:
    kept = re.sub(r"[^\w\- ]", "", heading.strip().lower())
    return kept.replace(" ", "-")
