"""What becomes of calls that no app can mean: left out or renamed, each by a rule with a name and a count."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from shared.calls.block import from_us, to_us
from shared.calls.calls import Bools, Int32s, NameKind
from shared.calls.named import NameColumn, NamedCalls
from shared.calls.presentable import are_surely_presentable, mended, shortened

# No request lasts 30 days. One value far beyond would drown every sum and average that it is in, for ever.
EXECUTION_MS_MAX = 30 * 24 * 3600 * 1000.0
# Older than Flask itself: such times come from clocks that were never set, 1970 above all.
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
# An app's clock may be ahead of ours, or its UTC not quite UTC.
CLOCK_SKEW_MAX = timedelta(days=1)

_EARLIEST_US = to_us(EARLIEST)
# Of a name in a sample, before its characters are escaped.
_SAMPLE_CHARS = 40


class Rule(StrEnum):
    """Held against a call in this order. Users and metrics know them by these names: they never change."""

    # The call is left out.
    EXECUTION_TIME_NOT_FINITE = "execution_time_not_finite"
    EXECUTION_TIME_NEGATIVE = "execution_time_negative"
    EXECUTION_TIME_TOO_LONG = "execution_time_too_long"
    TIME_BEFORE_2000 = "time_before_2000"
    TIME_IN_FUTURE = "time_in_future"
    # The call is kept, under another name.
    NAME_SHORTENED = "name_shortened"
    NAME_MENDED = "name_mended"


@dataclass(frozen=True, eq=False)
class Judged:
    """``accepted`` and the calls that ``rejected`` counts are together all the calls there were."""

    accepted: NamedCalls
    # Calls left out, each counted under the first rule that it breaks.
    rejected: dict[Rule, int] = field(default_factory=dict)
    # Accepted calls of which a name was changed, counted under each rule that did.
    mended: dict[Rule, int] = field(default_factory=dict)
    # For every rule that is counted above one of its calls, fit for a page or a log.
    samples: dict[Rule, str] = field(default_factory=dict)


def judge(calls: NamedCalls, now: datetime) -> Judged:
    """The calls keep their order; where nothing is wrong with them, ``accepted`` is ``calls`` itself."""
    latest_us = to_us(now + CLOCK_SKEW_MAX)
    if _are_plausible(calls, latest_us) and _are_presentable(calls):
        return Judged(calls)
    kept, rejected = _plausible(calls, latest_us)
    names, renamed = _presentable_names(calls, kept)
    return Judged(
        accepted=_selected(calls, kept, names),
        rejected={rule: finding.calls for rule, finding in rejected.items()},
        mended={rule: finding.calls for rule, finding in renamed.items()},
        samples={rule: finding.sample for rule, finding in (rejected | renamed).items()},
    )


def _are_plausible(calls: NamedCalls, latest_us: int) -> bool:
    if not len(calls):
        return True
    # A NaN makes minimum and maximum NaN, and no comparison is true of that.
    return bool(
        calls.execution_ms.min() >= 0
        and calls.execution_ms.max() <= EXECUTION_MS_MAX
        and calls.at_us.min() >= _EARLIEST_US
        and calls.at_us.max() <= latest_us
    )


def _are_presentable(calls: NamedCalls) -> bool:
    return all(are_surely_presentable(calls.column(kind).names) for kind in NameKind)


class _Finding(NamedTuple):
    calls: int
    sample: str


_Names = dict[NameKind, tuple[str, ...]]
_Findings = dict[Rule, _Finding]


def _plausible(calls: NamedCalls, latest_us: int) -> tuple[Bools, _Findings]:
    kept = np.ones(len(calls), np.bool_)
    findings: _Findings = {}
    for rule, breaks in _implausible(calls, latest_us):
        positions = np.flatnonzero(breaks & kept)
        if len(positions):
            findings[rule] = _Finding(len(positions), _sample(calls, int(positions[0]), NameKind.ENDPOINT))
            kept[positions] = False
    return kept, findings


def _implausible(calls: NamedCalls, latest_us: int) -> Iterator[tuple[Rule, Bools]]:
    yield Rule.EXECUTION_TIME_NOT_FINITE, ~np.isfinite(calls.execution_ms)
    yield Rule.EXECUTION_TIME_NEGATIVE, calls.execution_ms < 0
    yield Rule.EXECUTION_TIME_TOO_LONG, calls.execution_ms > EXECUTION_MS_MAX
    yield Rule.TIME_BEFORE_2000, calls.at_us < _EARLIEST_US
    yield Rule.TIME_IN_FUTURE, calls.at_us > latest_us


# In this order, which makes a name what ``presentable`` makes it.
_CHANGES: tuple[tuple[Rule, Callable[[str], str]], ...] = (
    (Rule.NAME_SHORTENED, shortened),
    (Rule.NAME_MENDED, mended),
)


def _presentable_names(calls: NamedCalls, kept: Bools) -> tuple[_Names, _Findings]:
    names = {kind: calls.column(kind).names for kind in NameKind}
    findings: _Findings = {}
    for rule, change in _CHANGES:
        renamed, sample = np.zeros(len(calls), np.bool_), ""
        for kind in NameKind:
            if are_surely_presentable(names[kind]):
                continue
            changed = tuple(map(change, names[kind]))
            differs = np.array([new != old for new, old in zip(changed, names[kind], strict=True)], np.bool_)
            names[kind] = changed
            of_kind = differs[calls.column(kind).codes] & kept
            if of_kind.any():
                sample = sample or _sample(calls, int(of_kind.argmax()), kind)
                renamed |= of_kind
        if sample:
            findings[rule] = _Finding(int(np.count_nonzero(renamed)), sample)
    return names, findings


def _selected(calls: NamedCalls, kept: Bools, names: _Names) -> NamedCalls:
    if kept.all() and all(names[kind] == calls.column(kind).names for kind in NameKind):
        return calls

    def column(kind: NameKind) -> NameColumn:
        return _compact(calls.column(kind).codes[kept], names[kind])

    return NamedCalls(
        at_us=calls.at_us[kept],
        execution_ms=calls.execution_ms[kept],
        endpoint=column(NameKind.ENDPOINT),
        version=column(NameKind.VERSION),
        group_by=column(NameKind.GROUP_BY),
        ip=column(NameKind.IP),
        status=calls.status[kept],
    )


def _compact(codes: Int32s, names: tuple[str, ...]) -> NameColumn:
    """Without names that no call has, and each name once: what was two may have become one."""
    used = np.unique(codes).tolist()
    positions = {name: position for position, name in enumerate(dict.fromkeys(names[code] for code in used))}
    table = np.zeros(len(names), np.int32)
    table[used] = [positions[names[code]] for code in used]
    return NameColumn(table[codes], tuple(positions))


def _sample(calls: NamedCalls, position: int, kind: NameKind) -> str:
    column = calls.column(kind)
    name = column.names[column.codes[position]]
    more = "\N{HORIZONTAL ELLIPSIS}" if len(name) > _SAMPLE_CHARS else ""
    # repr escapes whatever a log or a page should not be given raw.
    shown = f"{kind.name.lower()} {name[:_SAMPLE_CHARS]!r}{more}"
    return f"{shown}, {float(calls.execution_ms[position])} ms, {_moment(int(calls.at_us[position]))}"


def _moment(at_us: int) -> str:
    try:
        return from_us(at_us).isoformat()
    except OverflowError:
        return f"{at_us} microseconds after 1970"
