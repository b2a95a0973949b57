"""Which ips called how often: every one while there are few, a HyperLogLog of them beyond."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from shared.calls.calls import Int64s
from shared.calls.grouping import Groups, run_starts
from shared.statistics.state import registers
from shared.statistics.state.registers import Registers
from shared.statistics.state.state import GroupedCalls

# What a cell that is kept for ever holds exactly; a question's own answer may hold more.
EXACT_MAX = 1_000
_NOT_KEPT = -1


@dataclass(frozen=True, eq=False)
class Visitors:
    """Group g was called by the ips ``ip[edges[g]:edges[g + 1]]``, ascending, each so many ``calls``.

    A group in ``sketches`` has its registers instead. ``kept[g]`` is the number of ips where it is known
    beforehand, else -1; such a group may come without ips: its reader did not need them.
    """

    ip: Int64s
    calls: Int64s
    edges: Int64s
    kept: Int64s
    sketches: Mapping[int, Registers]

    def __len__(self) -> int:
        return len(self.edges) - 1

    @classmethod
    def of(cls, grouped: GroupedCalls) -> Self:
        groups = grouped.groups
        ips = grouped.calls.ip[groups.order].astype(np.int64)
        span = int(ips.max(initial=0)) + 1
        group = np.repeat(np.arange(len(groups)) * span, groups.sizes)
        keys = np.sort(_narrow(group + ips, len(groups) * span))
        starts = run_starts(keys)
        calls = np.diff(starts, append=len(keys))
        group, ip = np.divmod(keys[starts].astype(np.int64), span)
        return cls._of_runs(group, ip, calls, len(groups))

    @classmethod
    def _of_runs(cls, group: Int64s, ip: Int64s, calls: Int64s, count: int) -> Self:
        edges = np.searchsorted(group, np.arange(count + 1))
        return cls(ip, calls, edges, np.diff(edges), {})

    @classmethod
    def concat(cls, parts: Sequence[Self]) -> Self:
        offsets = np.cumsum([0, *(len(part.ip) for part in parts)])
        groups = np.cumsum([0, *(len(part) for part in parts)]).tolist()
        edges = [part.edges[:-1] + offset for part, offset in zip(parts, offsets, strict=False)]
        return cls(
            np.concatenate([part.ip for part in parts]),
            np.concatenate([part.calls for part in parts]),
            np.concatenate([*edges, offsets[-1:]]),
            np.concatenate([part.kept for part in parts]),
            {
                first + group: sketch
                for first, part in zip(groups, parts, strict=False)
                for group, sketch in part.sketches.items()
            },
        )

    def merge(self, groups: Groups) -> Self:
        target = np.full(len(self), -1)
        target[groups.order] = np.repeat(np.arange(len(groups)), groups.sizes)
        merged = self._merged_exactly(target, len(groups))
        sketches: dict[int, Registers] = {}
        for member, sketch in self.sketches.items():
            group = int(target[member])
            if group >= 0:
                sketches[group] = np.maximum(sketch, sketches[group]) if group in sketches else sketch
        kept = np.diff(merged.edges)
        for group, sketch in sketches.items():
            ips = merged.ip[merged.edges[group] : merged.edges[group + 1]]
            sketches[group] = np.maximum(sketch, registers.registers_of(ips))
            kept[group] = registers.estimate(sketches[group])
        alone = groups.sizes == 1
        member_kept = self.kept[groups.order[groups.edges[:-1][alone]]]
        kept[alone] = np.where(member_kept == _NOT_KEPT, kept[alone], member_kept)
        if sketches:
            merged = merged.without_ips_of(sketches)
        return type(self)(merged.ip, merged.calls, merged.edges, kept, sketches)

    def _merged_exactly(self, target: Int64s, count: int) -> Self:
        group = np.repeat(target, np.diff(self.edges))
        ip, calls = self.ip, self.calls
        if (target < 0).any():
            chosen = group >= 0
            group, ip, calls = group[chosen], ip[chosen], calls[chosen]
        span = int(ip.max(initial=0)) + 1
        keys = _narrow(group * span + ip, count * span)
        order = np.argsort(keys)
        keys = keys[order]
        starts = run_starts(keys)
        calls = np.add.reduceat(calls[order], starts) if len(starts) else calls
        group, ip = np.divmod(keys[starts].astype(np.int64), span)
        return self._of_runs(group, ip, calls, count)

    @property
    def unique(self) -> Int64s:
        """Different ips of each group: exact unless it has a sketch, then within 2 % (three standard errors)."""
        return self.kept

    def sketched(self) -> Self:
        """The same with registers instead of ips in each group of more than EXACT_MAX."""
        large = np.flatnonzero(np.diff(self.edges) > EXACT_MAX).tolist()
        sketches = dict(self.sketches)
        for group in large:
            ips = self.ip[self.edges[group] : self.edges[group + 1]]
            found = registers.registers_of(ips)
            sketches[group] = np.maximum(found, sketches[group]) if group in sketches else found
        if not sketches:
            return self
        kept = self.kept.copy()
        for group in large:
            kept[group] = registers.estimate(sketches[group])
        plain = self.without_ips_of(sketches)
        return type(self)(plain.ip, plain.calls, plain.edges, kept, sketches)

    def without_ips_of(self, left_out: Mapping[int, Registers]) -> Self:
        """The same without the ips of some groups."""
        group = np.repeat(np.arange(len(self)), np.diff(self.edges))
        chosen = ~np.isin(group, list(left_out))
        return self._of_runs(group[chosen], self.ip[chosen], self.calls[chosen], len(self))


def _narrow(keys: Int64s, bound: int) -> NDArray[np.integer[Any]]:
    """Keys below ``bound`` in 32 bits where they fit, which are sorted twice as quickly as 64."""
    return keys.astype(np.uint32) if bound <= 1 << 32 else keys
