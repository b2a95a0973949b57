import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class State:
    """What must stay as it was from the first start on: the plan of all visits follows from it."""

    seed: int
    opened: str  # ISO 8601, UTC
    served: bool = False  # whether the app ever ran: until then, history may still grow

    @property
    def opened_at(self) -> datetime:
        return datetime.fromisoformat(self.opened)


def database(home: Path) -> Path:
    return home / "calls.db"


def load(home: Path) -> State:
    return State(**json.loads(_file(home).read_text()))


def save(home: Path, state: State) -> None:
    partial = _file(home).with_suffix(".partial")
    partial.write_text(json.dumps(asdict(state), indent=2) + "\n")
    partial.replace(_file(home))


def _file(home: Path) -> Path:
    return home / "state.json"
