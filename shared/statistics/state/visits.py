"""How many calls each ip made: exact visits per ip, and from it unique visitors."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from shared.calls.calls import Calls


@dataclass(frozen=True)
class Visits:
    """Id of the ip -> calls."""

    by_ip: dict[int, int]

    @classmethod
    def of(cls, calls: Calls) -> Self:
        ips, counts = np.unique(calls.ip, return_counts=True)
        return cls(dict(zip(ips.tolist(), counts.tolist(), strict=True)))

    @classmethod
    def merge_many(cls, states: Sequence[Self]) -> Self:
        merged: Counter[int] = Counter()
        for state in states:
            merged.update(state.by_ip)
        return cls(dict(merged))
