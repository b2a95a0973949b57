import os
import signal
import stat
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.exceptions import AuthenticationError

from deploy.local.embedded.process import is_alive
from deploy.local.embedded.valkey import EmbeddedValkey
from deploy.local.errors import LocalStackError
from tests.integration.local.parent import Parent, until


async def test_it_answers_with_the_password_only(tmp_path: Path) -> None:
    async with EmbeddedValkey(tmp_path / "data", durable=False, password='p"w\\ #') as server:
        async with client_of(server.port, 'p"w\\ #') as client:
            assert await client.ping()
        async with client_of(server.port, None) as client:
            with pytest.raises(AuthenticationError):
                await client.ping()


async def test_it_has_the_commands_that_streams_need(tmp_path: Path) -> None:
    async with EmbeddedValkey(tmp_path / "data", durable=False) as server, client(server) as redis:
        await redis.xgroup_create("calls:0", "aggregator", id="0", mkstream=True)
        entry = await redis.xadd("calls:0", {"batch": "1"})
        await redis.xreadgroup("aggregator", "first", {"calls:0": ">"})

        _, claimed, deleted = await redis.xautoclaim("calls:0", "aggregator", "second", min_idle_time=0)

        assert [number for number, _ in claimed] == [entry]
        assert deleted == []


async def test_the_password_stands_in_a_private_file_only(tmp_path: Path) -> None:
    async with EmbeddedValkey(tmp_path / "data", password="unguessable") as server:
        shown = command_line(server.pid)

    assert "unguessable" not in shown
    configuration = tmp_path / "data" / "valkey.conf"
    assert "unguessable" in configuration.read_text()
    assert stat.S_IMODE(configuration.stat().st_mode) == 0o600


async def test_what_it_holds_outlives_a_restart(tmp_path: Path) -> None:
    server = EmbeddedValkey(tmp_path / "data")
    async with server, client(server) as redis:
        await redis.set("kept", "yes")
    port = server.port

    async with server, client(server) as redis:
        assert await redis.get("kept") == b"yes"
        assert server.port == port


async def test_what_it_holds_outlives_a_kill(tmp_path: Path) -> None:
    server = EmbeddedValkey(tmp_path / "data")
    await server.start()
    async with client(server) as redis:
        await redis.set("kept", "yes")
    os.kill(server.pid or 0, signal.SIGKILL)
    assert await server.end() == "was killed by signal 9"

    async with server, client(server) as redis:
        assert await redis.get("kept") == b"yes"


async def test_without_durability_nothing_is_left(tmp_path: Path) -> None:
    server = EmbeddedValkey(tmp_path / "data", durable=False)
    async with server, client(server) as redis:
        await redis.set("kept", "no")

    assert [entry.name for entry in (tmp_path / "data").iterdir()] == ["valkey.conf"]


async def test_it_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    script = (
        "server = EmbeddedValkey(folder, password='pw'); await server.start(); "
        "print(server.pid, flush=True); await asyncio.sleep(600)"
    )
    async with Parent.running(script, tmp_path / "data") as parent:
        pid = int(await parent.line())

        parent.kill()

        await until(lambda: not is_alive(pid))


async def test_a_file_in_place_of_the_folder_is_said_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("mine", encoding="utf-8")

    with pytest.raises(LocalStackError, match="is a file where a folder should be"):
        await EmbeddedValkey(tmp_path / "data").start()

    assert (tmp_path / "data").read_text() == "mine"


async def test_damaged_data_is_said_in_the_servers_own_words_and_left_alone(tmp_path: Path) -> None:
    server = EmbeddedValkey(tmp_path / "data")
    async with server:
        pass
    manifest = tmp_path / "data" / "appendonlydir" / "appendonly.aof.manifest"
    manifest.write_text("nonsense\n", encoding="utf-8")

    with pytest.raises(LocalStackError, match=r"Valkey did not start in .*(manifest|AOF)"):
        await server.start()

    assert manifest.read_text() == "nonsense\n"


def command_line(pid: int | None) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")


@asynccontextmanager
async def client(server: EmbeddedValkey) -> AsyncIterator[Redis]:
    redis = Redis.from_url(server.url)
    try:
        yield redis
    finally:
        await redis.aclose()


@asynccontextmanager
async def client_of(port: int, password: str | None) -> AsyncIterator[Redis]:
    redis = Redis(host="127.0.0.1", port=port, password=password)
    try:
        yield redis
    finally:
        await redis.aclose()
