"""PyDash as it runs elsewhere, as processes of its own over Postgres and Valkey, fed straight onto the streams."""

import asyncio
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from uuid import UUID, uuid4

import httpx
from redis.asyncio import Redis
from sqlalchemy import func, select, text

from deploy.local.embedded.postgres import EmbeddedPostgres
from deploy.local.embedded.valkey import EmbeddedValkey
from shared.contracts.call_batch import encode_batch
from shared.contracts.ids import DashboardId, Sequence
from shared.db.engine import create_engine, create_sessions
from shared.db.migrate import upgrade
from shared.db.models import ApplyState, Dashboard, User
from shared.streams.keys import calls_stream, partition_of
from tests.bench.traffic import END, Window
from tests.fixtures.system import System

_PARTITIONS = 8
_TABLES = ("call_block", "rollup", "dimension_rollup", "names", "apply_state")
_STALLED_SECONDS = 120.0


@dataclass
class Stack:
    """One durable PyDash in a folder of its own; ``system`` starts its services and asks its API."""

    folder: Path
    settings: Mapping[str, str] = field(default_factory=dict)
    postgres: EmbeddedPostgres = field(init=False)
    valkey: EmbeddedValkey = field(init=False)
    system: System = field(init=False)
    _sequences: dict[DashboardId, int] = field(default_factory=dict)

    async def __aenter__(self) -> Self:
        self.postgres = await EmbeddedPostgres(self.folder / "postgres").__aenter__()
        self.valkey = await EmbeddedValkey(self.folder / "valkey", durable=False).__aenter__()
        await upgrade(self.postgres.url)
        self.system = System(
            self.postgres.url,
            self.valkey.url,
            LOG_LEVEL="WARNING",
            PARTITIONS=str(_PARTITIONS),
            **self.settings,
        )
        await self.system.seed()
        # What a client waits for is measured, not cut short.
        self.system.api.timeout = httpx.Timeout(300.0)
        self.engine = create_engine(self.postgres.url)
        self.sessions = create_sessions(self.engine)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.engine.dispose()
        await self.system.stop()
        await self.valkey.__aexit__(None, None, None)
        await self.postgres.__aexit__(None, None, None)

    async def add_dashboards(self, count: int) -> list[DashboardId]:
        """Of alice; kept whole, and never polled, for no fetcher runs."""
        async with self.sessions.begin() as session:
            owner = await session.scalar(select(User.id).where(User.name == "alice"))
            dashboards = [
                Dashboard(
                    id=uuid4(),
                    owner_id=owner,
                    name=f"app {number}",
                    url=f"http://app-{number}-{letters(uuid4())}.example/dashboard",
                    token_encrypted=b"",
                    poll_interval_seconds=60,
                    settle_seconds=10,
                    created_at=END,
                    raw_retention_days=3650,
                )
                for number in range(count)
            ]
            session.add_all(dashboards)
            return [DashboardId(dashboard.id) for dashboard in dashboards]

    def entries(
        self, windows: Iterable[Window], dashboards: list[DashboardId]
    ) -> list[tuple[str, dict[Any, Any]]]:
        """(stream, fields) of each window's batch, in order, encoded as the fetcher does."""
        made = []
        for window in windows:
            dashboard_id = dashboards[window.dashboard]
            sequence = self._sequences[dashboard_id] = self._sequences.get(dashboard_id, 0) + 1
            batch = window.batch(dashboard_id, Sequence(sequence))
            made.append((calls_stream(partition_of(dashboard_id, _PARTITIONS)), dict(encode_batch(batch))))
        return made

    async def apply(self, entries: list[tuple[str, dict[Any, Any]]], calls: int) -> float:
        """Seconds from the first entry's being published until all ``calls`` are committed."""
        redis = Redis.from_url(self.valkey.url)
        before = await self.applied_calls()
        started = time.perf_counter()
        for at in range(0, len(entries), 100):
            async with redis.pipeline(transaction=False) as pipeline:
                for stream, fields in entries[at : at + 100]:
                    pipeline.xadd(stream, fields)
                await pipeline.execute()
        await self._until(before + calls)
        took = time.perf_counter() - started
        await redis.aclose()
        return took

    async def feed(self, entries: list[tuple[str, dict[Any, Any]]], per_second: float) -> None:
        """Publishes at a steady rate and does not wait for anything to be applied."""
        async with Redis.from_url(self.valkey.url) as redis:
            started = time.perf_counter()
            for number, (stream, fields) in enumerate(entries):
                await redis.xadd(stream, fields)
                await asyncio.sleep(max(0.0, number / per_second - (time.perf_counter() - started)))

    async def _until(self, calls: int) -> None:
        seen, moved_at = -1, time.monotonic()
        while (applied := await self.applied_calls()) < calls:
            if applied != seen:
                seen, moved_at = applied, time.monotonic()
            assert time.monotonic() - moved_at < _STALLED_SECONDS, f"stuck at {applied} of {calls} calls"
            await asyncio.sleep(0.05)

    async def applied_calls(self) -> int:
        async with self.sessions() as session:
            return int(
                await session.scalar(select(func.coalesce(func.sum(ApplyState.applied_calls), 0))) or 0
            )

    async def bytes_on_disk(self) -> int:
        """Of all tables that calls end up in, with their indexes and TOAST."""
        async with self.sessions() as session:
            sizes = [
                await session.scalar(text(f"SELECT pg_total_relation_size('{table}')")) for table in _TABLES
            ]
            return sum(int(size or 0) for size in sizes)

    async def analyse(self) -> None:
        """What autovacuum does a minute later."""
        async with self.engine.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            for table in _TABLES:
                await connection.execute(text(f"VACUUM ANALYZE {table}"))

    def peak_rss_mb(self, service: str) -> float:
        """The most memory that a service's process ever held."""
        status = Path(f"/proc/{self.system.pid(service)}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024


def letters(unique: UUID) -> str:
    """Without digits: who searches for an app by its number does not find others by chance."""
    return unique.hex.translate(str.maketrans("0123456789", "ghijklmnop"))
