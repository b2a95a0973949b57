"""What a framework's module puts into an app: a recorder, and the service that PyDash asks."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, time_ns
from typing import Callable, Union

from pydash_agent.auth import Token
from pydash_agent.monitor.address import Privacy, address_keeper
from pydash_agent.monitor.call import CHARS_MAX, Call
from pydash_agent.monitor.file import FILE_ERRORS, CallFile
from pydash_agent.monitor.recorder import Recorder
from pydash_agent.monitor.source import MonitorSource
from pydash_agent.monitor.version import commit_of
from pydash_agent.monitor.writer import Keep, Writer
from pydash_agent.protocol.service import Service

DEFAULT_PATH = "pydash-calls.db"
DEFAULT_PREFIX = "/dashboard"
DEFAULT_KEEP_DAYS = 30.0
DEFAULT_KEEP_MEGABYTES = 200.0

# Less, and what is dropped at once would be most of it.
_MEGABYTES_MIN = 10.0

AnyPath = Union[str, "os.PathLike[str]"]


class Begun:
    """A request that the app has begun to handle."""

    __slots__ = ("at_us", "is_recorded", "started")

    def __init__(self) -> None:
        self.at_us = time_ns() // 1000
        self.started = perf_counter()
        self.is_recorded = False


@dataclass(frozen=True)
class Monitor:
    recorder: Recorder
    service: Service
    keep_address: Callable[[str], str]

    def record(
        self, begun: Begun, *, endpoint: str, group_by: Callable[[], object], ip: str, status: int
    ) -> None:
        """When the response begins. Never raises, whatever the app's own ``group_by`` does."""
        execution_ms = (perf_counter() - begun.started) * 1000.0
        try:
            group = _text(group_by())
        except Exception as error:  # noqa: BLE001 - the app's code, which a request must not fail of here
            self.recorder.tell("group_by failed, and calls have no group", error=error)
            group = ""
        address = _text(self.keep_address(ip))
        self.recorder.record(Call(begun.at_us, execution_ms, endpoint, group, address, status))


def _text(value: object) -> str:
    """One that can be stored, and that no visitor can make long."""
    return str(value)[:CHARS_MAX].encode("utf-8", "replace").decode("utf-8")


def make_monitor(
    *, token: str, path: AnyPath, version: str | None, ip: Privacy, keep_days: float, keep_megabytes: float
) -> Monitor:
    """Raises ValueError for what its author has to put right; whatever else may fail must not keep an app from
    starting.
    """
    secret = Token(token)
    if not keep_days > 0:
        raise ValueError("keep_days must be more than 0")
    if not keep_megabytes >= _MEGABYTES_MIN:
        raise ValueError(f"keep_megabytes must be at least {_MEGABYTES_MIN:g}")
    keep_address = address_keeper(ip)
    # The working directory may be another one later.
    file = CallFile(Path(path).absolute())
    said = commit_of(Path.cwd()) if version is None else version
    recorder = Recorder(file, Writer(file, _text(said), Keep(keep_days, keep_megabytes)))
    try:
        with file.open():
            # So that PyDash can ask before there is a call.
            pass
        file.close()
    except FILE_ERRORS as error:
        recorder.tell(f"{file.path} cannot be opened", error=error)
    return Monitor(recorder, Service(MonitorSource(file), secret), keep_address)
