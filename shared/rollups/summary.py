"""The bytes of a cell's summary: what most questions need, in one fixed record.

Records stand one after another in an answer that Postgres has put together, and NumPy reads them where they
lie. A record begins with its format's number.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from shared.calls.calls import Float64s, Int64s
from shared.statistics.state.counters import Counters
from shared.statistics.state.digest import KEPT_QUANTILES
from shared.statistics.state.statuses import STATUS_CLASSES, Statuses

FORMAT = 1

_RECORD = np.dtype(
    [
        ("format", "<u4"),
        ("unique", "<u4"),
        ("start_us", "<i8"),
        ("count", "<i8"),
        ("total_ms", "<f8"),
        ("spread", "<f8"),
        ("min_ms", "<f8"),
        ("max_ms", "<f8"),
        ("first_us", "<i8"),
        ("last_us", "<i8"),
        # Without the first class, which is what the others leave of the count.
        ("statuses", "<i8", (len(STATUS_CLASSES) - 1,)),
        ("quantiles", "<f8", (len(KEPT_QUANTILES),)),
    ]
)
SIZE = _RECORD.itemsize


class UnknownSummaryFormatError(Exception):
    """A summary written by a newer release, or bytes that are none."""


@dataclass(frozen=True, eq=False)
class Summaries:
    """Columns over cells."""

    start_us: Int64s
    counters: Counters
    statuses: Statuses
    # Of each cell the KEPT_QUANTILES.
    quantiles: Float64s
    unique: Int64s

    def __len__(self) -> int:
        return len(self.start_us)

    def select(self, chosen: Int64s) -> Self:
        """The cells at these positions."""
        return type(self)(
            self.start_us[chosen],
            self.counters.select(chosen),
            Statuses(self.statuses.count[chosen]),
            self.quantiles[chosen],
            self.unique[chosen],
        )


def encode_summaries(summaries: Summaries) -> list[bytes]:
    """One record a cell."""
    records = np.zeros(len(summaries), _RECORD)
    records["format"] = FORMAT
    records["unique"] = summaries.unique
    records["start_us"] = summaries.start_us
    for name in ("count", "total_ms", "spread", "min_ms", "max_ms", "first_us", "last_us"):
        records[name] = getattr(summaries.counters, name)
    records["statuses"] = summaries.statuses.count[:, 1:]
    records["quantiles"] = summaries.quantiles
    packed = records.tobytes()
    return [packed[at : at + SIZE] for at in range(0, len(packed), SIZE)]


def decode_summaries(data: bytes) -> Summaries:
    """Of records one after another. Raises UnknownSummaryFormatError."""
    if len(data) % SIZE:
        raise UnknownSummaryFormatError(f"{len(data)} bytes are no whole number of summaries")
    records = np.frombuffer(data, _RECORD)
    if (records["format"] != FORMAT).any():
        raise UnknownSummaryFormatError("a summary has a format that is not known to this release")
    known = records["statuses"]
    return Summaries(
        start_us=records["start_us"].astype(np.int64),
        counters=Counters(
            *(
                records[name].copy()
                for name in ("count", "total_ms", "spread", "min_ms", "max_ms", "first_us", "last_us")
            )
        ),
        statuses=Statuses(np.column_stack([records["count"] - known.sum(axis=1), known])),
        quantiles=records["quantiles"].copy(),
        unique=records["unique"].astype(np.int64),
    )
