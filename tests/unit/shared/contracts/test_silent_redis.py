"""Nobody is kept waiting by a Redis that is not there, or takes connections and goes silent."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest
from redis.asyncio import Redis

from deploy.local.ports import LOOPBACK, free_port
from shared.contracts.mail_due import announce_mail
from shared.contracts.source_check import CheckUnansweredError, ask_for_check
from shared.process import answering
from tests.fixtures.silent_redis import silent_redis

_MAIL = UUID(int=1)
_CONNECTED = (b"+OK", b"+OK")
# Then there is something to tidy up.
_WATCHED = (*_CONNECTED, b"+OK")
_ENQUEUED = (*_WATCHED, b":0", b"+OK", b"+QUEUED", b"+QUEUED", b"*2\r\n+OK\r\n:1")
_WAITS_MAX_SECONDS = 10


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "_ANSWERS_WITHIN_SECONDS", 0.1)
    monkeypatch.setattr(answering, "_TIDIED_UP_WITHIN_SECONDS", 0.1)


@pytest.mark.parametrize("answers", [(), _CONNECTED, _WATCHED])
async def test_a_mail_is_announced_in_vain(answers: tuple[bytes, ...]) -> None:
    async with silent_redis(*answers) as redis, asyncio.timeout(_WAITS_MAX_SECONDS):
        await announce_mail(redis, _MAIL)


async def test_a_mail_is_announced_to_nobody() -> None:
    async with Redis(host=LOOPBACK, port=free_port()) as redis:
        await announce_mail(redis, _MAIL)


@pytest.mark.parametrize(
    ("answers", "raised"), [((), TimeoutError), (_WATCHED, TimeoutError), (_ENQUEUED, CheckUnansweredError)]
)
async def test_a_source_is_asked_about_in_vain(answers: tuple[bytes, ...], raised: type[Exception]) -> None:
    async with silent_redis(*answers) as redis, asyncio.timeout(_WAITS_MAX_SECONDS):
        with pytest.raises(raised):
            await ask_for_check(redis, "http://shop.example", b"token", timedelta(seconds=0.1))
