"""arq's part: a job that the API asks for, and a cron in case its asking was lost."""

from datetime import timedelta
from typing import Any, cast

from arq import cron, func
from arq.connections import ArqRedis
from arq.worker import Worker

from services.mailer.outbox.service import send_due_mail
from services.mailer.resources import Resources
from shared.contracts.mail_due import JOB, QUEUE
from shared.process.arq_worker import job

_JOB_TIMEOUT = timedelta(minutes=10)


async def send_mail(context: dict[Any, Any]) -> None:
    await send_due_mail(cast("Resources", context["resources"]))


def create_worker(resources: Resources) -> Worker:
    return Worker(
        functions=[func(job(send_mail), name=JOB, keep_result=0, max_tries=1)],
        cron_jobs=[
            cron(job(send_mail), name="send_forgotten_mail", second=set(range(0, 60, 10)), keep_result=0)
        ],
        queue_name=QUEUE,
        redis_pool=ArqRedis(connection_pool=resources.redis.connection_pool),
        ctx={"resources": resources},
        max_jobs=2,
        job_timeout=_JOB_TIMEOUT,
        poll_delay=0.2,
        handle_signals=False,
    )
