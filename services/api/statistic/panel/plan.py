"""A panel is planned, then read: which questions it asks, and what it makes of their answers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from shared.query.answer import Answer
from shared.query.period import Period, Slice
from shared.query.question import Question
from shared.statistics.registry import StatisticName

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True)
class Scene:
    """What planning needs to know of the dashboard and the time."""

    first_call_at: datetime | None
    now: datetime


@dataclass(frozen=True)
class Plan(Generic[T_co]):
    """``read`` takes one answer for each question.

    ``fades``: the answer changes as time passes, without any new call.
    """

    questions: tuple[Question, ...]
    read: Callable[[Sequence[Answer]], T_co]
    fades: bool = False


def slices_of(period: Period) -> tuple[Slice, ...]:
    """One slice where none were asked for."""
    return period.slices or (Slice("", period.start, period.end),)


def fades(period: Period, statistics: Sequence[StatisticName], now: datetime) -> bool:
    """A rate over time that has not passed yet falls by itself."""
    return StatisticName.CALLS_PER_MINUTE in statistics and period.end > now
