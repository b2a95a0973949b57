"""Keeps the stack's parts running: starts in order, restarts what dies, stops in reverse order."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import httpx

from deploy.local.embedded.process import Child, Command, Output
from deploy.local.errors import LocalStackError

_START_TIMEOUT_SECONDS = 60.0
_STOP_TIMEOUT_SECONDS = 8.0
_POLL_SECONDS = 0.05
_PROBE_TIMEOUT_SECONDS = 3.0

_BACKOFF_FIRST_SECONDS = 0.5
_BACKOFF_MAX_SECONDS = 30.0
# What lived this long had recovered: its next death is a new trouble.
_RECOVERED_AFTER_SECONDS = 60.0


class Part(Protocol):
    """A server or program that can be started again after it has ended."""

    @property
    def pid(self) -> int | None: ...

    @property
    def port(self) -> int | None: ...

    @property
    def ready_url(self) -> str | None:
        """Answers 200 while the part can work."""

    async def start(self) -> None:
        """Returns when it is ready; raises LocalStackError, with nothing left running, when it is not."""

    async def end(self) -> str:
        """Waits until it ends, by whatever cause; how it ended, to be put behind its name."""

    async def stop(self) -> None: ...


class Program:
    """A part that is one command, ready when a URL answers 200 (or at once, where it has none)."""

    def __init__(
        self, command: Command, *, output: Output, port: int | None = None, ready_url: str | None = None
    ) -> None:
        self.port = port
        self.ready_url = ready_url
        self._command = command
        self._output = output
        self._child: Child | None = None

    @property
    def pid(self) -> int | None:
        return None if self._child is None else self._child.pid

    async def start(self) -> None:
        child = await Child.start(self._command, self._output)
        try:
            if self.ready_url is not None:
                await self._until_ready(child, self.ready_url)
        except BaseException:
            await child.stop(_STOP_TIMEOUT_SECONDS)
            raise
        self._child = child

    async def end(self) -> str:
        assert self._child is not None
        return await self._child.end()

    async def stop(self) -> None:
        if self._child is not None:
            await self._child.stop(_STOP_TIMEOUT_SECONDS)
            self._child = None

    async def _until_ready(self, child: Child, url: str) -> None:
        name = self._command.name
        try:
            async with asyncio.timeout(_START_TIMEOUT_SECONDS), probing_client() as client:
                while not await answers(client, url):
                    if child.returncode is not None:
                        raise LocalStackError(f"{name} did not start: it {await child.end()}")
                    await asyncio.sleep(_POLL_SECONDS)
        except TimeoutError:
            raise LocalStackError(f"{name} was not ready after {_START_TIMEOUT_SECONDS:.0f} s") from None


@dataclass(frozen=True)
class _Kept:
    name: str
    part: Part
    stage: int
    keeper: asyncio.Task[None]


class Supervisor:
    """Parts of a higher stage rest on those of lower ones, and are stopped before them."""

    def __init__(
        self,
        *,
        say: Callable[[str], None],
        on_change: Callable[[], None],
        first_delay_seconds: float = _BACKOFF_FIRST_SECONDS,
    ) -> None:
        self._say = say
        self._on_change = on_change
        self._first_delay_seconds = first_delay_seconds
        self._kept: list[_Kept] = []

    async def start(self, name: str, part: Part, *, stage: int) -> None:
        """The first start fails loudly; from then on the part is kept running."""
        await part.start()
        keeper = asyncio.create_task(self._keep(name, part), name=f"keeper of {name}")
        self._kept.append(_Kept(name, part, stage, keeper))
        self._on_change()

    def parts(self) -> dict[str, Part]:
        return {kept.name: kept.part for kept in self._kept}

    async def stop(self) -> None:
        """Everything, stage by stage; the parts of a stage at once."""
        for kept in self._kept:
            kept.keeper.cancel()
        await asyncio.gather(*(kept.keeper for kept in self._kept), return_exceptions=True)
        for stage in sorted({kept.stage for kept in self._kept}, reverse=True):
            await asyncio.gather(*(kept.part.stop() for kept in self._kept if kept.stage == stage))
        self._kept.clear()

    async def _keep(self, name: str, part: Part) -> None:
        deaths = 0
        while True:
            started = time.monotonic()
            what = f"{name} {await part.end()}"
            if time.monotonic() - started > _RECOVERED_AFTER_SECONDS:
                deaths = 0
            deaths = await self._revive(what, part, deaths)
            self._say(f"{name} runs again")
            self._on_change()

    async def _revive(self, what: str, part: Part, deaths: int) -> int:
        """Tries until it is started; how often it has died in a row by then."""
        while True:
            delay_seconds = min(self._first_delay_seconds * 2**deaths, _BACKOFF_MAX_SECONDS)
            deaths += 1
            self._say(f"{what}; starting it again in {delay_seconds:g} s")
            await asyncio.sleep(delay_seconds)
            try:
                await part.start()
            except LocalStackError as error:
                what = str(error)
            else:
                return deaths


def probing_client() -> httpx.AsyncClient:
    """For our own ports: no proxy of the user's environment stands between, and no TLS is needed."""
    return httpx.AsyncClient(trust_env=False, verify=False, timeout=_PROBE_TIMEOUT_SECONDS)  # noqa: S501


async def answers(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(url)).status_code == httpx.codes.OK
    except httpx.HTTPError:
        return False
