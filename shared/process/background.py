"""A service's own work beside its HTTP port: tasks that may not end while the process lives."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import structlog

_log = structlog.get_logger(__name__)


@asynccontextmanager
async def background(name: str, work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Runs ``work`` until the block is left. Should it end or fail before, the whole process stops.

    A process that answers its probes while its work is dead would never be restarted.
    """
    leaving = False

    def on_done(task: asyncio.Task[None]) -> None:
        if leaving:
            return
        error = None if task.cancelled() else task.exception()
        _log.critical("background_work_ended", work=name, exc_info=error)
        os.kill(os.getpid(), signal.SIGTERM)

    task = asyncio.create_task(work, name=name)
    task.add_done_callback(on_done)
    try:
        yield
    finally:
        leaving = True
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
