"""``mail_due``: a mail was written to the outbox.

Only a hint so that it leaves at once: the mailer also looks into the outbox by itself, so a hint that is
lost costs seconds, never a mail.
"""

from contextlib import suppress
from uuid import UUID

from arq.connections import ArqRedis
from redis.asyncio import Redis
from redis.exceptions import RedisError

from shared.process.answering import answered_soon

QUEUE = "arq:mailer"
JOB = "send_due_mail"


async def announce_mail(redis: Redis, mail_id: UUID) -> None:
    """Best effort, after the commit of the outbox row: whoever waits for that is not kept by a Redis that hangs."""
    queue = ArqRedis(connection_pool=redis.connection_pool)
    with suppress(RedisError, OSError):  # TimeoutError is an OSError
        async with answered_soon():
            await queue.enqueue_job(JOB, _job_id=f"mail:{mail_id}", _queue_name=QUEUE)
