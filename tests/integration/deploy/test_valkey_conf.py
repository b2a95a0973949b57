"""The Valkey of compose.yaml and of the cluster: its configuration and users, on a real server."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.exceptions import AuthenticationError, NoPermissionError, RedisError

from deploy.docker.write_secrets import own_stores, write
from deploy.local.embedded.binaries import find_valkey
from deploy.local.embedded.process import Child, Command
from deploy.local.ports import LOOPBACK, free_port
from tests.fixtures.waiting import eventually

CONFIGURATION = Path(__file__).parents[3] / "deploy" / "kubernetes" / "components" / "valkey" / "valkey.conf"


def client(port: int, *, username: str | None = None, password: str | None = None) -> Redis:
    return Redis(host=LOOPBACK, port=port, username=username, password=password, decode_responses=True)


async def answers(port: int) -> bool:
    """What the containers' health check asks, as the user and with the password that it gives."""
    async with client(port, username="probe", password="none") as probe:
        try:
            return bool(await probe.ping())
        except (RedisError, OSError):
            return False


@pytest.fixture
def secrets(tmp_path: Path) -> dict[str, str]:
    files = own_stores()
    write(tmp_path / "secrets", files)
    return files


@pytest.fixture
async def port(tmp_path: Path, secrets: dict[str, str]) -> AsyncIterator[int]:
    assert secrets
    chosen = free_port()
    # As in compose.yaml and stateful-set.yaml, but for where it listens and writes.
    options = {
        "--aclfile": str(tmp_path / "secrets" / "valkey-users.acl"),
        "--bind": LOOPBACK,
        "--port": str(chosen),
    }
    server = (await find_valkey()).server
    words = [word for pair in options.items() for word in pair]
    child = await Child.start(Command("valkey", [server, CONFIGURATION, *words], cwd=tmp_path))
    try:
        await eventually(lambda: answers(chosen), bool)
        yield chosen
    finally:
        await child.stop()


async def test_the_services_may_do_everything_with_the_password(port: int, secrets: dict[str, str]) -> None:
    async with client(port, password=secrets["redis-password"]) as services:
        await services.xadd("calls:{0}", {"field": "value"})
        assert (await services.xinfo_stream("calls:{0}"))["length"] == 1


async def test_nobody_does_anything_without_it(port: int) -> None:
    for password in (None, "wrong"):
        async with client(port, password=password) as stranger:
            with pytest.raises(AuthenticationError):
                await stranger.get("key")


async def test_the_probe_may_only_ping(port: int) -> None:
    async with client(port, username="probe", password="none") as probe:
        assert await probe.ping()
        for forbidden in (probe.get("key"), probe.info(), probe.config_get(), probe.flushall()):
            with pytest.raises(NoPermissionError):
                await forbidden


async def test_a_full_server_refuses_instead_of_forgetting(port: int, secrets: dict[str, str]) -> None:
    async with client(port, password=secrets["redis-password"]) as services:
        assert await services.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
        assert int((await services.config_get("maxmemory"))["maxmemory"]) == 384 * 1024 * 1024
        assert await services.config_get("appendonly") == {"appendonly": "yes"}
