"""Makes rollups anew after one endpoint's calls were given to another, or were removed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from services.aggregator.seal.service import reseal_months, seal_days, seal_hours
from services.aggregator.seal.store import DashboardStore
from shared.calls.calls import HOUR_US, Bools, Calls, Int64s
from shared.calls.grouping import Groups
from shared.rollups.cells import ALL, Cells, Keys, cells_of_cells
from shared.rollups.dimension import Dimension, DimensionCells, dimension_of_cells
from shared.rollups.unit import DAY_US, Unit, floor


@dataclass(frozen=True)
class Reassignment:
    """Calls of ``endpoint`` count for ``target`` from now on; for nothing at all where it is None."""

    endpoint: int
    target: int | None

    def of_calls(self, calls: Calls) -> Calls:
        if self.target is None:
            return calls.select(calls.endpoint != self.endpoint)
        moved = np.where(calls.endpoint == self.endpoint, self.target, calls.endpoint)
        return replace(calls, endpoint=moved.astype(np.int32))

    def kept(self, endpoints: Int64s) -> Bools:
        if self.target is None:
            kept: Bools = endpoints != self.endpoint
            return kept
        return np.ones(len(endpoints), np.bool_)

    def moved(self, endpoints: Int64s) -> Int64s:
        if self.target is None:
            return endpoints
        return np.where(endpoints == self.endpoint, self.target, endpoints)


async def reassign(store: DashboardStore, change: Reassignment) -> int:
    """Every hour in which the endpoint was called, and the days and months of those.

    How many calls it had.
    """
    sealed_until = store.sealed_until or 0
    hours, calls = await store.hours_of_endpoint(change.endpoint)
    raw_from = store.raw_from
    with_calls = [hour for hour in hours if raw_from is None or hour >= raw_from]
    without = [hour for hour in hours if raw_from is not None and hour < raw_from]
    await _from_calls(store, with_calls, change)
    await _from_cells(store, without, change)
    days = sorted({floor(hour, Unit.DAY) for hour in hours})
    months = {floor(day, Unit.MONTH) for day in days}
    await reseal_months(store, sorted(month for month in months if month < floor(sealed_until, Unit.MONTH)))
    return calls + await _open_blocks(store, sealed_until, change)


async def _from_calls(store: DashboardStore, hours: Sequence[int], change: Reassignment) -> None:
    await store.drop_cells(Unit.HOUR, hours)
    for hour in hours:
        calls = [change.of_calls(part) for part in await store.take_blocks(hour, hour + HOUR_US)]
        await seal_hours(store, calls)
    sealed_days = floor(store.sealed_until or 0, Unit.DAY)
    days = sorted({day for hour in hours if (day := floor(hour, Unit.DAY)) < sealed_days})
    await store.drop_cells(Unit.DAY, days)
    await store.drop_pages(Unit.DAY, days)
    for day in days:
        await seal_days(store, [day])


async def _from_cells(store: DashboardStore, hours: Sequence[int], change: Reassignment) -> None:
    days = sorted({floor(hour, Unit.DAY) for hour in hours})
    for day in days:
        await _merge(store, Unit.HOUR, [hour for hour in hours if day <= hour < day + DAY_US], change)
        await _merge(store, Unit.DAY, [day], change)
        for dimension in Dimension:
            pages = await store.pages(dimension, Unit.DAY, [day])
            await store.drop_pages(Unit.DAY, [day], [dimension])
            merged = dimension_of_cells(_of_pages(DimensionCells.concat(pages), change), Unit.DAY)
            store.add_pages(merged, dimension, Unit.DAY)


async def _merge(store: DashboardStore, unit: Unit, starts_us: Sequence[int], change: Reassignment) -> None:
    cells = await store.finest_cells(unit, starts_us)
    await store.drop_cells(unit, starts_us)
    store.add_cells(cells_of_cells(_of_cells(cells, change), unit), unit)


def _of_cells(cells: Cells, change: Reassignment) -> Cells:
    chosen = np.flatnonzero(change.kept(cells.keys.endpoint))
    # Each cell that stays is a group of its own.
    groups = Groups(chosen, np.arange(len(chosen) + 1))
    keys = cells.keys
    return Cells(
        Keys(keys.start_us[chosen], change.moved(keys.endpoint[chosen]), keys.version[chosen]),
        cells.counters.merge(groups),
        cells.statuses.merge(groups),
        cells.digest.merge(groups),
        cells.visitors.merge(groups),
    )


def _of_pages(pages: DimensionCells, change: Reassignment) -> DimensionCells:
    # Without the calls a digest over all endpoints cannot lose one of them: it stays as it was.
    entries = pages.entries.select((pages.entries.endpoint != ALL) & change.kept(pages.entries.endpoint))
    return replace(pages, entries=replace(entries, endpoint=change.moved(entries.endpoint)))


async def _open_blocks(store: DashboardStore, sealed_until: int, change: Reassignment) -> int:
    found = 0
    for hour_us, sequence, calls in await store.take_numbered_blocks(sealed_until):
        found += int(np.count_nonzero(calls.endpoint == change.endpoint))
        changed = change.of_calls(calls)
        if len(changed):
            store.add_block(changed, hour_us, sequence)
    return found
