import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from deploy.local.embedded.postgres import EmbeddedPostgres
from deploy.local.embedded.process import is_alive
from deploy.local.errors import LocalStackError
from tests.integration.local import no_namespaces
from tests.integration.local.parent import Parent, until

_NOBODY = 65534
_only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be somebody else")
# A checkout in a private folder, as mktemp makes them, has programs that nobody else can start.
_others_come_here = all(folder.stat().st_mode & 0o001 for folder in Path(__file__).resolve().parents)
_serving_others = pytest.mark.skipif(
    os.geteuid() != 0 or not _others_come_here, reason="needs root and a checkout that others can enter"
)


async def test_it_serves_a_database_to_a_role_that_is_no_superuser(tmp_path: Path) -> None:
    async with EmbeddedPostgres(tmp_path / "data", durable=False) as server, connection(server) as client:
        assert await client.fetchval("SELECT current_user || '@' || current_database()") == "pydash@pydash"
        assert await client.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
        assert await client.fetchval("SHOW server_encoding") == "UTF8"
        assert await client.fetchval("SELECT upper('é') || lower('Ω')") == "Éω"
        assert await client.fetchval("SHOW listen_addresses") == "127.0.0.1"


async def test_nobody_gets_in_without_the_password(tmp_path: Path) -> None:
    async with EmbeddedPostgres(tmp_path / "data", durable=False) as server:
        address = urlsplit(server.url)
        for role in ("pydash", "postgres"):
            with pytest.raises(asyncpg.InvalidPasswordError):
                await asyncpg.connect(
                    host=address.hostname, port=address.port, user=role, password="guess", database="pydash"
                )


async def test_the_password_may_hold_any_character(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "data", durable=False, password="p'w/@:%\\ \"d")

    async with server, connection(server) as client:
        assert await client.fetchval("SELECT 1") == 1


async def test_what_is_committed_outlives_a_restart(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "data")
    async with server:
        await keep(server, "before")
        port = server.port

    assert server.pid is None
    async with server:
        assert await kept(server) == "before"
        # Clients look for it where it was.
        assert server.port == port


async def test_what_is_committed_outlives_a_kill_of_the_server(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "data")
    await server.start()
    await keep(server, "before the crash")

    os.kill(server.pid or 0, signal.SIGKILL)
    assert await server.end() == "was killed by signal 9"
    # The file still says ready, with the pid of a server that is gone.
    assert "ready" in (tmp_path / "data" / "postmaster.pid").read_text()

    async with server:
        assert await kept(server) == "before the crash"


async def test_a_pid_that_another_program_has_got_since_holds_nothing_up(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "data", durable=False)
    async with server:
        await keep(server, "mine")
        left = (tmp_path / "data" / "postmaster.pid").read_text().splitlines()
    (tmp_path / "data" / "postmaster.pid").write_text("\n".join([str(os.getpid()), *left[1:]]) + "\n")

    async with server:
        assert await kept(server) == "mine"


async def test_a_folder_that_another_server_serves_is_left_to_it(tmp_path: Path) -> None:
    async with EmbeddedPostgres(tmp_path / "data", durable=False, password="pw") as first:
        second = EmbeddedPostgres(tmp_path / "data", durable=False, password="pw", leave_timeout_seconds=0.3)

        with pytest.raises(LocalStackError, match=f"another Postgres \\(pid {first.pid}\\) still serves"):
            await second.start()

        await keep(first, "undisturbed")
        assert await kept(first) == "undisturbed"


@pytest.mark.parametrize("owner", [None, pytest.param(_NOBODY, marks=_serving_others)])
async def test_it_ends_in_good_order_when_its_parent_is_killed(tmp_path: Path, owner: int | None) -> None:
    if owner is not None:
        make_folder_of(owner, tmp_path / "data")
    script = (
        "server = EmbeddedPostgres(folder, password='pw'); await server.start(); "
        "print(server.pid, server.port, flush=True); await asyncio.sleep(600)"
    )
    async with Parent.running(script, tmp_path / "data") as parent:
        pid, port = map(int, (await parent.line()).split())
        client = await asyncpg.connect(f"postgresql://pydash:pw@127.0.0.1:{port}/pydash")
        await client.execute("CREATE TABLE kept AS SELECT 'told' AS value")
        await client.close()

        parent.kill()
        await until(lambda: not is_alive(pid))

    # Removed by a server that shut down, and left by one that crashed.
    assert not (tmp_path / "data" / "postmaster.pid").exists()
    async with EmbeddedPostgres(tmp_path / "data", password="pw") as server:
        assert await kept(server) == "told"


async def test_it_can_start_while_its_predecessor_is_still_leaving(tmp_path: Path) -> None:
    script = (
        "server = EmbeddedPostgres(folder, password='pw'); await server.start(); "
        "print('up', flush=True); await asyncio.sleep(600)"
    )
    async with Parent.running(script, tmp_path / "data") as parent:
        await parent.line()
        parent.kill()
        async with EmbeddedPostgres(tmp_path / "data", password="pw") as server, connection(server) as client:
            assert await client.fetchval("SELECT 1") == 1


async def test_a_taken_port_gives_another(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        async with EmbeddedPostgres(tmp_path / "data", durable=False, preferred_port=taken) as server:
            assert server.port not in {0, taken}


async def test_a_data_folder_without_its_version_is_said_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "precious").write_text("mine", encoding="utf-8")

    with pytest.raises(LocalStackError, match="not a Postgres data folder"):
        await EmbeddedPostgres(tmp_path / "data").start()

    assert names_in(tmp_path / "data") == ["precious"]


async def test_a_data_folder_of_another_major_is_said_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "PG_VERSION").write_text("14\n", encoding="utf-8")

    with pytest.raises(LocalStackError, match=r"was written by Postgres 14 and this is Postgres \d+"):
        await EmbeddedPostgres(tmp_path / "data").start()

    assert names_in(tmp_path / "data") == ["PG_VERSION"]


async def test_a_file_in_place_of_the_data_folder_is_said_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("mine", encoding="utf-8")

    with pytest.raises(LocalStackError, match="is a file where a folder should be"):
        await EmbeddedPostgres(tmp_path / "data").start()

    assert (tmp_path / "data").read_text() == "mine"


async def test_damage_inside_is_said_in_postgres_own_words(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "data", durable=False)
    async with server:
        pass
    (tmp_path / "data" / "global" / "pg_control").unlink()

    with pytest.raises(LocalStackError, match=r"Postgres did not start in .*pg_control"):
        await server.start()


async def test_a_lost_password_is_said(tmp_path: Path) -> None:
    async with EmbeddedPostgres(tmp_path / "data", durable=False, password="first"):
        pass
    server = EmbeddedPostgres(tmp_path / "data", durable=False, password="second")

    with pytest.raises(LocalStackError, match=r"the password kept for .* does not open it"):
        await server.start()

    assert server.pid is None


async def test_a_folder_half_made_is_no_data_folder(tmp_path: Path) -> None:
    """Killed while initdb ran: the next start begins anew."""
    (tmp_path / ".data.initdb").mkdir()
    (tmp_path / ".data.initdb" / "PG_VERSION").write_text("18", encoding="utf-8")
    (tmp_path / ".data.password").write_text("old", encoding="utf-8")

    async with EmbeddedPostgres(tmp_path / "data", durable=False) as server, connection(server) as client:
        assert await client.fetchval("SELECT 1") == 1

    assert names_in(tmp_path) == ["data"]


async def test_a_path_longer_than_a_socket_may_have_is_no_trouble(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 20) / ("longer" * 20) / "data"

    async with EmbeddedPostgres(folder, durable=False) as server, connection(server) as client:
        assert await client.fetchval("SELECT 1") == 1


async def test_settings_of_another_postgres_in_the_environment_change_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PGDATA", "/nowhere")
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("LC_ALL", "xx_XX")

    async with EmbeddedPostgres(tmp_path / "data", durable=False) as server:
        assert server.pid is not None


@_only_root
async def test_root_serves_its_private_folder_without_being_root_inside(tmp_path: Path) -> None:
    async with EmbeddedPostgres(tmp_path / "data", durable=False) as server:
        # Of the folder's owner outside, and of somebody else's id inside.
        assert uid_of(server.pid) == 0
        assert root_inside(server.pid) != "0"
        assert (tmp_path / "data").stat().st_uid == 0


@_serving_others
async def test_a_folder_of_another_user_is_served_as_that_user(tmp_path: Path) -> None:
    """The tree above is closed to that user."""
    make_folder_of(_NOBODY, tmp_path / "data")
    server = EmbeddedPostgres(tmp_path / "data", durable=False)

    for _ in range(2):
        async with server:
            assert uid_of(server.pid) == _NOBODY
    assert (tmp_path / "data" / "PG_VERSION").stat().st_uid == _NOBODY


@_serving_others
async def test_where_namespaces_are_refused_root_serves_as_nobody(tmp_path: Path) -> None:
    """Also a folder that was made where they are not."""
    async with EmbeddedPostgres(tmp_path / "data", password="pw") as server:
        await keep(server, "handed over")
    script = (
        "server = EmbeddedPostgres(folder, password='pw'); await server.start(); "
        "print(server.pid, server.port, flush=True); await asyncio.sleep(600)"
    )
    under = (sys.executable, no_namespaces.__file__)

    async with Parent.running(script, tmp_path / "data", under=under) as parent:
        pid, port = map(int, (await parent.line()).split())
        assert uid_of(pid) == _NOBODY
        client = await asyncpg.connect(f"postgresql://pydash:pw@127.0.0.1:{port}/pydash")
        assert await client.fetchval("SELECT value FROM kept") == "handed over"
        await client.close()
    await until(lambda: not is_alive(pid))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may be anybody")
async def test_a_folder_of_somebody_else_is_said(tmp_path: Path) -> None:
    with pytest.raises(LocalStackError, match=r"cannot write|belongs to the user"):
        await EmbeddedPostgres(Path("/usr")).start()


def make_folder_of(owner: int, folder: Path) -> None:
    folder.mkdir(mode=0o700)
    os.chown(folder, owner, owner)


def names_in(folder: Path) -> list[str]:
    return [entry.name for entry in folder.iterdir()]


def root_inside(pid: int | None) -> str:
    """Who root outside is inside that process' namespace."""
    return Path(f"/proc/{pid}/uid_map").read_text(encoding="ascii").split()[0]


def uid_of(pid: int | None) -> int:
    return Path(f"/proc/{pid}").stat().st_uid


@asynccontextmanager
async def connection(server: EmbeddedPostgres) -> AsyncIterator[asyncpg.Connection]:
    client = await asyncpg.connect(server.url)
    try:
        yield client
    finally:
        await client.close()


async def keep(server: EmbeddedPostgres, value: str) -> None:
    async with connection(server) as client:
        await client.execute("CREATE TABLE kept (value text)")
        await client.execute("INSERT INTO kept VALUES ($1)", value)


async def kept(server: EmbeddedPostgres) -> str:
    async with connection(server) as client:
        value: str = await client.fetchval("SELECT value FROM kept")
        return value
