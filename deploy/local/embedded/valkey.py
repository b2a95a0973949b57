"""A Valkey (Redis-compatible) of our own: on 127.0.0.1 only, with a password, gone when we are."""

import asyncio
import secrets
from pathlib import Path
from types import TracebackType
from typing import Self

from redis.asyncio import Redis
from redis.exceptions import RedisError

from deploy.local.embedded.binaries import find_valkey
from deploy.local.embedded.folder import ensure_folder
from deploy.local.embedded.process import Child, Command, Output
from deploy.local.errors import LocalStackError
from deploy.local.ports import LOOPBACK, free_port
from deploy.local.secret_files import write_private

_CONFIGURATION = "valkey.conf"

# Loading its append-only file comes before being ready.
_START_TIMEOUT_SECONDS = 60.0
_STOP_TIMEOUT_SECONDS = 5.0
_POLL_SECONDS = 0.02
_START_ATTEMPTS = 3


class EmbeddedValkey:
    """``async with EmbeddedValkey(folder) as server: server.url``; or start and stop by hand.

    ``durable=False`` keeps nothing on disk, for tests.
    """

    def __init__(
        self,
        folder: Path,
        *,
        durable: bool = True,
        password: str | None = None,
        preferred_port: int = 0,
        output: Output | None = None,
    ) -> None:
        self.folder = folder.resolve()
        # Set by the first start, and kept: clients find a restarted server where it was.
        self.port = 0
        # "Valkey 9.1.2", or "Redis 7.0.15" where that is what the system has.
        self.title = ""
        self._durable = durable
        self._password = password or secrets.token_urlsafe(24)
        self._preferred_port = preferred_port
        self._output = output
        self._child: Child | None = None

    @property
    def url(self) -> str:
        return self.database_url(0)

    @property
    def ready_url(self) -> str | None:
        """It speaks no HTTP."""
        return None

    @property
    def pid(self) -> int | None:
        return None if self._child is None else self._child.pid

    def database_url(self, number: int) -> str:
        return f"redis://:{self._password}@{LOOPBACK}:{self.port}/{number}"

    async def start(self) -> None:
        """Returns when commands are answered."""
        binary = await find_valkey()
        ensure_folder(self.folder)
        for attempt in range(1, _START_ATTEMPTS + 1):
            port = self.port or free_port(self._preferred_port)
            # In a file, since what stands on the command line everybody on the machine can read.
            configuration = write_private(self.folder / _CONFIGURATION, self._configuration(port))
            child = await Child.start(Command("valkey", [binary.server, configuration]), self._output)
            if await self._becomes_ready(child, port):
                self.port, self._child = port, child
                self.title = f"{binary.name} {binary.version}"
                return
            if attempt == _START_ATTEMPTS or not any("Address already in use" in line for line in child.tail):
                raise LocalStackError(
                    f"{binary.name} did not start in {self.folder}: {_reason(list(child.tail))}"
                )
            await asyncio.sleep(0.2 * attempt)

    async def end(self) -> str:
        """Waits until it ends, by whatever cause; how it ended."""
        assert self._child is not None
        return await self._child.end()

    async def stop(self) -> None:
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

    def _configuration(self, port: int) -> str:
        settings = [
            f"bind {LOOPBACK}",
            f"port {port}",
            f"requirepass {_quoted(self._password)}",
            f"dir {_quoted(str(self.folder))}",
            "daemonize no",
            # No snapshots beside the append-only file.
            'save ""',
            f"appendonly {'yes' if self._durable else 'no'}",
        ]
        return "\n".join(settings) + "\n"

    async def _becomes_ready(self, child: Child, port: int) -> bool:
        """False when it ended instead."""
        client = Redis(host=LOOPBACK, port=port, password=self._password)
        try:
            async with asyncio.timeout(_START_TIMEOUT_SECONDS):
                while not await _answers(client):
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
        finally:
            await client.aclose()
        return True


async def _answers(client: Redis) -> bool:
    try:
        return bool(await client.ping())
    except (RedisError, OSError):
        # Not listening yet, or still loading.
        return False


def _quoted(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _reason(lines: list[str]) -> str:
    """Of what it wrote, the last warning (marked #), which says why it gave up, without pid and time."""
    warnings = [line.partition(" # ")[2] for line in lines if " # " in line]
    return warnings[-1] if warnings else lines[-1] if lines else "it said nothing"
