import asyncio
import sys
from collections.abc import Callable

import pytest

from deploy.local.embedded.process import Command, is_alive
from deploy.local.errors import LocalStackError
from deploy.local.supervisor import Program, Supervisor

_DEADLINE_SECONDS = 10.0


class StandIn:
    """A part without a process, which dies when a test says so."""

    port = None
    ready_url = None

    def __init__(self, name: str = "", journal: list[str] | None = None) -> None:
        self.pid: int | None = None
        self.starts = 0
        self.refuses = 0
        self._name = name
        self._journal = [] if journal is None else journal
        self._death = asyncio.Event()

    async def start(self) -> None:
        if self.refuses:
            self.refuses -= 1
            raise LocalStackError("it will not")
        self.starts += 1
        self.pid = self.starts
        self._death.clear()

    async def end(self) -> str:
        await self._death.wait()
        return "has died"

    async def stop(self) -> None:
        self._journal.append(self._name)

    def die(self) -> None:
        self._death.set()


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def announced() -> list[str]:
    return []


@pytest.fixture
def supervisor(said: list[str], announced: list[str]) -> Supervisor:
    return Supervisor(say=said.append, on_change=lambda: announced.append("change"), first_delay_seconds=0.01)


async def test_what_dies_is_started_again_and_said_in_one_line(
    supervisor: Supervisor, said: list[str]
) -> None:
    part = StandIn()
    await supervisor.start("fetcher", part, stage=0)

    part.die()
    await until(lambda: part.starts == 2)
    await until(lambda: len(said) == 2)
    await supervisor.stop()

    assert said == ["fetcher has died; starting it again in 0.01 s", "fetcher runs again"]


async def test_each_failure_in_a_row_makes_it_wait_longer(supervisor: Supervisor, said: list[str]) -> None:
    part = StandIn()
    await supervisor.start("fetcher", part, stage=0)

    part.refuses = 2
    part.die()
    await until(lambda: part.starts == 2)
    await supervisor.stop()

    assert said[:3] == [
        "fetcher has died; starting it again in 0.01 s",
        "it will not; starting it again in 0.02 s",
        "it will not; starting it again in 0.04 s",
    ]


async def test_a_first_start_that_fails_is_not_tried_again(supervisor: Supervisor) -> None:
    part = StandIn()
    part.refuses = 1

    with pytest.raises(LocalStackError, match="it will not"):
        await supervisor.start("fetcher", part, stage=0)

    assert supervisor.parts() == {}


async def test_what_rests_on_others_stops_before_them(supervisor: Supervisor) -> None:
    journal: list[str] = []
    for name, stage in (("postgres", 0), ("shop", 2), ("api", 1), ("valkey", 0)):
        await supervisor.start(name, StandIn(name, journal), stage=stage)

    await supervisor.stop()

    assert journal[:2] == ["shop", "api"]
    assert set(journal[2:]) == {"postgres", "valkey"}


async def test_nothing_is_watched_once_all_is_stopped(supervisor: Supervisor) -> None:
    await supervisor.start("fetcher", StandIn(), stage=0)
    assert watchers() == ["keeper of fetcher"]

    await supervisor.stop()

    assert watchers() == []


async def test_every_change_of_processes_is_announced(supervisor: Supervisor, announced: list[str]) -> None:
    part = StandIn()
    await supervisor.start("fetcher", part, stage=0)
    assert announced == ["change"]

    part.die()
    await until(lambda: announced == ["change", "change"])
    await supervisor.stop()

    assert part.pid == 2


async def test_a_program_that_ends_instead_of_getting_ready_is_said_with_its_last_line() -> None:
    command = Command("api", [sys.executable, "-c", "print('PYDASH_SECRET_KEY: missing'); exit(1)"])
    program = Program(command, output=lambda _: None, ready_url="http://127.0.0.1:9/readyz")

    with pytest.raises(LocalStackError) as failed:
        await program.start()

    assert str(failed.value) == ("api did not start: it ended with exit code 1: PYDASH_SECRET_KEY: missing")
    assert program.pid is None


async def test_a_program_is_ready_when_its_url_answers_200() -> None:
    answers = iter([b"503 Service Unavailable", b"200 OK"])

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 " + next(answers) + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        program = Program(
            Command("api", [sys.executable, "-c", "import time; time.sleep(600)"]),
            output=lambda _: None,
            ready_url=f"http://127.0.0.1:{port}/readyz",
        )
        await program.start()
        pid = program.pid
        await program.stop()

    assert pid is not None
    assert not is_alive(pid)
    assert list(answers) == []


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(_DEADLINE_SECONDS):
        while not condition():  # noqa: ASYNC110 - what is waited for is no event of ours
            await asyncio.sleep(0.005)


def watchers() -> list[str]:
    return [task.get_name() for task in asyncio.all_tasks() if task.get_name().startswith("keeper")]
