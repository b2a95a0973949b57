"""Seals hours, days and months: what no batch will add to is compacted and gets its rollups.

An hour is sealed by the batch that reaches its end, in the same transaction: its small blocks become one, and
its cells are computed once, from the calls themselves. A day is sealed with its last hour, from the calls as
well; a month from its days. What comes later changes just the hours, days and months that it touches.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import numpy as np

from services.aggregator.seal.store import SEALED, DashboardStore
from shared.calls.block import from_us, to_us
from shared.calls.calls import HOUR_US, Calls, Int64s
from shared.calls.grouping import by_hour, groups_of
from shared.contracts.ids import DashboardId
from shared.process.memory import give_back_free_pages
from shared.rollups.cells import ALL, Cells, cells_of_calls, cells_of_cells, finest_of_calls
from shared.rollups.dimension import (
    Dimension,
    DimensionCells,
    PageDigests,
    coarser_entries,
    dimension_of_calls,
    dimension_of_cells,
)
from shared.rollups.unit import DAY_US, Unit, floor, starts_between

# Calls sealed at once: while they are sorted and grouped each takes some 300 bytes.
_CALLS_MAX = 340_000
# So many leave holes in the heaps, as large as what is in use.
_MANY_CALLS = 50_000
# Digests merged at once, as they are stored; while they are merged they take some ten times as much.
_DIGEST_BYTES_MAX = 1_000_000
# A block so large gains nothing from being put together with others.
_SMALL_BLOCK_CALLS = 10_000
# Open blocks of a dashboard, after which the small ones are put together: readers open each of them.
_SMALL_BLOCKS_MAX = 32


@dataclass
class OpenHours:
    """How many blocks each dashboard got since its small ones were last put together. Only a hint."""

    blocks: Counter[DashboardId] = field(default_factory=Counter)


@dataclass(frozen=True)
class Sealed:
    until: datetime | None
    corrected_calls: int


async def seal(
    store: DashboardStore, calls: Calls, sequence: int, reached: datetime, open_hours: OpenHours
) -> Sealed:
    """Stores calls that are complete up to ``reached``, and seals every hour that ends by then."""
    before = store.sealed_until
    until = floor(to_us(reached), Unit.HOUR)
    if before is not None:
        until = max(until, before)
        late, calls = _parted(calls, before)
        if len(late):
            await correct(store, late)
        corrected_calls = len(late)
    else:
        corrected_calls = 0
    complete, calls = _parted(calls, until)
    if until != before:
        await _close(store, before, until, complete)
        open_hours.blocks.pop(store.dashboard_id, None)
    await _keep_open(store, calls, sequence, until, open_hours)
    return Sealed(from_us(until), corrected_calls)


def _parted(calls: Calls, at_us: int) -> tuple[Calls, Calls]:
    """(those before, those from then on); nothing is copied where all are on one side."""
    before = calls.at_us < at_us
    if not before.any():
        return Calls.empty(), calls
    if before.all():
        return calls, Calls.empty()
    return calls.select(before), calls.select(~before)


async def _keep_open(
    store: DashboardStore, calls: Calls, sequence: int, until: int, open_hours: OpenHours
) -> None:
    if not len(calls):
        return
    open_hours.blocks[store.dashboard_id] += 1
    if open_hours.blocks[store.dashboard_id] >= _SMALL_BLOCKS_MAX:
        small = await store.take_blocks(until, None, calls_below=_SMALL_BLOCK_CALLS)
        calls = Calls.concat([*small, calls])
        open_hours.blocks[store.dashboard_id] = 1
    for hour_us, chosen in by_hour(calls.at_us):
        store.add_block(calls.select(chosen), hour_us, sequence)


async def _close(store: DashboardStore, before: int | None, until: int, calls: Calls) -> None:
    """Seals the hours from ``before`` on, of which ``calls`` are new; then the days and months they end."""
    new = {hour_us: calls.select(chosen) for hour_us, chosen in by_hour(calls.at_us)}
    sizes = Counter({hour_us: len(of_hour) for hour_us, of_hour in new.items()})
    for hour_us, stored in await store.calls_by_hour(before, until):
        sizes[hour_us] += stored
    if before is None:
        # The first batch of all, or the first since rollups were introduced.
        before = min(sizes, default=until)
    for hours in _portions(sorted(sizes.items())):
        parts = await store.take_blocks(hours[0], hours[-1] + HOUR_US)
        parts += [new.pop(hour_us) for hour_us in hours if hour_us in new]
        await seal_hours(store, parts)
    await seal_days(store, starts_between(floor(before, Unit.DAY), until, Unit.DAY))
    await seal_months(store, starts_between(floor(before, Unit.MONTH), until, Unit.MONTH))


def _portions(sizes: Sequence[tuple[int, int]]) -> Iterable[list[int]]:
    """Consecutive units that together hold as many calls as memory is for; at least one at a time."""
    portion: list[int] = []
    held = 0
    for start_us, calls in sizes:
        if portion and held + calls > _CALLS_MAX:
            yield portion
            portion, held = [], 0
        portion.append(start_us)
        held += calls
    if portion:
        yield portion


async def seal_hours(store: DashboardStore, parts: list[Calls]) -> None:
    """All calls of whole hours, which are taken out of ``parts``: one block and the cells of each."""
    if any(map(len, parts)):
        await _in_thread(_add_hours, store, parts)


async def _in_thread(
    add: Callable[[DashboardStore, list[Calls]], None], store: DashboardStore, parts: list[Calls]
) -> None:
    """Leases are renewed and other partitions worked meanwhile. ``add`` takes the calls out of ``parts``."""
    many = sum(map(len, parts)) >= _MANY_CALLS

    def work() -> None:
        add(store, parts)
        if many:
            give_back_free_pages()

    await asyncio.to_thread(work)


def _taken(parts: list[Calls]) -> Calls:
    calls = Calls.concat(parts)
    parts.clear()
    return calls


def _add_hours(store: DashboardStore, parts: list[Calls]) -> None:
    calls = _taken(parts).sorted_by_time()
    for hour_us, chosen in by_hour(calls.at_us):
        # Ascending times: an hour's calls are neighbours.
        start, end = int(chosen[0]), int(chosen[-1]) + 1
        # Blocks of one hour beyond the first have negative numbers.
        for number, begin in enumerate(range(start, end, _CALLS_MAX)):
            block = calls.select(slice(begin, min(begin + _CALLS_MAX, end)))
            store.add_block(block, hour_us, SEALED - number)
    store.add_cells(cells_of_calls(calls, Unit.HOUR), Unit.HOUR)


async def seal_days(store: DashboardStore, days: Sequence[int]) -> None:
    """Makes the cells and pages of whole days whose hours are sealed and whose blocks are all there."""
    if not days:
        return
    sizes: Counter[int] = Counter()
    for hour_us, calls in await store.calls_by_hour(days[0], days[-1] + DAY_US):
        sizes[floor(hour_us, Unit.DAY)] += calls
    wanted = set(days)
    for portion in _portions(sorted((day, calls) for day, calls in sizes.items() if day in wanted)):
        if sum(sizes[day] for day in portion) <= _CALLS_MAX:
            await _seal_days_from_calls(store, portion)
        else:
            await _seal_large_day(store, portion[0])


async def _seal_days_from_calls(store: DashboardStore, days: Sequence[int]) -> None:
    blocks = [block async for block in store.read_blocks(days[0], days[-1] + DAY_US)]
    if blocks:
        await _in_thread(_add_days, store, blocks)


def _add_days(store: DashboardStore, parts: list[Calls]) -> None:
    calls = _taken(parts).sorted_by_execution()
    store.add_cells(cells_of_calls(calls, Unit.DAY), Unit.DAY)
    for dimension in Dimension:
        store.add_pages(dimension_of_calls(calls, dimension, Unit.DAY), dimension, Unit.DAY)


async def _seal_large_day(store: DashboardStore, day: int) -> None:
    """A day of more calls than memory is for: cells from its hours, pages block by block."""
    hours = starts_between(day, day + DAY_US, Unit.HOUR)
    store.add_cells(cells_of_cells(await store.finest_cells(Unit.HOUR, hours), Unit.DAY), Unit.DAY)
    for dimension in Dimension:
        parts = [
            dimension_of_calls(calls, dimension, Unit.DAY)
            async for calls in store.read_blocks(day, day + DAY_US)
        ]
        store.add_pages(dimension_of_cells(DimensionCells.concat(parts), Unit.DAY), dimension, Unit.DAY)


async def seal_months(store: DashboardStore, months: Sequence[int]) -> None:
    """Makes the cells and pages of whole months whose days are sealed."""
    for month in months:
        days = starts_between(month, floor(month + 32 * DAY_US, Unit.MONTH), Unit.DAY)
        cells = await store.finest_cells(Unit.DAY, days)
        if not len(cells):
            continue
        store.add_cells(cells_of_cells(cells, Unit.MONTH), Unit.MONTH)
        for dimension in Dimension:
            await _seal_month_of_dimension(store, dimension, days)


async def _seal_month_of_dimension(store: DashboardStore, dimension: Dimension, days: Sequence[int]) -> None:
    """In portions: a month's entries and digests may be some hundred megabytes together."""
    for endpoint in await store.page_endpoints(dimension, Unit.DAY, days):
        entries = coarser_entries(await store.page_entries(dimension, Unit.DAY, days, endpoint), Unit.MONTH)
        digests = PageDigests.none()
        if endpoint == ALL:
            size = await store.page_digests_size(dimension, Unit.DAY, days)
            digests = PageDigests.concat(
                [
                    (await store.page_digests(dimension, Unit.DAY, days, values)).coarser(Unit.MONTH)
                    for values in _value_portions(entries.value, size // _DIGEST_BYTES_MAX + 1)
                ]
            )
        store.add_pages(DimensionCells(entries, digests), dimension, Unit.MONTH)


def _value_portions(values: Int64s, count: int) -> list[range]:
    """Ranges that each hold about as many of the distinct values, all of them together."""
    portions = [part for part in np.array_split(np.unique(values), count) if len(part)]
    return [range(int(part[0]), int(part[-1]) + 1) for part in portions]


async def correct(store: DashboardStore, late: Calls) -> None:
    """Adds calls to hours that are sealed, and makes anew just the rollups of the times they touch."""
    assert store.sealed_until is not None
    days = [(day, late.select(chosen)) for day, chosen in _by_day(late)]
    for day, of_day in days:
        if store.raw_from is None or day >= store.raw_from:
            await _correct_hours(store, of_day)
            if day + DAY_US <= floor(store.sealed_until, Unit.DAY):
                await _reseal_day(store, day)
        else:
            await _correct_without_blocks(store, day, of_day)
    sealed_months = floor(store.sealed_until, Unit.MONTH)
    months = sorted({month for day, _ in days if (month := floor(day, Unit.MONTH)) < sealed_months})
    await reseal_months(store, months)


def _by_day(calls: Calls) -> list[tuple[int, Int64s]]:
    return [(day * DAY_US, chosen) for day, chosen in groups_of(calls.at_us // DAY_US)]


async def _correct_hours(store: DashboardStore, late: Calls) -> None:
    for hour_us, chosen in by_hour(late.at_us):
        stored = await store.take_blocks(hour_us, hour_us + HOUR_US)
        await store.drop_cells(Unit.HOUR, [hour_us])
        await seal_hours(store, [*stored, late.select(chosen)])


async def _reseal_day(store: DashboardStore, day: int) -> None:
    await store.drop_cells(Unit.DAY, [day])
    await store.drop_pages(Unit.DAY, [day])
    await seal_days(store, [day])


async def reseal_months(store: DashboardStore, months: Sequence[int]) -> None:
    if months:
        await store.drop_cells(Unit.MONTH, months)
        await store.drop_pages(Unit.MONTH, months)
        await seal_months(store, months)


async def _correct_without_blocks(store: DashboardStore, day: int, late: Calls) -> None:
    """The calls of this day are gone: what is new is merged into its cells."""
    for hour_us, chosen in by_hour(late.at_us):
        await _merge_into(store, Unit.HOUR, hour_us, late.select(chosen))
    await _merge_into(store, Unit.DAY, day, late)
    for dimension in Dimension:
        pages = await store.pages(dimension, Unit.DAY, [day])
        new = dimension_of_calls(late, dimension, Unit.DAY)
        merged = dimension_of_cells(DimensionCells.concat([*pages, new]), Unit.DAY)
        await store.drop_pages(Unit.DAY, [day], [dimension])
        store.add_pages(merged, dimension, Unit.DAY)


async def _merge_into(store: DashboardStore, unit: Unit, start_us: int, late: Calls) -> None:
    stored = await store.finest_cells(unit, [start_us])
    await store.drop_cells(unit, [start_us])
    both = Cells.concat([stored, finest_of_calls(late, unit)])
    store.add_cells(cells_of_cells(both, unit), unit)


async def seal_open_hours(store: DashboardStore, until: int) -> None:
    """Seals what no batch has sealed so far, up to ``until``."""
    await _close(store, store.sealed_until, until, Calls.empty())
