"""Calls as a source gives them, dictionary-coded: each name once, and a code per call."""

from dataclasses import dataclass

import numpy as np

from shared.calls.calls import Calls, Float64s, Int16s, Int32s, Int64s, NameKind


@dataclass(frozen=True, eq=False)
class NameColumn:
    """``names[codes[i]]`` is the name of call i. Names are distinct; the empty one stands for "not given"."""

    codes: Int32s
    names: tuple[str, ...]

    def __post_init__(self) -> None:
        if len(self.codes) and not (self.codes.min() >= 0 and self.codes.max() < len(self.names)):
            raise ValueError("a code points beyond the names")

    def to_ids(self, ids: dict[str, int]) -> Int32s:
        """The column with each name replaced by its id."""
        table = np.array([ids[name] for name in self.names], dtype=np.int32)
        return table[self.codes] if len(self.codes) else np.empty(0, np.int32)


@dataclass(frozen=True, eq=False)
class NamedCalls:
    """n calls of one window, in any order. Identical calls are legitimate."""

    at_us: Int64s
    execution_ms: Float64s
    endpoint: NameColumn
    version: NameColumn
    group_by: NameColumn
    ip: NameColumn
    status: Int16s

    def __len__(self) -> int:
        return len(self.at_us)

    def column(self, kind: NameKind) -> NameColumn:
        match kind:
            case NameKind.ENDPOINT:
                return self.endpoint
            case NameKind.VERSION:
                return self.version
            case NameKind.GROUP_BY:
                return self.group_by
            case NameKind.IP:
                return self.ip

    def with_ids(self, ids: dict[NameKind, dict[str, int]]) -> Calls:
        """The same calls, speaking of names by their ids."""
        return Calls(
            at_us=self.at_us,
            execution_ms=self.execution_ms,
            endpoint=self.endpoint.to_ids(ids[NameKind.ENDPOINT]),
            version=self.version.to_ids(ids[NameKind.VERSION]),
            group_by=self.group_by.to_ids(ids[NameKind.GROUP_BY]),
            ip=self.ip.to_ids(ids[NameKind.IP]),
            status=self.status,
        )
