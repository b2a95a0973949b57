"""A program that starts one of our servers and is then killed, for tests of what its server does."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from deploy.local.home import PROJECT

_DEADLINE_SECONDS = 20.0

_PROGRAM = """
import asyncio, sys
from pathlib import Path
from deploy.local.embedded.postgres import EmbeddedPostgres
from deploy.local.embedded.valkey import EmbeddedValkey

async def main():
    folder = Path(sys.argv[1])
    {script}

asyncio.run(main())
"""


class Parent:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    @asynccontextmanager
    async def running(
        cls, script: str, folder: Path, *, under: tuple[str, ...] = ()
    ) -> AsyncIterator["Parent"]:
        """Runs ``script``, one line of Python that may use ``folder`` and both servers."""
        process = await asyncio.create_subprocess_exec(
            *under,
            sys.executable,
            "-c",
            _PROGRAM.format(script=script),
            str(folder),
            cwd=PROJECT,
            stdout=asyncio.subprocess.PIPE,
        )
        try:
            yield cls(process)
        finally:
            if process.returncode is None:
                process.kill()
            await process.communicate()

    async def line(self) -> str:
        assert self._process.stdout is not None
        raw = await asyncio.wait_for(self._process.stdout.readline(), _DEADLINE_SECONDS)
        return raw.decode().strip()

    def kill(self) -> None:
        self._process.kill()


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(_DEADLINE_SECONDS):
        while not condition():  # noqa: ASYNC110 - another process brings it about
            await asyncio.sleep(0.01)
