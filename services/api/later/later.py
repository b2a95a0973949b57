"""Work that an answer does not wait for: how long it took would tell what was found."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import structlog

# Each writes a row or two. More than this at once is an attack, whose mails nobody waits for.
_WAITING_MAX = 200
_log = structlog.get_logger(__name__)


class Later:
    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        """Runs ``work`` by itself. It is logged where it fails, and left out where too much is under way."""
        if len(self._tasks) >= _WAITING_MAX:
            work.close()
            _log.warning("later_work_left_out", work=name)
            return
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._on_done)

    async def finished(self) -> None:
        """Returns when all that was started has ended."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _on_done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            _log.error("later_work_failed", work=task.get_name(), exc_info=error)
