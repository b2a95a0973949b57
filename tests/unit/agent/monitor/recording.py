"""A monitor whose calls are kept in a list."""

from dataclasses import dataclass, field
from typing import cast

from pydash_agent.auth import Token
from pydash_agent.monitor.address import address_keeper
from pydash_agent.monitor.call import Call
from pydash_agent.monitor.installed import Monitor
from pydash_agent.monitor.recorder import Recorder
from pydash_agent.protocol.service import Service
from tests.unit.agent.memory_source import MemorySource

TOKEN = "correct-horse-battery"


@dataclass
class ListRecorder:
    calls: list[Call] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    is_closed: bool = False

    def record(self, call: Call) -> None:
        self.calls.append(call)

    def close(self) -> None:
        self.is_closed = True

    def tell(self, trouble: str, *, error: BaseException | None = None) -> None:
        self.told.append(f"{trouble}: {error}")


def recording_monitor() -> tuple[Monitor, ListRecorder]:
    recorder = ListRecorder()
    service = Service(MemorySource(), Token(TOKEN))
    return Monitor(cast("Recorder", recorder), service, address_keeper("full"), "/dashboard"), recorder
