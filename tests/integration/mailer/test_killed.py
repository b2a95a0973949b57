"""Mailer and Redis are killed with kill -9 while mails go out: none is lost, none goes out under two Message-IDs.

A mailer that dies after the server took a mail and before Postgres has it leaves a mail that is sent again. Such
copies are provoked here, and counted. PYDASH_CHAOS_MAILS and PYDASH_CHAOS_MAIL_KILLS make it longer (`make chaos`).
"""

import asyncio
import os
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from pathlib import Path
from signal import SIGKILL

import pytest
from redis.asyncio import Redis
from sqlalchemy import func, select

from deploy.local.embedded.valkey import EmbeddedValkey
from deploy.local.ports import LOOPBACK
from shared.contracts.mail_due import announce_mail
from shared.db.engine import Sessions
from shared.db.models import MailDelivery
from tests.bench.figures import Bound, publish
from tests.fixtures.system import System
from tests.fixtures.waiting import eventually
from tests.integration.mailer.conftest import put
from tests.integration.mailer.sink import Sink, Trap

MAILS = int(os.environ.get("PYDASH_CHAOS_MAILS", "60"))
KILLS = int(os.environ.get("PYDASH_CHAOS_MAIL_KILLS", "6"))
CONNECTIONS = 8
# In turn: before a mail is handed over, after it was taken and before that is known, at any moment; and Redis.
MOMENTS = ("recipient", "taken", "any", "redis")


@pytest.fixture
async def valkey_of_its_own(tmp_path: Path) -> AsyncIterator[EmbeddedValkey]:
    """It keeps nothing: each kill loses the hints that it held."""
    async with EmbeddedValkey(tmp_path / "valkey", durable=False) as valkey:
        yield valkey


@pytest.fixture
async def mailer(
    fresh_database: str, valkey_of_its_own: EmbeddedValkey, smtp_port: int
) -> AsyncIterator[System]:
    running = System(
        fresh_database,
        valkey_of_its_own.url,
        SMTP_HOST=LOOPBACK,
        SMTP_PORT=str(smtp_port),
        SMTP_SECURITY="none",
        # Short, so that what a killed mailer had claimed is soon due.
        SMTP_TIMEOUT="PT2S",
        SMTP_CONNECTIONS_MAX=str(CONNECTIONS),
        MAIL_FROM="PyDash <pydash@pydash.example>",
    )
    yield running
    await running.stop()


async def put_and_announce(sessions: Sessions, redis_url: str, numbers: range) -> None:
    async with Redis.from_url(redis_url) as redis:
        for number in numbers:
            await announce_mail(redis, await put(sessions, f"{number}@pydash.example"))


async def sent(sessions: Sessions) -> int:
    async with sessions() as session:
        return (
            await session.scalar(
                select(func.count()).select_from(MailDelivery).where(MailDelivery.outcome == "sent")
            )
            or 0
        )


async def revive(victim: str, mailer: System, valkey: EmbeddedValkey) -> None:
    if victim == "mailer":
        await mailer.kill("mailer")
        await mailer.start("mailer")
    else:
        await valkey.end()
        await valkey.stop()
        await valkey.start()


@pytest.mark.timeout(240 + 12 * KILLS)
async def test_whatever_is_killed_every_mail_arrives_under_its_one_id(
    mailer: System, valkey_of_its_own: EmbeddedValkey, sink: Sink, sessions: Sessions
) -> None:
    valkey = valkey_of_its_own
    rng = random.Random(20261121)
    sink.seconds_a_mail = 0.02
    await mailer.start("mailer")
    began, in_work, killed = time.monotonic(), 0, Counter[str]()
    per_kill = MAILS // KILLS
    for number in range(KILLS):
        moment = MOMENTS[number % len(MOMENTS)]
        victim = "redis" if moment == "redis" else "mailer"
        assert valkey.pid is not None
        pid = valkey.pid if victim == "redis" else mailer.pid("mailer")
        trap = Trap("taken" if moment == "taken" else "recipient", rng.randint(1, per_kill // 2), pid)
        if moment != "any":
            sink.trap = trap
        upto = MAILS if number == KILLS - 1 else (number + 1) * per_kill
        await put_and_announce(sessions, valkey.url, range(number * per_kill, upto))
        if moment == "any":
            await asyncio.sleep(rng.uniform(0, 0.15))
            os.kill(pid, SIGKILL)
        else:
            assert await asyncio.to_thread(trap.sprung.wait, 60)
        in_work += await sent(sessions) < upto
        killed[moment] += 1
        await revive(victim, mailer, valkey)

    await eventually(lambda: sent(sessions), lambda count: count == MAILS, 150)
    ids: dict[str, list[str]] = defaultdict(list)
    for mail in sink.taken:
        ids[mail["To"]].append(mail["Message-ID"])
    lost = MAILS - len(ids)
    copied = sum(len(each) - 1 for each in ids.values())
    sys.stdout.write(
        f"\n{MAILS} mails, {KILLS} kills ({dict(killed)}), {in_work} amid mails, {time.monotonic() - began:.0f} s\n"
    )
    publish("mails_lost", value=lost, unit="mails", bound=Bound("at most", 0))
    publish("mails_copied", value=copied, unit=f"copies of {MAILS} mails")
    assert lost == 0
    assert [each for each in ids.values() if len(set(each)) > 1] == []
    # One that dies leaves at most what it had under way.
    assert 1 <= copied <= CONNECTIONS * (KILLS - killed["redis"])
    assert in_work >= KILLS / 2, "the kills came too late to prove anything"
