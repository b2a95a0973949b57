"""Quantiles of execution times: a t-digest of each group, built and merged for all groups at once.

The few percentiles that people ask for by name are kept as computed from the calls themselves; a digest is
only needed where groups are merged. A small group's digest holds every value, so that merging small groups
is exact, too. Why not a library: docs/adr/0012.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Self

import numpy as np

from shared.calls.calls import Float64s, Int64s
from shared.calls.grouping import Groups, ranges, stable_order
from shared.statistics.state.centroids import joined
from shared.statistics.state.state import GroupedCalls

# What is kept beside each digest, exactly as numpy.quantile computes it from all calls.
KEPT_QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999)
# Centroids a group, from which on sorting each group by itself is quicker.
_WORTH_A_SORT = 128
# Rows of neighbouring groups, from which on they are copied together instead of one by one.
_WORTH_A_SLICE = 32


@dataclass(frozen=True, eq=False)
class Digest:
    """Group g has the centroids ``mean[edges[g]:edges[g + 1]]``, ascending, of so much ``weight``.

    ``kept[g]`` are the KEPT_QUANTILES of group g, NaN where they must be computed from its centroids. A group
    whose quantiles are kept may come without centroids: its reader did not need them.
    """

    mean: Float64s
    weight: Float64s
    edges: Int64s
    kept: Float64s

    def __len__(self) -> int:
        return len(self.edges) - 1

    @classmethod
    def of(cls, grouped: GroupedCalls) -> Self:
        return cls.of_sorted(grouped.times, grouped.groups.edges)

    @classmethod
    def of_sorted(cls, times: Float64s, edges: Int64s) -> Self:
        """``times`` ascending in each group."""
        kept = _exact_quantiles(times, edges)
        return cls(*joined(times, None, edges, _spread(kept)), kept)

    @classmethod
    def concat(cls, parts: Sequence[Self]) -> Self:
        offsets = np.cumsum([0, *(len(part.mean) for part in parts)])
        edges = [part.edges[:-1] + offset for part, offset in zip(parts, offsets, strict=False)]
        return cls(
            np.concatenate([part.mean for part in parts]),
            np.concatenate([part.weight for part in parts]),
            np.concatenate([*edges, offsets[-1:]]),
            np.concatenate([part.kept for part in parts]),
        )

    def select(self, chosen: Int64s) -> Self:
        """The groups at these positions."""
        sizes = np.diff(self.edges)[chosen]
        edges = np.concatenate([[0], np.cumsum(sizes)])
        mean, weight = self._rows(chosen, sizes)
        return type(self)(mean, weight, edges, self.kept[chosen])

    def _rows(self, chosen: Int64s, sizes: Int64s) -> tuple[Float64s, Float64s]:
        begins = np.flatnonzero(np.diff(chosen, prepend=-2) != 1)
        if _WORTH_A_SLICE * len(begins) >= sizes.sum():
            rows = ranges(self.edges[:-1][chosen], sizes)
            return self.mean[rows], self.weight[rows]
        # Neighbours stay neighbours: a few long pieces are copied many times quicker than row by row.
        starts = self.edges[chosen[begins]].tolist()
        ends = self.edges[chosen[np.append(begins[1:], len(chosen)) - 1] + 1].tolist()
        pieces = [slice(start, end) for start, end in zip(starts, ends, strict=True)]
        return (
            np.concatenate([self.mean[piece] for piece in pieces]),
            np.concatenate([self.weight[piece] for piece in pieces]),
        )

    def merge(self, groups: Groups) -> Self:
        """All centroids of each group's members, none joined: nothing is lost by merging."""
        members = self.select(groups.order)
        edges = members.edges[groups.edges]
        mean, weight = _ordered(members.mean, members.weight, edges)
        kept = np.full((len(groups), len(KEPT_QUANTILES)), np.nan)
        alone = groups.sizes == 1
        kept[alone] = members.kept[groups.edges[:-1][alone]]
        merged = type(self)(mean, weight, edges, kept)
        return merged.with_kept()

    def with_kept(self) -> Self:
        """The same with KEPT_QUANTILES computed wherever they are missing."""
        missing = np.isnan(self.kept[:, 0]) & (np.diff(self.edges) > 0)
        if not missing.any():
            return self
        kept = self.kept.copy()
        if missing.all():
            kept = self.interpolated(KEPT_QUANTILES)
        else:
            chosen = np.flatnonzero(missing)
            kept[chosen] = self.select(chosen).interpolated(KEPT_QUANTILES)
        return type(self)(self.mean, self.weight, self.edges, kept)

    def quantile(self, q: float) -> Float64s:
        """The time below which the share ``q`` of calls lies, for each group; NaN without calls."""
        if q in KEPT_QUANTILES:
            return self.kept[:, KEPT_QUANTILES.index(q)]
        return self.interpolated((q,))[:, 0]

    def interpolated(self, quantiles: Sequence[float]) -> Float64s:
        """[group, quantile] from the centroids: between their middles linearly.

        Where each centroid is one value this is numpy.quantile's default definition.
        """
        filled = np.flatnonzero(np.diff(self.edges) > 0)
        answer = np.full((len(self), len(quantiles)), np.nan)
        if not len(filled):
            return answer
        first, last = self.edges[filled, None], self.edges[filled + 1, None] - 1
        behind = self._running[first]
        wanted = np.asarray(quantiles)[None, :] * (self._running[last + 1] - behind - 1)
        after = np.searchsorted(self._middles, wanted + behind, side="right")
        lower = np.clip(after - 1, first, last)
        upper = np.minimum(lower + 1, last)
        # Ranks of the group itself: as exact in the last group as in the first.
        from_rank = self._middles[lower] - behind
        width = self._middles[upper] - self._middles[lower]
        share = (wanted - from_rank) / np.where(width > 0, width, 1)
        answer[filled] = _between(self.mean[lower], self.mean[upper], np.clip(share, 0, 1))
        return answer

    @cached_property
    def _running(self) -> Float64s:
        """Calls before each centroid, and of all, over all groups."""
        return np.concatenate([[0.0], np.cumsum(self.weight)])

    @cached_property
    def _middles(self) -> Float64s:
        """The rank at which each centroid's mean is reached, over all groups.

        In the middle of it; but two or more of one mean are a run of equal values, from its first to its last.
        """
        before = self._running[:-1]
        middles = before + (self.weight - 1) / 2
        same = np.zeros(len(self.mean) + 1, np.bool_)
        np.equal(self.mean[1:], self.mean[:-1], out=same[1:-1])
        same[self.edges] = False
        if same.any():
            begins, ends = same[1:] & ~same[:-1], same[:-1] & ~same[1:]
            middles[begins] = before[begins]
            middles[ends] = before[ends] + self.weight[ends] - 1
        return middles

    @property
    def totals(self) -> Float64s:
        """Calls of each group, as far as its centroids are here."""
        return self._running[self.edges[1:]] - self._running[self.edges[:-1]]

    def share_within(self, limit_ms: float) -> Float64s:
        """The share of each group's calls that took at most ``limit_ms``; NaN without calls."""
        filled = np.flatnonzero(np.diff(self.edges) > 0)
        answer = np.full(len(self), np.nan)
        if not len(filled):
            return answer
        first, last = self.edges[filled], self.edges[filled + 1] - 1
        reached = np.concatenate([[0], np.cumsum(self.mean <= limit_ms)])
        lower = first - 1 + reached[last + 1] - reached[first]
        behind, total = self._running[first], self.totals[filled]
        # Between two centroids as much of both as of the way between their means; a value that is not reached
        # does not count at all.
        from_, to = np.maximum(lower, first), np.minimum(lower + 1, last)
        distance = self.mean[to] - self.mean[from_]
        way = np.where(distance > 0, limit_ms - self.mean[from_], 0) / np.where(distance > 0, distance, 1)
        rank = self._middles[from_] + 1 + way * np.maximum(self._middles[to] - self._middles[from_] - 1, 0)
        answer[filled] = np.where(lower < first, 0, np.where(lower == last, total, rank - behind)) / total
        return answer

    def compressed(self) -> Self:
        """The same with about CENTROIDS centroids in each group that has more than EXACT_MAX."""
        kept = self.with_kept().kept
        return type(self)(*joined(self.mean, self.weight, self.edges, _spread(kept)), kept)

    def to_dicts(self) -> list[dict[str, list[dict[str, float]]]]:
        """Of each group ``{"centroids": [{"m": mean, "c": count}]}``.

        ``tdigest.TDigest().update_from_dict()`` reads it.
        """
        return [
            {
                "centroids": [
                    {"m": mean, "c": weight}
                    for mean, weight in zip(
                        self.mean[start:end].tolist(), self.weight[start:end].tolist(), strict=True
                    )
                ]
            }
            for start, end in zip(self.edges[:-1].tolist(), self.edges[1:].tolist(), strict=True)
        ]


def _ordered(mean: Float64s, weight: Float64s, edges: Int64s) -> tuple[Float64s, Float64s]:
    """The centroids of each group by ascending mean."""
    groups = len(edges) - 1
    if len(mean) < _WORTH_A_SORT * groups:
        # By mean, then by group: many small groups are sorted sooner all at once than each by itself.
        order = np.argsort(mean)
        group = np.repeat(np.arange(groups), np.diff(edges))
        order = order[stable_order(group[order], groups)]
        return mean[order], weight[order]
    ordered = np.empty_like(mean), np.empty_like(weight)
    for start, end in pairwise(edges.tolist()):
        order = np.argsort(mean[start:end])
        for column, into in zip((mean, weight), ordered, strict=True):
            np.take(column[start:end], order, out=into[start:end])
    return ordered


def _exact_quantiles(times: Float64s, edges: Int64s) -> Float64s:
    """[group, KEPT_QUANTILES] as numpy.quantile has them; NaN for an empty group."""
    filled = np.flatnonzero(edges[1:] > edges[:-1])
    answer = np.full((len(edges) - 1, len(KEPT_QUANTILES)), np.nan)
    first, last = edges[:-1][filled, None], edges[1:][filled, None] - 1
    place = np.asarray(KEPT_QUANTILES)[None, :] * (last - first)
    below = place.astype(np.int64)
    share = place - below
    lower = times[first + below]
    upper = times[np.minimum(first + below + 1, last)]
    answer[filled] = _between(lower, upper, share)
    return answer


def _between(lower: Float64s, upper: Float64s, share: Float64s) -> Float64s:
    """From the nearer side, as numpy does, so that the last digit is the same."""
    step = upper - lower
    return np.where(share >= 0.5, upper - step * (1 - share), lower + step * share)


def _spread(kept: Float64s) -> Float64s:
    """How far most values lie apart."""
    return kept[:, KEPT_QUANTILES.index(0.95)] - kept[:, 0]
