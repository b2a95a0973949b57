"""A Dockerfile as stages of instructions: as much of its grammar as ours uses."""

import json
import re
import shlex
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Copy:
    """A COPY. ``stage`` is None where it copies from the build context."""

    stage: str | None
    sources: tuple[str, ...]


@dataclass
class Stage:
    name: str
    base: str
    instructions: list[tuple[str, str]] = field(default_factory=list)

    def last(self, keyword: str) -> str | None:
        return next((rest for word, rest in reversed(self.instructions) if word == keyword), None)

    def all(self, keyword: str) -> list[str]:
        return [rest for word, rest in self.instructions if word == keyword]

    @property
    def environment(self) -> dict[str, str]:
        pairs = (pair for rest in self.all("ENV") for pair in shlex.split(rest))
        return {name: value for name, _, value in (pair.partition("=") for pair in pairs)}

    @property
    def labels(self) -> dict[str, str]:
        pairs = (pair for rest in self.all("LABEL") for pair in shlex.split(rest))
        return {name: value for name, _, value in (pair.partition("=") for pair in pairs)}

    @property
    def copies(self) -> list[Copy]:
        copies = []
        for rest in self.all("COPY"):
            words = rest.split()
            options = [word for word in words if word.startswith("--")]
            stage = next(
                (word.removeprefix("--from=") for word in options if word.startswith("--from=")), None
            )
            copies.append(Copy(stage, tuple(words[len(options) : -1])))
        return copies


@dataclass(frozen=True)
class Dockerfile:
    arguments: dict[str, str]
    stages: dict[str, Stage]

    def chain(self, target: str) -> list[Stage]:
        """The target's stage and those it is built on, first of all the oldest."""
        stage = self.stages[target]
        below = self.chain(stage.base) if stage.base in self.stages else []
        return [*below, stage]

    def image_of(self, target: str) -> Stage:
        """What the target's image has in the end: its chain's instructions, one after the other."""
        chain = self.chain(target)
        return Stage(target, chain[0].base, [line for stage in chain for line in stage.instructions])


def exec_form(rest: str) -> list[str]:
    """The words of a CMD that starts no shell; anything else raises."""
    words: list[str] = json.loads(rest)
    return words


def parse(path: Path) -> Dockerfile:
    text = re.sub(r"^\s*#.*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    text = re.sub(r"\\\n\s*", " ", text)
    arguments: dict[str, str] = {}
    stages: dict[str, Stage] = {}
    for line in filter(None, text.splitlines()):
        keyword, _, rest = line.partition(" ")
        if keyword == "FROM":
            base, _, name = rest.partition(" AS ")
            for argument, value in arguments.items():
                base = base.replace(f"${{{argument}}}", value)
            stages[name] = Stage(name, base)
        elif stages:
            stages[next(reversed(stages))].instructions.append((keyword, rest))
        else:
            name, _, value = rest.partition("=")
            arguments[name] = value
    return Dockerfile(arguments, stages)
