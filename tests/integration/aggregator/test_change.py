"""Changes of endpoints: as if the calls had been the other endpoint's from the start, or had never been."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import numpy as np
import pytest
from sqlalchemy import select, update

from services.aggregator.change.service import apply_changes
from services.aggregator.resources import Resources
from services.aggregator.retention.service import expire
from shared.calls.calls import Calls, NameKind
from shared.clock.clock import ManualClock
from shared.contracts.ids import DashboardId
from shared.db.models import CallBlock, EndpointChange, EndpointChangeApplied, Name
from shared.rollups.cells import ALL
from shared.streams.keys import partition_of
from tests.fixtures.rollups import name_of
from tests.fixtures.rows import add_dashboard
from tests.integration.aggregator.applying import (
    Contents,
    Process,
    contents,
    hour_of,
    introduction,
    named,
    rebuilt,
    some_calls,
    state_of,
    window,
)
from tests.integration.aggregator.test_seal import assert_same_but_for_rounding

START = datetime(2026, 5, 30, 20, tzinfo=UTC)
END = datetime(2026, 6, 2, 7, 30, tzinfo=UTC)
EXPIRED = datetime(2026, 6, 1, tzinfo=UTC)
IDS_MAX = 4
MINUTE = timedelta(minutes=1)


def endpoint(name_id: int) -> str:
    return name_of(NameKind.ENDPOINT, name_id)


def counted_for(calls: Calls, source: int, target: int) -> Calls:
    moved = np.where(calls.endpoint == source, target, calls.endpoint)
    return replace(calls, endpoint=moved.astype(np.int32))


@dataclass
class Shop:
    """A dashboard of four endpoints, its calls, and the aggregator that works it."""

    resources: Resources
    dashboard_id: DashboardId
    calls: Calls
    process: Process
    sequence: int = 2
    asked: list[EndpointChange] = field(default_factory=list)

    async def ask(self, source: str, target: str | None) -> None:
        kind = "delete" if target is None else "merge"
        created_at = END + len(self.asked) * MINUTE
        change = EndpointChange(
            id=uuid4(),
            dashboard_id=self.dashboard_id,
            kind=kind,
            endpoint=source,
            target=target,
            created_at=created_at,
        )
        self.asked.append(change)
        async with self.resources.sessions.begin() as session:
            session.add(change)

    async def carry_out(self) -> list[DashboardId]:
        partitions = self.resources.settings.partitions
        return await apply_changes(self.resources, partition_of(self.dashboard_id, partitions))

    async def change(self, source: str, target: str | None) -> None:
        await self.ask(source, target)
        assert await self.carry_out() == [self.dashboard_id]

    async def get(self, calls: Calls, until: datetime = END) -> None:
        """One more batch."""
        self.sequence += 1
        await self.process.apply(
            self.resources.sessions, window(self.dashboard_id, self.sequence, until, until, calls), now=END
        )

    async def expire(self) -> None:
        async with self.resources.sessions.begin() as session:
            await expire(session, self.dashboard_id, EXPIRED)

    async def contents(self) -> Contents:
        async with self.resources.sessions() as session:
            return await contents(session, self.dashboard_id)

    async def rebuilt(self, calls: Calls, raw_from: datetime | None = None) -> Contents:
        async with self.resources.sessions() as session:
            return await rebuilt(session, calls, hour_of(END), raw_from)

    async def aliases(self) -> dict[str, str]:
        """Of each name that counts for another, that one."""
        async with self.resources.sessions() as session:
            rows = (
                await session.scalars(
                    select(Name).where(Name.dashboard_id == self.dashboard_id, Name.kind == NameKind.ENDPOINT)
                )
            ).all()
        names = {row.id: row.name for row in rows}
        return {row.name: names[row.alias_of] for row in rows if row.alias_of is not None}

    async def removed(self) -> int:
        async with self.resources.sessions() as session:
            return (await state_of(session, self.dashboard_id)).removed_calls


@pytest.fixture
async def shop(resources: Resources) -> Shop:
    aggregator = replace(resources, clock=ManualClock(END))
    async with aggregator.sessions.begin() as session:
        dashboard_id = await add_dashboard(session)
    calls = some_calls(np.random.default_rng(1), 600, START, END, IDS_MAX)
    # The cache is the process's: changes make it forget.
    process = Process(aggregator.names)
    await process.apply(
        aggregator.sessions,
        introduction(dashboard_id, START, IDS_MAX),
        window(dashboard_id, 2, START, END, calls),
        now=END,
    )
    return Shop(aggregator, dashboard_id, calls, process)


async def test_a_merge_is_as_if_the_calls_had_been_the_targets(shop: Shop) -> None:
    await shop.change(endpoint(1), endpoint(2))

    merged = counted_for(shop.calls, 1, 2)
    assert await shop.contents() == await shop.rebuilt(merged)
    assert await shop.aliases() == {endpoint(1): endpoint(2)}
    # Later calls under the old name, late ones among them, count for the target.
    more = some_calls(np.random.default_rng(2), 60, START, END, IDS_MAX)
    await shop.get(more)
    both = Calls.concat([merged, counted_for(more, 1, 2)])
    assert await shop.contents() == await shop.rebuilt(both)
    assert await shop.removed() == 0


async def test_another_process_knows_of_a_merge_as_well(shop: Shop) -> None:
    await shop.change(endpoint(1), endpoint(2))
    shop.process = Process()

    more = some_calls(np.random.default_rng(2), 60, START, END, IDS_MAX)
    await shop.get(more)

    both = counted_for(Calls.concat([shop.calls, more]), 1, 2)
    assert await shop.contents() == await shop.rebuilt(both)


async def test_a_rename_gives_the_calls_to_a_name_that_nothing_had(shop: Shop) -> None:
    await shop.change(endpoint(1), "checkout")

    assert await shop.contents() == await shop.rebuilt(counted_for(shop.calls, 1, IDS_MAX + 1))
    assert await shop.aliases() == {endpoint(1): "checkout"}


async def test_a_rename_back_leaves_everything_as_it_was(shop: Shop) -> None:
    before = await shop.contents()
    await shop.change(endpoint(1), "checkout")
    await shop.change("checkout", endpoint(1))

    assert await shop.contents() == before
    assert await shop.aliases() == {"checkout": endpoint(1)}
    more = some_calls(np.random.default_rng(2), 60, START, END, IDS_MAX)
    await shop.get(more)
    assert await shop.contents() == await shop.rebuilt(Calls.concat([shop.calls, more]))


async def test_merges_in_a_chain_end_at_the_last_target(shop: Shop) -> None:
    # All at once, in the order they were asked for.
    await shop.ask(endpoint(1), endpoint(2))
    await shop.ask(endpoint(2), endpoint(3))
    # A name that counts for another means that one, as source and as target.
    await shop.ask(endpoint(4), endpoint(1))
    assert await shop.carry_out() == [shop.dashboard_id] * 3

    merged = replace(shop.calls, endpoint=np.full(len(shop.calls), 3, np.int32))
    assert await shop.contents() == await shop.rebuilt(merged)
    assert await shop.aliases() == {endpoint(number): endpoint(3) for number in (1, 2, 4)}
    more = some_calls(np.random.default_rng(2), 60, START, END, IDS_MAX)
    await shop.get(more)
    assert set((await shop.contents()).calls) == {
        (*row[:2], 3, *row[3:]) for row in (await shop.contents()).calls
    }


async def test_a_merge_into_itself_changes_nothing(shop: Shop) -> None:
    before = await shop.contents()
    await shop.change(endpoint(1), endpoint(1))
    await shop.change(endpoint(1), endpoint(2))
    merged = await shop.contents()
    await shop.change(endpoint(1), endpoint(2))

    assert await shop.contents() == merged != before
    assert await shop.aliases() == {endpoint(1): endpoint(2)}


async def test_a_deletion_is_as_if_the_calls_had_never_been(shop: Shop) -> None:
    await shop.change(endpoint(1), None)

    kept = shop.calls.select(shop.calls.endpoint != 1)
    assert await shop.contents() == await shop.rebuilt(kept)
    assert await shop.removed() == len(shop.calls) - len(kept)
    # What is called after that is there again.
    more = some_calls(np.random.default_rng(2), 60, START, END, IDS_MAX)
    await shop.get(more)
    assert await shop.contents() == await shop.rebuilt(Calls.concat([kept, more]))
    await shop.change(endpoint(1), None)
    assert await shop.removed() == np.count_nonzero(Calls.concat([shop.calls, more]).endpoint == 1)


async def test_deleting_every_endpoint_leaves_nothing(shop: Shop) -> None:
    for name_id in range(1, IDS_MAX + 1):
        await shop.ask(endpoint(name_id), None)
    await shop.carry_out()

    found = await shop.contents()
    assert (found.cells, found.pages, found.blocks) == ({}, {}, {})
    assert await shop.removed() == len(shop.calls)


async def test_a_merge_of_days_without_blocks_is_as_if_the_calls_had_been_the_targets(shop: Shop) -> None:
    await shop.expire()
    await shop.change(endpoint(1), endpoint(2))

    merged = counted_for(shop.calls, 1, 2)
    found, expected = await shop.contents(), await shop.rebuilt(merged, EXPIRED)
    assert found.calls == expected.calls
    assert_same_but_for_rounding(found, expected)

    more = some_calls(np.random.default_rng(2), 60, START, END, IDS_MAX)
    await shop.get(more)
    both = Calls.concat([merged, counted_for(more, 1, 2)])
    assert_same_but_for_rounding(await shop.contents(), await shop.rebuilt(both, EXPIRED))


async def test_a_deletion_from_days_without_blocks_is_as_if_the_calls_had_never_been(shop: Shop) -> None:
    """But for the digests of ips, groups and status codes: those cannot lose single calls."""
    await shop.expire()
    before = await shop.contents()
    await shop.change(endpoint(1), None)

    kept = shop.calls.select(shop.calls.endpoint != 1)
    found, expected = await shop.contents(), await shop.rebuilt(kept, EXPIRED)
    assert found.calls == expected.calls
    assert_same_but_for_rounding(found, expected)
    assert await shop.removed() == len(shop.calls) - len(kept)
    for key, (_, digests) in found.pages.items():
        if key[2] == ALL and key[3] < EXPIRED:
            assert digests == before.pages[key][1]


async def test_deleting_every_endpoint_of_days_without_blocks_leaves_nothing(shop: Shop) -> None:
    await shop.expire()
    for name_id in range(1, IDS_MAX + 1):
        await shop.ask(endpoint(name_id), None)
    await shop.carry_out()

    found = await shop.contents()
    assert (found.cells, found.pages, found.blocks) == ({}, {}, {})
    # And what comes late finds its place again.
    more = some_calls(np.random.default_rng(2), 60, START, END, IDS_MAX)
    await shop.get(more)
    assert_same_but_for_rounding(await shop.contents(), await shop.rebuilt(more, EXPIRED))


async def test_blocks_of_the_time_before_rollups_change_as_well(shop: Shop) -> None:
    async with shop.resources.sessions.begin() as session:
        dashboard_id = await add_dashboard(session)
    unsealed = replace(shop, dashboard_id=dashboard_id, sequence=0, asked=[])
    await unsealed.get(Calls.empty(), START)
    now = some_calls(np.random.default_rng(2), 60, START, START + MINUTE, IDS_MAX)
    await unsealed.get(now, START + MINUTE)
    names = named(now).endpoint.names
    before = await unsealed.contents()
    assert not before.cells

    await unsealed.change(names[0], None)

    gone = np.count_nonzero(named(now).endpoint.codes == 0)
    assert (await unsealed.contents()).calls.total() == len(now) - gone > 0
    assert await unsealed.removed() == gone > 0


@pytest.mark.parametrize("target", [None, endpoint(1), "nowhere either"])
async def test_an_endpoint_that_was_never_called_needs_no_change(shop: Shop, target: str | None) -> None:
    before = await shop.contents()

    await shop.change("nowhere", target)

    assert await shop.contents() == before
    assert await shop.aliases() == {}
    async with shop.resources.sessions() as session:
        applied = (await session.scalars(select(EndpointChangeApplied))).all()
    assert [(each.change_id, each.applied_at) for each in applied] == [(shop.asked[0].id, END)]
    # Nor is it looked at again.
    assert await shop.carry_out() == []


async def test_a_change_of_a_dashboard_without_batches_is_carried_out(shop: Shop) -> None:
    async with shop.resources.sessions.begin() as session:
        dashboard_id = await add_dashboard(session)
    empty = replace(shop, dashboard_id=dashboard_id, asked=[])

    await empty.change(endpoint(1), endpoint(2))

    await Process().apply(shop.resources.sessions, introduction(dashboard_id, START, IDS_MAX), now=END)


async def test_a_change_that_fails_holds_up_no_other_dashboard(shop: Shop) -> None:
    others = []
    for number in range(8):
        async with shop.resources.sessions.begin() as session:
            dashboard_id = await add_dashboard(session)
        other = replace(shop, dashboard_id=dashboard_id, sequence=0, asked=[])
        await other.get(some_calls(np.random.default_rng(number), 60, START, END, IDS_MAX))
        others.append(other)
    async with shop.resources.sessions.begin() as session:
        await session.execute(
            update(CallBlock)
            .where(CallBlock.dashboard_id == shop.dashboard_id, CallBlock.hour < EXPIRED)
            .values(data=b"no block")
        )
    await shop.ask(endpoint(1), endpoint(2))
    # It would rest on the one before.
    await shop.ask(endpoint(2), "checkout")
    for other in others:
        await other.ask(endpoint(1), endpoint(2))

    changed = [dashboard_id for other in others for dashboard_id in await other.carry_out()]
    changed += await shop.carry_out()

    assert sorted(changed) == sorted(other.dashboard_id for other in others)
    async with shop.resources.sessions() as session:
        applied = set(await session.scalars(select(EndpointChangeApplied.change_id)))
    assert applied == {other.asked[0].id for other in others}
    async with shop.resources.sessions() as session:
        assert await session.scalar(select(Name.id).where(Name.name == "checkout")) is None
    assert await shop.aliases() == {}
