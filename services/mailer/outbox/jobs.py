"""arq's part: a job that the API asks for, and crons: one in case its asking was lost, one that tidies up."""

from typing import Any, cast

from arq import cron, func
from arq.connections import ArqRedis
from arq.worker import Worker

from services.mailer.outbox.dispatcher import Dispatcher
from services.mailer.outbox.service import forget_finished_mail
from services.mailer.resources import Resources
from shared.contracts.mail_due import JOB, QUEUE
from shared.process.arq_worker import job


async def send_mail(context: dict[Any, Any]) -> None:
    await cast("Dispatcher", context["dispatcher"]).dispatch()


async def forget_mail(context: dict[Any, Any]) -> None:
    await forget_finished_mail(cast("Resources", context["resources"]))


def create_worker(resources: Resources, dispatcher: Dispatcher) -> Worker:
    return Worker(
        functions=[func(job(send_mail), name=JOB, keep_result=0, max_tries=1)],
        cron_jobs=[
            cron(
                job(send_mail),
                name="send_forgotten_mail",
                second=set(range(0, 60, 10)),
                keep_result=0,
                run_at_startup=True,
            ),
            cron(job(forget_mail), minute=23, keep_result=0),
        ],
        queue_name=QUEUE,
        redis_pool=ArqRedis(connection_pool=resources.redis.connection_pool),
        ctx={"resources": resources, "dispatcher": dispatcher},
        max_jobs=2,
        poll_delay=0.2,
        handle_signals=False,
    )
