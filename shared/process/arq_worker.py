"""Runs an arq worker inside a service, through losses of Redis."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, cast

import structlog
from arq.typing import WorkerCoroutine
from arq.worker import Worker
from redis.exceptions import RedisError

_RETRY_SECONDS = 1.0
_log = structlog.get_logger(__name__)


def job(function: Callable[..., Coroutine[Any, Any, None]]) -> WorkerCoroutine:
    """A job function with its own parameters; arq's type wants them to be any."""
    return cast("WorkerCoroutine", function)


async def run_worker(create_worker: Callable[[], Worker]) -> None:
    """Until cancelled. A worker that lost Redis is made anew; jobs that were lost are due again in Postgres."""
    while True:
        worker = create_worker()
        try:
            await worker.async_run()
        except (RedisError, OSError) as error:
            _log.warning("job_queue_lost", error=type(error).__name__)
        finally:
            for task in worker.tasks.values():
                task.cancel()
            await asyncio.gather(*worker.tasks.values(), return_exceptions=True)
        await asyncio.sleep(_RETRY_SECONDS)
