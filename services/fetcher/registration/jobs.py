"""arq's part of a check: the job that the API waits for.

It has a queue and a worker of its own, for somebody sits before the page: behind the turns of many dashboards that
read their history it would come too late.
"""

from typing import Any, cast

from arq.connections import ArqRedis
from arq.typing import WorkerCoroutine
from arq.worker import Worker, func

from services.fetcher.registration import service
from services.fetcher.resources import Resources
from shared.contracts.source_check import ANSWER_KEPT, ANSWER_WAITS_MAX, JOB, QUEUE, encode_check

# More than that wait a moment: each user has one at a time.
_CHECKS_MAX = 4


async def check_source(context: dict[Any, Any], url: str, token_encrypted: bytes) -> bytes:
    resources = cast("Resources", context["resources"])
    return encode_check(await service.check_source(resources, url, token_encrypted))


def create_check_worker(resources: Resources) -> Worker:
    return Worker(
        functions=[func(cast("WorkerCoroutine", check_source), name=JOB)],
        queue_name=QUEUE,
        redis_pool=ArqRedis(connection_pool=resources.redis.connection_pool, default_queue_name=QUEUE),
        ctx={"resources": resources},
        max_jobs=_CHECKS_MAX,
        job_timeout=ANSWER_WAITS_MAX,
        keep_result=ANSWER_KEPT,
        poll_delay=0.1,
        handle_signals=False,
        max_tries=1,
    )
