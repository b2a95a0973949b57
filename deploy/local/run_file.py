"""``run.json``: what the running stack is made of, for the other commands. It holds no secrets."""

import json
from dataclasses import asdict, dataclass, field
from pathlib import Path

from deploy.local.errors import LocalStackError
from deploy.local.secret_files import write_private


@dataclass
class ProcessEntry:
    pid: int | None
    port: int | None = None
    # Answers 200 while the process can work.
    ready_url: str | None = None


@dataclass
class RunFile:
    pid: int
    url: str
    # Whether the start has come to its end.
    started: bool
    # What a command needs to work on this stack: settings, and paths to the files with its secrets.
    env: dict[str, str]
    processes: dict[str, ProcessEntry] = field(default_factory=dict)

    def write(self, path: Path) -> None:
        write_private(path, json.dumps(asdict(self), indent=2) + "\n")

    @classmethod
    def read(cls, path: Path) -> "RunFile":
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            processes = {name: ProcessEntry(**entry) for name, entry in content.pop("processes").items()}
            return cls(**content, processes=processes)
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            raise LocalStackError(f"{path} cannot be read; stop PyDash and start it again") from None
