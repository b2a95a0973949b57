"""``check_source``: the API asks the fetcher whether a URL and a token are a source's, and waits for the answer.

Only the fetcher may connect to sources. A question that nobody has taken up is forgotten with the one who asked;
an answer is removed when it was read, or soon after. The token travels as it is stored: encrypted.
"""

import asyncio
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Literal

import msgspec
from arq.connections import ArqRedis
from arq.constants import result_key_prefix
from arq.jobs import Job
from redis.asyncio import Redis
from redis.exceptions import RedisError

from shared.process.answering import answered_soon

QUEUE = "arq:fetcher:checks"
JOB = "check_source"
# The whole check, however many requests it takes.
CHECK_LASTS_MAX = timedelta(seconds=7)
# A little more, for the way there and back.
ANSWER_WAITS_MAX = timedelta(seconds=9)
ANSWER_KEPT = timedelta(seconds=30)
_ASK_AGAIN_SECONDS = 0.05

SourceKind = Literal["fmd_1", "fmd_2_0", "agent"]


class SourceFound(msgspec.Struct, frozen=True, tag="source_found.1"):
    """It is one. ``warnings`` are stable names of what its owner should know."""

    kind: SourceKind
    version: str
    total_calls: int
    first_call_at: datetime | None
    warnings: list[str]


class SourceRefused(msgspec.Struct, frozen=True, tag="source_refused.1"):
    """It is none that can be read: ``error`` is a stable name, ``detail`` is for a person."""

    error: str
    detail: str


SourceCheck = SourceFound | SourceRefused
_DECODER: msgspec.json.Decoder[SourceCheck] = msgspec.json.Decoder(SourceCheck)


class CheckUnansweredError(Exception):
    """No fetcher has answered in time."""


def encode_check(check: SourceCheck) -> bytes:
    return msgspec.json.encode(check)


async def ask_for_check(
    redis: Redis, url: str, token_encrypted: bytes, patience: timedelta = ANSWER_WAITS_MAX
) -> SourceCheck:
    """Raises CheckUnansweredError, RedisError, and TimeoutError where Redis hangs."""
    queue = ArqRedis(connection_pool=redis.connection_pool)
    async with answered_soon():
        job = await queue.enqueue_job(JOB, url, token_encrypted, _queue_name=QUEUE, _expires=patience)
    assert job is not None, "an id of its own cannot be taken"
    try:
        answer = await _answer(job, patience)
    finally:
        with suppress(TimeoutError):
            async with answered_soon():
                await queue.delete(result_key_prefix + job.job_id)
    try:
        return _DECODER.decode(answer)
    except msgspec.DecodeError:
        raise CheckUnansweredError("the answer is of another release") from None


async def _answer(job: Job, patience: timedelta) -> bytes:
    try:
        # arq looks at the time between its questions alone, and each of them may hang.
        async with asyncio.timeout(patience.total_seconds() + _ASK_AGAIN_SECONDS):
            answer = await job.result(timeout=patience.total_seconds(), poll_delay=_ASK_AGAIN_SECONDS)
    except RedisError:
        raise
    except Exception as error:  # noqa: BLE001 - another process's failure, whatever it is
        # arq raises what the job raised, besides errors of its own for a job that is lost or came too late.
        raise CheckUnansweredError(type(error).__name__) from None
    assert isinstance(answer, bytes)
    return answer
