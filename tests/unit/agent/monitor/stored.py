"""Files of calls, and what is in them."""

from pathlib import Path

from pydash_agent.monitor.call import Call
from pydash_agent.monitor.file import CallFile
from pydash_agent.monitor.source import MonitorSource
from pydash_agent.monitor.writer import Keep, Writer
from pydash_agent.protocol.cursor import Cursor
from pydash_agent.protocol.source import Row

FOR_EVER = Keep(days=100_000, megabytes=1_000)


def call(number: int = 0, endpoint: str = "home", status: int = 200) -> Call:
    """Calls of different numbers have different times."""
    return Call(1_000_000 + number, 12.5, endpoint, "guest", "192.0.2.1", status)


class Stored:
    """One process's sight of a file."""

    def __init__(self, path: Path, keep: Keep = FOR_EVER, version: str = "1.0.0") -> None:
        self.path = path
        self.file = CallFile(path)
        self.writer = Writer(self.file, version, keep)
        self.source = MonitorSource(self.file)

    def rows(self) -> list[Row]:
        return self.source.read(0, 2**62, 1_000_000)

    def times(self) -> list[int]:
        return [row[1] for row in self.rows()]

    def last_cursor(self) -> Cursor:
        last = self.rows()[-1]
        return Cursor(last[0], last[1])
