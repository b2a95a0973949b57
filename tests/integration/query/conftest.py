"""A dashboard of forty days of calls that was sealed to its end, and what its rows are."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from deploy.local.embedded.postgres import EmbeddedPostgres
from shared.calls.block import to_us
from shared.calls.calls import HOUR_US, Calls
from shared.contracts.ids import DashboardId, UserId
from shared.db.engine import Sessions, create_engine, create_sessions
from shared.db.models import Dashboard
from shared.db.viewer import Viewer
from shared.query.answer import Answer
from shared.query.question import Question
from shared.query.reader import StatisticsReader
from shared.query.snapshot import snapshot
from tests.fixtures.rollups import write_rollups
from tests.fixtures.rows import add_dashboard
from tests.fixtures.servers import copy_database
from tests.integration.query.oracle import Oracle, rows_of

# Amsterdam moves its clocks on the 29th of March, Lord Howe on the 4th of April; April is a whole month.
FIRST = datetime(2026, 3, 25, 7, 41, 3, tzinfo=UTC)
LAST = datetime(2026, 5, 3, 22, 10, 59, tzinfo=UTC)
NOW = LAST + timedelta(minutes=20)
SEALED_UNTIL = datetime(2026, 5, 3, 22, tzinfo=UTC)
ALIASES = {4: 2}


@dataclass(frozen=True)
class World:
    sessions: Sessions
    viewer: Viewer
    dashboard_id: DashboardId
    oracle: Oracle

    async def ask(self, *questions: Question) -> list[Answer]:
        async with snapshot(self.sessions) as session:
            return await StatisticsReader(session, self.viewer, NOW).answer(self.dashboard_id, questions)


def forty_days() -> Calls:
    """Quiet hours, calls on the edges of units, and a few hours busy enough for a digest to join values."""
    rng = np.random.default_rng(11)
    first, last = to_us(FIRST), to_us(LAST)
    busy = first // HOUR_US * HOUR_US + rng.integers(1, 38 * 24, 4)[:, None] * HOUR_US
    at_us = np.concatenate(
        [
            [first, last],
            rng.integers(first, last, 1_000),
            rng.integers(first // HOUR_US + 1, last // HOUR_US, 60) * HOUR_US,
            rng.integers(first // HOUR_US + 1, last // HOUR_US, 60) * HOUR_US - 1,
            (busy + rng.integers(0, HOUR_US, (4, 300))).ravel(),
        ]
    )
    count = len(at_us)
    return Calls(
        at_us=at_us,
        execution_ms=np.where(rng.random(count) < 0.05, 1_000.0, rng.lognormal(5, 1.5, count)),
        endpoint=rng.choice(np.array([1, 2, 3, 4], np.int32), count, p=[0.5, 0.2, 0.2, 0.1]),
        # Each is released some days after the one before, and lingers.
        version=(
            1 + np.clip((at_us - first) // (12 * 24 * HOUR_US) - rng.integers(0, 2, count), 0, 3)
        ).astype(np.int32),
        group_by=rng.integers(1, 4, count).astype(np.int32),
        ip=rng.integers(1, 13, count).astype(np.int32),
        status=rng.choice(np.array([0, 200, 200, 304, 404, 500, 503], np.int16), count),
    )


@pytest.fixture(scope="module")
async def world(postgres: EmbeddedPostgres, migrated_template: str) -> AsyncIterator[World]:
    engine = create_engine(await copy_database(postgres, migrated_template))
    sessions = create_sessions(engine)
    calls = forty_days()
    async with sessions.begin() as session:
        dashboard_id = await add_dashboard(session)
        await write_rollups(session, dashboard_id, calls, sealed_until=SEALED_UNTIL, aliases=ALIASES)
        dashboard = await session.get_one(Dashboard, dashboard_id)
        assert dashboard.owner_id is not None
        viewer = Viewer(UserId(dashboard.owner_id))
    yield World(sessions, viewer, dashboard_id, Oracle(rows_of(calls, ALIASES), NOW))
    await engine.dispose()
