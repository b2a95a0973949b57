"""A Postgres of our own: on 127.0.0.1 only, with a password, in a folder, gone when we are."""

import asyncio
import secrets
import signal
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import asyncpg

from deploy.local.embedded.binaries import PostgresBinaries, find_postgres
from deploy.local.embedded.cluster import SUPERUSER, environment, initialise, is_new, reason
from deploy.local.embedded.identity import identity_for
from deploy.local.embedded.postmaster_file import clear_stale_postmaster_file, is_ready
from deploy.local.embedded.process import Child, Command, Output
from deploy.local.errors import LocalStackError
from deploy.local.ports import LOOPBACK, free_port

# Both the role's and the database's.
_OURS = "pydash"

# After a crash Postgres replays its journal before it is ready.
_START_TIMEOUT_SECONDS = 60.0
_STOP_TIMEOUT_SECONDS = 10.0
# A predecessor whose parent was killed is told so and shuts down; its last checkpoint may take a while.
_LEAVE_TIMEOUT_SECONDS = 20.0
_POLL_SECONDS = 0.02

# What a killed server leaves behind for a moment: its file, shared memory of its last backends, its port.
_PASSING_TROUBLES = ("already exists", "is still in use", "Address already in use")
_START_ATTEMPTS = 5


class EmbeddedPostgres:
    """``async with EmbeddedPostgres(folder) as server: server.url``; or start and stop by hand.

    ``durable=False`` trades safety for speed, for tests: what was committed may be lost when the server or
    the machine is killed.
    """

    def __init__(
        self,
        folder: Path,
        *,
        durable: bool = True,
        password: str | None = None,
        preferred_port: int = 0,
        output: Output | None = None,
        leave_timeout_seconds: float = _LEAVE_TIMEOUT_SECONDS,
    ) -> None:
        # A relative path would mean another place to the server, which works in its own folder.
        self.folder = folder.resolve()
        # Set by the first start, and kept: clients find a restarted server where it was.
        self.port = 0
        self.title = ""
        self._durable = durable
        self._password = password or secrets.token_urlsafe(24)
        self._preferred_port = preferred_port
        self._output = output
        self._leave_timeout_seconds = leave_timeout_seconds
        self._child: Child | None = None

    @property
    def url(self) -> str:
        """Of our database, as a role that is no superuser, so that nothing comes to rely on being one."""
        return self._url(_OURS, _OURS)

    @property
    def ready_url(self) -> str | None:
        """It speaks no HTTP."""
        return None

    @property
    def pid(self) -> int | None:
        return None if self._child is None else self._child.pid

    async def start(self) -> None:
        """Returns when queries are answered."""
        binaries = await find_postgres()
        new = is_new(self.folder, binaries)
        identity = await identity_for(self.folder, reaches=(binaries.postgres,))
        if new:
            await initialise(
                self.folder, binaries, identity=identity, password=self._password, durable=self._durable
            )
        self._child = await self._start_server(binaries, identity)
        self.title = f"Postgres {binaries.version}"
        try:
            await self._ensure_database()
        except BaseException:
            await self.stop()
            raise

    async def end(self) -> str:
        """Waits until it ends, by whatever cause; how it ended."""
        assert self._child is not None
        return await self._child.end()

    async def stop(self) -> None:
        """A fast shutdown: open transactions are rolled back, everything committed is on disk."""
        if self._child is not None:
            await self._child.stop(_STOP_TIMEOUT_SECONDS)
            self._child = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def _start_server(self, binaries: PostgresBinaries, identity: str) -> Child:
        for attempt in range(1, _START_ATTEMPTS + 1):
            await clear_stale_postmaster_file(self.folder, leave_timeout_seconds=self._leave_timeout_seconds)
            port = self.port or free_port(self._preferred_port)
            command = Command(
                "postgres",
                [binaries.postgres, *self._options(port)],
                env=environment(),
                # A fast shutdown; on SIGTERM it would wait for its clients to leave.
                death_signal=signal.SIGINT,
                identity=identity,
            )
            child = await Child.start(command, self._output)
            if await self._becomes_ready(child):
                self.port = port
                return child
            passing = any(trouble in line for line in child.tail for trouble in _PASSING_TROUBLES)
            if not passing or attempt == _START_ATTEMPTS:
                raise LocalStackError(f"Postgres did not start in {self.folder}: {reason(list(child.tail))}")
            await asyncio.sleep(0.2 * attempt)
        raise AssertionError("the last attempt returns or raises")

    def _options(self, port: int) -> list[str]:
        # No socket file: its path may not be longer than 107 bytes.
        options = ["-D", str(self.folder), "-k", "", "-h", LOOPBACK, "-p", str(port)]
        settings = {"dynamic_shared_memory_type": "mmap", "timezone": "UTC", "log_timezone": "UTC"}
        if not self._durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        for name, value in settings.items():
            options += ["-c", f"{name}={value}"]
        return options

    async def _becomes_ready(self, child: Child) -> bool:
        """False when it ended instead."""
        try:
            async with asyncio.timeout(_START_TIMEOUT_SECONDS):
                while not is_ready(self.folder, child.pid):
                    if child.returncode is not None:
                        await child.wait()
                        return False
                    await asyncio.sleep(_POLL_SECONDS)
        except TimeoutError:
            await child.stop(_STOP_TIMEOUT_SECONDS)
            return False
        except BaseException:
            await child.stop(_STOP_TIMEOUT_SECONDS)
            raise
        return True

    async def _ensure_database(self) -> None:
        try:
            connection = await asyncpg.connect(self._url(SUPERUSER, "postgres"))
        except asyncpg.InvalidPasswordError:
            raise LocalStackError(
                f"the password kept for {self.folder} does not open it; restore the password's file, or move "
                "the folder away"
            ) from None
        try:
            if not await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", _OURS):
                # Such statements take no parameters; format() quotes the values.
                statement = await connection.fetchval(
                    "SELECT format('CREATE ROLE %I LOGIN CREATEDB PASSWORD %L', $1::text, $2::text)",
                    _OURS,
                    self._password,
                )
                await connection.execute(statement)
            if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", _OURS):
                await connection.execute(f"CREATE DATABASE {_OURS} OWNER {_OURS}")
        finally:
            await connection.close()

    def _url(self, role: str, database: str) -> str:
        return f"postgresql://{role}:{quote(self._password, safe='')}@{LOOPBACK}:{self.port}/{database}"
