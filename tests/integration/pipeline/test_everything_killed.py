"""Every process is killed again and again while the history of a real app is read: nothing is lost or doubled.

PYDASH_CHAOS_KILLS and PYDASH_CHAOS_CALLS make it longer (`make chaos`); Postgres and Redis are killed as well, and
Redis loses all it has each time, or is flushed.
"""

import asyncio
import io
import os
import random
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import fsum
from pathlib import Path
from signal import SIGKILL

import asyncpg
import pyarrow.parquet as pq
import pytest
from redis.asyncio import Redis

from deploy.local.embedded.postgres import EmbeddedPostgres
from deploy.local.embedded.valkey import EmbeddedValkey
from shared.db.migrate import upgrade
from tests.bench.figures import Bound, publish
from tests.fixtures.bridged_apps import BridgedAppFactory
from tests.fixtures.fmd import FmdAppFactory, FmdCall, generated_calls
from tests.fixtures.system import System
from tests.fixtures.waiting import eventually
from tests.integration.pipeline.apps import starters
from tests.integration.pipeline.test_exactly_once import assert_equal_to_source, awkward_calls

# Of all apps together; the calls are those of one.
KILLS = int(os.environ.get("PYDASH_CHAOS_KILLS", "9"))
FLUSHES = int(os.environ.get("PYDASH_CHAOS_FLUSHES", "4"))
CALLS = int(os.environ.get("PYDASH_CHAOS_CALLS", "20000"))
VICTIMS = ("fetcher", "aggregator", "fetcher", "aggregator", "api", "redis", "postgres")
BATCHES_A_KILL = 8

Group = tuple[str, str, str, str]
Figures = tuple[int, float, float, float]


@dataclass
class Everything:
    """All that can be killed, and how to bring it back."""

    postgres: EmbeddedPostgres
    valkey: EmbeddedValkey
    system: System

    async def kill(self, victim: str) -> None:
        match victim:
            case "postgres":
                await _kill(self.postgres)
                await self.postgres.start()
            case "redis":
                await _kill(self.valkey)
                await self.valkey.start()
            case _:
                await self.system.kill(victim)
                await self.system.start(victim)

    async def flush(self) -> None:
        async with Redis.from_url(self.valkey.url) as redis:
            await redis.flushall()

    async def applied(self, dashboard_id: str) -> int:
        connection = await asyncpg.connect(self.postgres.url)
        try:
            found = await connection.fetchval(
                "SELECT applied_calls FROM apply_state WHERE dashboard_id = $1", dashboard_id
            )
            return int(found or 0)
        finally:
            await connection.close()


async def _kill(server: EmbeddedPostgres | EmbeddedValkey) -> None:
    assert server.pid is not None
    os.kill(server.pid, SIGKILL)
    await server.end()
    await server.stop()


@pytest.fixture
async def everything(tmp_path: Path) -> AsyncIterator[Everything]:
    """Postgres of its own that keeps what it commits, Redis of its own that keeps nothing."""
    async with (
        EmbeddedPostgres(tmp_path / "postgres") as postgres,
        EmbeddedValkey(tmp_path / "valkey", durable=False) as valkey,
    ):
        await upgrade(postgres.url)
        system = System(postgres.url, valkey.url)
        await system.seed()
        yield Everything(postgres, valkey, system)
        await system.stop()


def figures(rows: Iterable[tuple[str, str, str, str, float]]) -> dict[Group, Figures]:
    """Count, exact sum, min and max of the execution time by endpoint, version, ip and group_by."""
    times: dict[Group, list[float]] = {}
    for *group, execution_ms in rows:
        endpoint, version, ip, group_by = group
        times.setdefault((endpoint, version, ip, group_by), []).append(execution_ms)
    return {group: (len(each), fsum(each), min(each), max(each)) for group, each in times.items()}


async def of_pydash(system: System, dashboard_id: str) -> dict[Group, Figures]:
    response = await system.api.get(
        f"/dashboards/{dashboard_id}/export", params={"format": "parquet"}, timeout=300
    )
    assert response.status_code == 200, response.text
    table = pq.read_table(io.BytesIO(response.content))
    columns = [
        table[name].to_pylist() for name in ("endpoint", "version", "ip", "group_by", "execution_time_ms")
    ]
    return figures(zip(*columns, strict=True))


async def some_moments_later(rng: random.Random) -> None:
    """The kill may come at any instruction: whatever happens to run then."""
    await asyncio.sleep(rng.uniform(0.2, 1.2))


@dataclass
class Tally:
    """Over all apps."""

    kills: int = 0
    flushes: int = 0
    calls: int = 0
    lost: int = 0
    doubled: int = 0

    def compare(self, ours: dict[Group, Figures], theirs: dict[Group, Figures]) -> None:
        nothing = (0, 0.0, 0.0, 0.0)
        for group in ours.keys() | theirs.keys():
            more = theirs.get(group, nothing)[0] - ours.get(group, nothing)[0]
            self.lost += max(0, more)
            self.doubled += max(0, -more)


@pytest.fixture(scope="module")
def tally() -> Iterator[Tally]:
    """Goes into docs/figures.json where PYDASH_WRITE_FIGURES asks for it."""
    counted = Tally()
    yield counted
    publish("chaos_kills", value=counted.kills, unit="kill -9")
    publish("chaos_flushes", value=counted.flushes, unit="FLUSHALL")
    publish("chaos_calls", value=counted.calls, unit="calls")
    publish("chaos_lost", value=counted.lost, unit="calls", bound=Bound("at most", 0))
    publish("chaos_doubled", value=counted.doubled, unit="calls", bound=Bound("at most", 0))


@dataclass(frozen=True)
class Plan:
    """How much of it all one kind of app gets: FMD 2.0 a tenth, of few kills none; the others share the rest."""

    app: str
    kills: int
    flushes: int
    calls: int


PLANS = [
    Plan("FMD 1.13", KILLS - KILLS // 10 - KILLS * 4 // 10, FLUSHES - FLUSHES // 2, CALLS),
    Plan("FMD 2.0", KILLS // 10, FLUSHES // 10, CALLS // 10),
    Plan("FMD 5.1 with the bridge", KILLS * 4 // 10, FLUSHES // 2 - FLUSHES // 10, CALLS),
]


# Minutes. tests/integration/pipeline/test_exactly_once.py has kills amid history in seconds.
@pytest.mark.skipif("PYDASH_CHAOS_KILLS" not in os.environ, reason="part of `make chaos`")
@pytest.mark.timeout(180 + 12 * KILLS + CALLS // 1_000)
@pytest.mark.parametrize("plan", [plan for plan in PLANS if plan.kills], ids=lambda plan: plan.app)
async def test_whatever_is_killed_the_counts_equal_the_source(
    everything: Everything,
    fmd_app: FmdAppFactory,
    bridged_app: BridgedAppFactory,
    plan: Plan,
    tally: Tally,
) -> None:
    rng = random.Random(20261121)
    now = datetime.now(UTC)
    calls = [
        *generated_calls(plan.calls, since=now - timedelta(days=40), until=now - timedelta(minutes=1)),
        *awkward_calls(),
    ]
    app = await starters(fmd_app, bridged_app)[plan.app](calls)
    system = everything.system
    # So many batches that the kills fall among them.
    system.settings["BATCH_CALLS_MAX"] = str(max(100, plan.calls // (BATCHES_A_KILL * plan.kills)))
    await system.start("api", "fetcher", "aggregator")
    dashboard_id = await system.add_dashboard(app.url, app.token)
    await eventually(lambda: everything.applied(dashboard_id), lambda applied: applied > 0, 60)
    expected = len(calls)
    began, in_work, killed = time.monotonic(), 0, Counter[str]()
    flush_at = set(rng.sample(range(plan.kills), plan.flushes))
    for number in range(plan.kills):
        await some_moments_later(rng)
        if number in flush_at:
            await everything.flush()
        in_work += await everything.applied(dashboard_id) < expected
        victim = rng.choice(VICTIMS)
        killed[victim] += 1
        await everything.kill(victim)
        live = [FmdCall("live", rng.lognormvariate(3, 1), datetime.now(UTC)) for _ in range(3)]
        app.insert(live)
        expected += len(live)

    # Nobody need wait for what is left in portions so small.
    del system.settings["BATCH_CALLS_MAX"]
    await everything.kill("fetcher")
    await eventually(
        lambda: everything.applied(dashboard_id), lambda applied: applied >= expected, 60 + plan.calls / 1_000
    )
    # Whatever is still under way would make it too many.
    await system.when(dashboard_id, lambda dashboard: dashboard["state"] == "fetched_endpoint_calls")
    await asyncio.sleep(3)
    sys.stdout.write(
        f"\n{plan.app}: {plan.kills} kills ({dict(killed)}), {in_work} amid history, {plan.flushes} flushes, "
        f"{expected} calls, {time.monotonic() - began:.0f} s\n"
    )
    ours, theirs = await of_pydash(system, dashboard_id), figures(app.rows())
    tally.kills, tally.flushes, tally.calls = (
        tally.kills + plan.kills,
        tally.flushes + plan.flushes,
        tally.calls + expected,
    )
    tally.compare(ours, theirs)
    assert ours == theirs
    await assert_equal_to_source(system, dashboard_id, app)
    assert in_work >= plan.kills / 2, "the kills came too late to prove anything"
