"""What a question is answered with."""

from dataclasses import dataclass
from datetime import datetime

from shared.statistics.registry import StatisticName
from shared.statistics.statistic import Value

Values = dict[StatisticName, Value]


@dataclass(frozen=True)
class Row:
    """One key of the breakdown, with the values of each slice at full precision.

    ``key`` names it in the order of ``by``: () without a breakdown, a status code as its digits ("0" where
    the source records none), and None in each place for all keys beyond the top ones together. ``calls``
    are those of all slices.
    """

    key: tuple[str | None, ...]
    values: list[Values]
    calls: int
    # Null without calls, and where by ip, group or status whole days are only counted.
    last_call_at: datetime | None


@dataclass(frozen=True)
class Answer:
    """Most calls first, by version alone in the order of their first call; what is beyond the top comes last.

    Without a breakdown there is exactly one row; in a breakdown only keys that were called have one.
    """

    rows: list[Row]
