"""Which versions of the monitored app answered, and when each was first seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from shared.calls.calls import Calls


@dataclass(frozen=True)
class Releases:
    """Id of the version -> microseconds since 1970 UTC of its first call."""

    first_at_us: dict[int, int]

    @classmethod
    def of(cls, calls: Calls) -> Self:
        versions, inverse = np.unique(calls.version, return_inverse=True)
        first = np.full(len(versions), np.iinfo(np.int64).max)
        np.minimum.at(first, inverse, calls.at_us)
        return cls(dict(zip(versions.tolist(), first.tolist(), strict=True)))

    @classmethod
    def merge_many(cls, states: Sequence[Self]) -> Self:
        merged: dict[int, int] = {}
        for state in states:
            for version, at_us in state.first_at_us.items():
                merged[version] = min(at_us, merged.get(version, at_us))
        return cls(merged)
