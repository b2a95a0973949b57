"""Quantiles of execution times: every value while there are few, a t-digest beyond.

fastdigest computes (Rust, some 0.1 µs a value); ``tdigest`` is the reference it is tested against, and its
dictionary form is how digests leave PyDash.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from fastdigest import TDigest, merge_all

from shared.calls.calls import Calls, Float64s

# As many values as a digest has centroids take no more room than the digest would, and are exact.
CENTROIDS_MAX = 1_000
EXACT_MAX = CENTROIDS_MAX


@dataclass(frozen=True, eq=False)
class Digest:
    """``values``: sorted, at most EXACT_MAX of them; ``sketch``: of all values where there are more."""

    values: Float64s
    sketch: TDigest | None = None

    @classmethod
    def of(cls, calls: Calls) -> Self:
        return cls.of_values(calls.execution_ms)

    @classmethod
    def of_values(cls, values: Float64s) -> Self:
        if len(values) <= EXACT_MAX:
            return cls(np.sort(values))
        return cls(np.empty(0), _sketch(values))

    @classmethod
    def merge_many(cls, states: Sequence[Self]) -> Self:
        values = np.concatenate([np.empty(0), *(state.values for state in states)])
        sketches = [state.sketch for state in states if state.sketch is not None]
        if not sketches:
            return cls.of_values(values)
        if len(values):
            sketches.append(_sketch(values))
        return cls(np.empty(0), merge_all(sketches, max_centroids=CENTROIDS_MAX))

    def quantile(self, q: float) -> float | None:
        """The value below which the share ``q`` of calls lies, interpolated; None without calls."""
        if self.sketch is not None:
            return float(self.sketch.quantile(q))
        return float(np.quantile(self.values, q)) if len(self.values) else None

    def to_dict(self) -> dict[str, list[dict[str, float]]]:
        """``{"centroids": [{"m": mean, "c": count}]}``, which ``tdigest.TDigest.update_from_dict`` reads."""
        if self.sketch is not None:
            exported: dict[str, Any] = self.sketch.to_dict()
            return {"centroids": [{"m": c["m"], "c": c["c"]} for c in exported["centroids"]]}
        return {"centroids": [{"m": value, "c": 1.0} for value in self.values.tolist()]}


def _sketch(values: Float64s) -> TDigest:
    return TDigest.from_values(values.tolist(), max_centroids=CENTROIDS_MAX)
