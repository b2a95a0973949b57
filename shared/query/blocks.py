"""Reads calls from blocks, a bounded number at a time."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from sqlalchemy.ext.asyncio import AsyncSession

from shared.calls.block import decode_block, from_us, to_us
from shared.calls.calls import HOUR_US, Calls
from shared.contracts.ids import DashboardId
from shared.db.viewer import Viewer, viewed
from shared.query.cover import Spans
from shared.query.pieces import AnyState, Pieces, key_column, pieces_of_calls
from shared.query.question import By

# Calls that are held in memory at once, some 40 bytes each before they are grouped.
CALLS_AT_ONCE = 500_000
# Fewer are decoded and grouped sooner than another thread would begin to.
_CALLS_WORTH_A_THREAD = 20_000
# Groups that are kept before they are folded.
_GROUPS_AT_ONCE = 200_000

_STATEMENT = viewed(
    """
    SELECT b.hour, b.format, b.data, b.calls
    FROM unnest(CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[])) AS span (lo, hi)
    JOIN call_block b ON b.dashboard_id = :dashboard_id AND b.hour >= span.lo AND b.hour < span.hi
    WHERE {seen}
    ORDER BY b.hour, b.sequence
    """
)


@dataclass(frozen=True)
class _Block:
    hour: datetime
    format: int
    data: bytes


@dataclass(frozen=True)
class BlockReader:
    """Reads as ``viewer``. ``aliases``: endpoints that count for another one."""

    session: AsyncSession
    viewer: Viewer
    dashboard_id: DashboardId
    aliases: Mapping[int, int]

    async def pieces(
        self, spans: Spans, wanted: Mapping[By, int], by: Sequence[By], states: Sequence[AnyState]
    ) -> Pieces:
        """The states of the calls in the spans that are as wanted."""

        def pieces_of(blocks: list[_Block]) -> Pieces:
            calls = self._decoded(blocks, wanted).sorted_by_execution()
            slices = spans.slice_at(calls.at_us)
            inside = slices >= 0
            if not inside.all():
                calls, slices = calls.select(inside), slices[inside]
            return pieces_of_calls(calls, slices, by, states)

        found = Pieces()
        async for blocks, calls in self._in_chunks(spans):
            if calls < _CALLS_WORTH_A_THREAD:
                found.extend(pieces_of(blocks))
            else:
                found.extend(await asyncio.to_thread(pieces_of, blocks))
            if len(found) > _GROUPS_AT_ONCE:
                found = await asyncio.to_thread(found.folded)
        return found

    async def hours(self, start_us: int, end_us: int, wanted: Mapping[By, int]) -> AsyncIterator[Calls]:
        """The calls in [start_us, end_us) that are as wanted, hour by hour, in order of time."""
        spans = Spans(np.zeros(1, np.int64), np.array([start_us]), np.array([end_us]))
        hour: list[_Block] = []
        async for block, _ in self._blocks(spans):
            if hour and block.hour != hour[0].hour:
                yield await asyncio.to_thread(self._hour, hour, start_us, end_us, wanted)
                hour = []
            hour.append(block)
        if hour:
            yield await asyncio.to_thread(self._hour, hour, start_us, end_us, wanted)

    def _hour(self, blocks: list[_Block], start_us: int, end_us: int, wanted: Mapping[By, int]) -> Calls:
        return self._decoded(blocks, wanted).between(start_us, end_us).sorted_by_time()

    async def _in_chunks(self, spans: Spans) -> AsyncIterator[tuple[list[_Block], int]]:
        """Blocks that hold CALLS_AT_ONCE or a little more, and how many."""
        chunk: list[_Block] = []
        held = 0
        async for block, calls in self._blocks(spans):
            chunk.append(block)
            held += calls
            if held >= CALLS_AT_ONCE:
                yield chunk, held
                chunk, held = [], 0
        if chunk:
            yield chunk, held

    async def _blocks(self, spans: Spans) -> AsyncIterator[tuple[_Block, int]]:
        hours = replace(
            spans,
            start_us=spans.start_us // HOUR_US * HOUR_US,
            end_us=-(-spans.end_us // HOUR_US) * HOUR_US,
        ).joined()
        if not hours:
            return
        rows = await self.session.stream(
            _STATEMENT,
            {
                "dashboard_id": self.dashboard_id,
                **self.viewer.parameters(),
                "starts": [from_us(start) for start, _ in hours],
                "ends": [from_us(end) for _, end in hours],
            },
        )
        async for hour, block_format, data, calls in rows:
            yield _Block(hour, block_format, data), calls

    def _decoded(self, blocks: list[_Block], wanted: Mapping[By, int]) -> Calls:
        return Calls.concat(
            [
                _matching(self._renamed(decode_block(block.data, to_us(block.hour), block.format)), wanted)
                for block in blocks
            ]
        )

    def _renamed(self, calls: Calls) -> Calls:
        """Aliased endpoints by the ids of those that they count for."""
        endpoint = calls.endpoint
        for alias, target in self.aliases.items():
            endpoint = np.where(endpoint == alias, np.int32(target), endpoint)
        return calls if endpoint is calls.endpoint else replace(calls, endpoint=endpoint)


def _matching(calls: Calls, wanted: Mapping[By, int]) -> Calls:
    if not wanted:
        return calls
    chosen = np.ones(len(calls), np.bool_)
    for by, value in wanted.items():
        chosen &= key_column(calls, by) == value
    return calls if chosen.all() else calls.select(chosen)
