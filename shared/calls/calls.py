"""Calls as columns: how they are counted, sliced and stored.

``Calls`` speaks of endpoints, versions, group_bys and ips by the small integers that a dashboard's names
have in Postgres; ``NamedCalls`` (named.py) by the names themselves, as a source gives them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Self

import numpy as np
from numpy.typing import NDArray

Int64s = NDArray[np.int64]
UInt64s = NDArray[np.uint64]
Int32s = NDArray[np.int32]
Int16s = NDArray[np.int16]
Float64s = NDArray[np.float64]
Bools = NDArray[np.bool_]

# Sources that do not record a status code (all of protocol v1) say this.
STATUS_UNKNOWN = 0

HOUR_US = 3_600_000_000


class NameKind(IntEnum):
    """What a name in the table ``names`` is the name of."""

    ENDPOINT = 0
    VERSION = 1
    GROUP_BY = 2
    IP = 3


@dataclass(frozen=True, eq=False)
class Calls:
    """n calls, as columns of length n."""

    # Microseconds since 1970-01-01 UTC.
    at_us: Int64s
    # Execution time in milliseconds.
    execution_ms: Float64s
    endpoint: Int32s
    version: Int32s
    group_by: Int32s
    ip: Int32s
    # HTTP status code, or STATUS_UNKNOWN.
    status: Int16s

    def __post_init__(self) -> None:
        if len({len(getattr(self, field.name)) for field in fields(self)}) != 1:
            raise ValueError("the columns of calls must be of one length")

    def __len__(self) -> int:
        return len(self.at_us)

    def select(self, chosen: Bools | Int64s | slice) -> Self:
        """The calls that a mask, positions or a slice choose, in that order."""
        return type(self)(*(getattr(self, field.name)[chosen] for field in fields(self)))

    def ids(self, kind: NameKind) -> Int32s:
        """The column of a kind of names."""
        match kind:
            case NameKind.ENDPOINT:
                return self.endpoint
            case NameKind.VERSION:
                return self.version
            case NameKind.GROUP_BY:
                return self.group_by
            case NameKind.IP:
                return self.ip

    def sorted_by_time(self) -> Self:
        """Ascending time, equal ones in their order; the same object where they are already."""
        if (self.at_us[1:] >= self.at_us[:-1]).all():
            return self
        return self.select(np.argsort(self.at_us, kind="stable"))

    def sorted_by_execution(self) -> Self:
        """Ascending execution time; the same object where they are already."""
        if (self.execution_ms[1:] >= self.execution_ms[:-1]).all():
            return self
        return self.select(np.argsort(self.execution_ms))

    def between(self, start_us: int, end_us: int) -> Self:
        """The calls in half-open [start, end)."""
        return self.select((self.at_us >= start_us) & (self.at_us < end_us))

    @classmethod
    def concat(cls, parts: Sequence[Self]) -> Self:
        return cls(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)))

    @classmethod
    def empty(cls) -> Self:
        return cls(
            at_us=np.empty(0, np.int64),
            execution_ms=np.empty(0, np.float64),
            endpoint=np.empty(0, np.int32),
            version=np.empty(0, np.int32),
            group_by=np.empty(0, np.int32),
            ip=np.empty(0, np.int32),
            status=np.empty(0, np.int16),
        )
