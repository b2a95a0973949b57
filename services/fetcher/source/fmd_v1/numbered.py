"""Calls of FMD 2.0, whose export has numbers for endpoints, and the names that belong to them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from shared.calls.named import NameColumn, NamedCalls

# None is the number of no endpoint: such calls were written by hand.
EndpointId = int | None


@dataclass(frozen=True, eq=False)
class NumberedCalls:
    """``ids`` are the numbers of the endpoints in ``calls.endpoint``, whose names are made of them."""

    calls: NamedCalls
    ids: tuple[EndpointId, ...]

    def id_max(self) -> int:
        return max((number for number in self.ids if number is not None), default=0)

    def named(self, names: Sequence[str]) -> NamedCalls:
        """The calls with ``names`` for the numbers 1, 2, 3 ..., and made up ones for those beyond."""
        given = [_name(number, names) for number in self.ids]
        positions = {name: position for position, name in enumerate(dict.fromkeys(given))}
        # Two endpoints may have one name by now: the characters that told them apart were not presentable.
        table = np.array([positions[name] for name in given], np.int32)
        endpoint = NameColumn(table[self.calls.endpoint.codes], tuple(positions))
        return replace(self.calls, endpoint=endpoint)


def endpoint_column(numbers: list[EndpointId]) -> tuple[NameColumn, tuple[EndpointId, ...]]:
    """The column under made up names, and the number of each of these."""
    encoded = pa.array(numbers, pa.int64()).dictionary_encode(null_encoding="encode")
    ids = tuple(encoded.dictionary.to_pylist())
    return NameColumn(encoded.indices.to_numpy(), tuple(_name(number, ()) for number in ids)), ids


def _name(number: EndpointId, names: Sequence[str]) -> str:
    if number is None:
        return ""
    return names[number - 1] if 1 <= number <= len(names) else f"endpoint #{number}"
