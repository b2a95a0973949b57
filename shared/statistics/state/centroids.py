"""Which values of a digest become one centroid, for all groups at once.

Centroids are narrow near the least and the greatest value (t-digest's scale function k1). Two more rules keep
what averaging would blur: a run of equal values is never mixed with others where it is heavy, and the values
on both sides of a wide gap are not averaged across it, and hardly with each other.
"""

import numpy as np

from shared.calls.calls import Bools, Float64s, Int64s
from shared.calls.grouping import ranges

# A digest has about as many centroids: ranks of quantiles are wrong by less than 0.1 % where the hours or days of
# a month are merged, by at most 0.25 % where a few are (docs/benchmarks.md has them measured).
CENTROIDS = 220
# Up to so many values a digest would hardly be smaller than the values are.
EXACT_MAX = 128

# Shares of calls at which one centroid ends and the next begins, in so many variants: were the limits of all
# digests the same, then the centroids of a month's days would fall on each other and merge to a staircase.
_PHASE_BITS = 6
_PHASES = 1 << _PHASE_BITS
_SCRAMBLE = np.uint64(0x9E3779B97F4A7C15)
_STEPS = (np.arange(CENTROIDS) + (np.arange(_PHASES)[:, None] + 0.5) / _PHASES) / CENTROIDS
_LIMITS = (np.sin(np.pi * (_STEPS - 0.5)) + 1) / 2
# How far the limits are apart there.
_SPACING = np.gradient(_LIMITS, axis=1)
# A run of equal values stays whole if it is as heavy as this share of a centroid.
_HEAVY_RUN = 0.5
# A gap takes up most of its centroid's width, or much of the whole range.
_GAP_OF_CENTROID = 0.8
_GAP_OF_RANGE = 1 / 32
_FEW = 4
# Beside a gap centroids grow like those at the ends: of one value, two, four and so on.
_BESIDE_GAP = 2 ** np.arange(1, 13) - 1
# Runs of equal values are shortened where so large a share of rows stands between equals.
_SHORTEN_FROM = 1 / 8


def joined(
    mean: Float64s, weight: Float64s | None, edges: Int64s, spread: Float64s
) -> tuple[Float64s, Float64s, Int64s]:
    """(mean, weight, edges) with about CENTROIDS rows in each group that has more than EXACT_MAX.

    ``mean`` ascends in each group; no ``weight`` says 1 each. ``spread`` is each group's range without its
    outliers.
    """
    if (np.diff(edges) > EXACT_MAX).any():
        mean, weight, edges = _shortened(mean, weight, edges)
    sizes = np.diff(edges)
    large = np.flatnonzero(sizes > EXACT_MAX)
    if not len(large):
        return mean, np.ones(len(mean)) if weight is None else weight, edges
    starts = np.repeat(sizes <= EXACT_MAX, sizes)
    _begin_at_limits(starts, mean, weight, edges, large)
    _begin_at_gaps(starts, mean, edges, spread)
    begin = np.flatnonzero(starts)
    if weight is None:
        total = np.diff(begin, append=len(mean)).astype(np.float64)
        middle = np.add.reduceat(mean, begin) / total
    else:
        total = np.add.reduceat(weight, begin)
        middle = np.add.reduceat(mean * weight, begin) / total
    # Rounding must not move a mean out of its values: all of one value is that value.
    last = np.append(begin[1:], len(mean)) - 1
    middle = np.clip(middle, mean[begin], mean[last])
    return middle, total, np.searchsorted(begin, edges)


def _shortened(
    mean: Float64s, weight: Float64s | None, edges: Int64s
) -> tuple[Float64s, Float64s | None, Int64s]:
    """Two rows instead of each longer run of equal means, where there are many: nothing is lost by it."""
    same = mean[1:] == mean[:-1]
    same[edges[1:-1][(edges[1:-1] > 0) & (edges[1:-1] < len(mean))] - 1] = False
    # The third of a run and those behind it go into the second.
    behind = np.flatnonzero(same[1:] & same[:-1]) + 2
    # Each group decides for itself: what becomes of it must not depend on what is sealed with it.
    sizes = np.diff(edges)
    shorten = (sizes > EXACT_MAX) & (np.diff(np.searchsorted(behind, edges)) >= _SHORTEN_FROM * sizes)
    behind = behind[np.repeat(shorten, sizes)[behind]]
    if not len(behind):
        return mean, weight, edges
    kept = np.ones(len(mean), np.bool_)
    kept[behind] = False
    begin = np.flatnonzero(kept)
    if weight is None:
        total = np.diff(begin, append=len(mean)).astype(np.float64)
    else:
        total = np.add.reduceat(weight, begin)
    return mean[begin], total, np.searchsorted(begin, edges)


def _begin_at_limits(
    starts: Bools, mean: Float64s, weight: Float64s | None, edges: Int64s, large: Int64s
) -> None:
    """Begins a centroid at the row that each limit falls into, unless that would cut a run of equal means."""
    start, end = edges[:-1][large], edges[1:][large]
    running = None if weight is None else np.concatenate([[0.0], np.cumsum(weight)])
    before, behind = (start, end) if running is None else (running[start], running[end])
    total = behind - before
    phase = _phases(mean[end - 1], total)
    limits = before[:, None] + _LIMITS[phase] * total[:, None]
    if running is None:
        places = limits.astype(np.int64)
    else:
        places = np.searchsorted(running[1:], limits.ravel(), side="right").reshape(limits.shape)
    inside = places < end[:, None]
    here = np.minimum(places, len(mean) - 1)
    same = np.append(mean[1:] == mean[:-1], False)
    same[end - 1] = False
    cuts = inside & (same[here] | same[here - 1])
    if cuts.any():
        room = (_HEAVY_RUN * _SPACING[phase] * total[:, None])[cuts]
        group_end = np.broadcast_to(end[:, None], places.shape)[cuts]
        _keep_runs_whole(starts, mean, running, edges, places[cuts], room, group_end)
    starts[places[inside & ~cuts]] = True
    # The least and the greatest stand alone: the ends of the range are exact.
    starts[np.concatenate([start, start + 1, end - 1])] = True


def _phases(greatest: Float64s, total: Float64s | Int64s) -> Int64s:
    """Each group's variant of the limits: any, but always the same for the same calls."""
    bits = greatest.view(np.uint64) ^ total.astype(np.float64).view(np.uint64)
    return ((bits * _SCRAMBLE) >> np.uint64(64 - _PHASE_BITS)).astype(np.int64)


def _keep_runs_whole(
    starts: Bools,
    mean: Float64s,
    running: Float64s | None,
    edges: Int64s,
    places: Int64s,
    room: Float64s,
    group_end: Int64s,
) -> None:
    changes = np.concatenate([[True], mean[1:] != mean[:-1]])
    changes[edges[:-1][edges[:-1] < len(mean)]] = True
    begins = np.flatnonzero(changes)
    run = np.searchsorted(begins, places, side="right") - 1
    first, behind = begins[run], np.append(begins, len(mean))[run + 1]
    heavy = (behind - first if running is None else running[behind] - running[first]) >= room
    heavy &= behind - first > 1
    starts[first] = True
    # Two rows of one mean say that there is nothing else between them.
    starts[first[heavy] + 1] = True
    starts[behind[heavy & (behind < group_end)]] = True


def _begin_at_gaps(starts: Bools, mean: Float64s, edges: Int64s, spread: Float64s) -> None:
    """Begins a centroid behind each gap that its neighbours' values do not explain."""
    begin = np.flatnonzero(starts)
    members = np.diff(begin, append=len(starts))
    gap = np.empty(len(mean))
    np.subtract(mean[1:], mean[:-1], out=gap[1:])
    gap[begin] = 0
    widest = np.maximum.reduceat(gap, begin)
    width = mean[begin + members - 1] - mean[begin]
    parted = np.flatnonzero((widest >= _GAP_OF_CENTROID * width) & (width > 0))
    wide = widest[parted] >= _GAP_OF_RANGE * spread[_group_of(begin[parted], edges)]
    parted = parted[wide | (members[parted] >= _FEW)]
    rows = ranges(begin[parted], members[parted])
    starts[rows[gap[rows] == np.repeat(widest[parted], members[parted])]] = True
    _grow_beside_gaps(starts, mean, edges, spread)


def _grow_beside_gaps(starts: Bools, mean: Float64s, edges: Int64s, spread: Float64s) -> None:
    """Small centroids on both sides of gaps that stand out, as at the least and the greatest value."""
    begin = np.flatnonzero(starts)
    gap = mean[begin] - mean[begin - 1]
    wide = gap >= np.repeat(_GAP_OF_RANGE * spread, np.diff(np.searchsorted(begin, edges)))
    wide[:2], wide[-1:] = False, False
    inner = np.flatnonzero(wide)
    here, last, gap = begin[inner], np.append(begin, len(mean))[inner + 2] - 1, gap[inner]
    group = _group_of(here, edges)
    first, last = np.maximum(begin[inner - 2], edges[group]), np.minimum(last, edges[group + 1] - 1)
    left, right = begin[inner - 1], begin[inner + 1] - 1
    beside = np.maximum(mean[here - 1] - mean[left], mean[right] - mean[here])
    stands_out = (gap >= 2 * beside) & (np.maximum(here - first, last - here) >= _FEW)
    here, first, last = (rows[stands_out, None] for rows in (here, first, last))
    before, behind = here - _BESIDE_GAP, here + _BESIDE_GAP
    starts[before[before > first]] = True
    starts[behind[behind < last]] = True


def _group_of(rows: Int64s, edges: Int64s) -> Int64s:
    return np.searchsorted(edges, rows, side="right") - 1
