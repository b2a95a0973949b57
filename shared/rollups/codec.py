"""The bytes of a cell's digest and of its visitors.

Digest: one byte says how wide weights are, then the means as little-endian doubles, then the weights; width 0
says that every weight is 1. Visitors: one byte each for the width of ips and of calls, then both columns; or
``SKETCH`` and a zero, then the registers compressed with zstd.

A sealed hour has hundreds of cells and a question reads as many: columns are converted whole, and what is done
for each cell is no more than cutting bytes.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from shared.calls.calls import Float64s, Int64s
from shared.statistics.state.digest import KEPT_QUANTILES, Digest
from shared.statistics.state.registers import COUNT as REGISTERS
from shared.statistics.state.registers import RANK_MAX, Registers
from shared.statistics.state.state import reduce_groups
from shared.statistics.state.visitors import Visitors

_MEAN_BYTES = 8
_SKETCH = 255
_READ_BYTES = 1 << 20
_UNSIGNED: dict[int, np.dtype[Any]] = {width: np.dtype(f"<u{width}") for width in (1, 2, 4, 8)}
# The greatest numbers that one, two and four bytes hold.
_GREATEST = np.array([(1 << 8 * width) - 1 for width in (1, 2, 4)])
_WIDTHS = np.array(list(_UNSIGNED))


class DamagedCellError(Exception):
    """Bytes that the functions here and in dimension.py did not make."""


def encode_digests(digest: Digest) -> list[bytes]:
    """The centroids of each group; the kept quantiles are in the summary."""
    heaviest = reduce_groups(np.maximum, digest.weight, digest.edges, 0)
    widths = np.where(heaviest > 1, _widths_of(heaviest), 0)
    means, weights = (
        digest.mean.astype("<f8", copy=False).tobytes(),
        _columns(digest.weight.astype(np.int64), widths),
    )
    return [
        b"%c%b%b"
        % (
            width,
            means[_MEAN_BYTES * start : _MEAN_BYTES * end],
            weights[width][width * start : width * end],
        )
        for width, start, end in zip(
            widths.tolist(), digest.edges[:-1].tolist(), digest.edges[1:].tolist(), strict=True
        )
    ]


def decode_digests(data: Sequence[bytes], kept: Float64s) -> Digest:
    """One group for each of ``data``, whose kept quantiles are the rows of ``kept``. Raises DamagedCellError."""
    widths, sizes, means, weights = [], [], [], []
    for cell in data:
        width = cell[0] if cell else _SKETCH
        size, rest = divmod(len(cell) - 1, _MEAN_BYTES + width)
        if rest or (width and width not in _UNSIGNED):
            raise DamagedCellError("these bytes are no digest")
        behind_means = 1 + size * _MEAN_BYTES
        widths.append(width)
        sizes.append(size)
        means.append(cell[1:behind_means])
        weights.append(cell[behind_means:])
    edges = _edges(sizes)
    weight = _numbers(weights, np.array(widths, np.int64), edges, np.float64, 1)
    if len(weight) and weight.min() < 1:
        raise DamagedCellError("a centroid of a digest weighs nothing")
    mean = np.frombuffer(b"".join(means), "<f8").astype(np.float64, copy=False)
    return Digest(mean, weight, edges, kept)


def without_centroids(kept: Float64s) -> Digest:
    """Digests of which only the kept quantiles were read."""
    return Digest(np.empty(0), np.empty(0), np.zeros(len(kept) + 1, np.int64), kept)


def no_digests() -> Digest:
    return without_centroids(np.empty((0, len(KEPT_QUANTILES))))


def encode_visitors(visitors: Visitors) -> list[bytes]:
    ip_widths = _widths_of(reduce_groups(np.maximum, visitors.ip, visitors.edges, 0))
    calls_widths = _widths_of(reduce_groups(np.maximum, visitors.calls, visitors.edges, 0))
    ips, calls = _columns(visitors.ip, ip_widths), _columns(visitors.calls, calls_widths)
    cells = [
        b"%c%c%b%b"
        % (
            ip_width,
            calls_width,
            ips[ip_width][ip_width * start : ip_width * end],
            calls[calls_width][calls_width * start : calls_width * end],
        )
        for ip_width, calls_width, start, end in zip(
            ip_widths.tolist(),
            calls_widths.tolist(),
            visitors.edges[:-1].tolist(),
            visitors.edges[1:].tolist(),
            strict=True,
        )
    ]
    for group, sketch in visitors.sketches.items():
        cells[group] = bytes((_SKETCH, 0)) + packed(sketch.tobytes())
    return cells


def decode_visitors(data: Sequence[bytes], unique: Int64s) -> Visitors:
    """One group for each of ``data``, of which ``unique`` says how many ips it has. Raises DamagedCellError."""
    widths, sizes, ips, calls = [], [], [], []
    sketches: dict[int, Registers] = {}
    for group, cell in enumerate(data):
        ip_width, calls_width = (*cell[:2], 0, 0)[:2]
        size = rest = 0
        if ip_width == _SKETCH:
            sketches[group] = _decode_sketch(cell)
            ip_width = calls_width = 1
        elif ip_width in _UNSIGNED and calls_width in _UNSIGNED:
            size, rest = divmod(len(cell) - 2, ip_width + calls_width)
        else:
            raise DamagedCellError("these bytes are no visitors")
        if rest:
            raise DamagedCellError("these bytes are no visitors")
        behind_ips = 2 + size * ip_width
        widths.append((ip_width, calls_width))
        sizes.append(size)
        ips.append(cell[2:behind_ips] if size else b"")
        calls.append(cell[behind_ips:] if size else b"")
    edges = _edges(sizes)
    width = np.array(widths, np.int64).reshape(-1, 2)
    return Visitors(
        _numbers(ips, width[:, 0], edges, np.int64, 0),
        _numbers(calls, width[:, 1], edges, np.int64, 0),
        edges,
        unique,
        sketches,
    )


def _decode_sketch(cell: bytes) -> Registers:
    registers = np.frombuffer(unpacked(cell[2:], REGISTERS), np.uint8)
    if registers.max() > RANK_MAX:
        raise DamagedCellError("a register of a sketch counts beyond its bits")
    return registers


def without_ips(unique: Int64s) -> Visitors:
    """Visitors of which only the number was read."""
    empty = np.empty(0, np.int64)
    return Visitors(empty, empty, np.zeros(len(unique) + 1, np.int64), unique, {})


def packed(data: bytes) -> bytes:
    """One zstd frame."""
    compressed: bytes = pa.compress(data, codec="zstd", asbytes=True)
    return compressed


def unpacked(data: bytes, size: int) -> bytes:
    """The ``size`` bytes in a zstd frame; no more are made of a damaged one. Raises DamagedCellError."""
    raw = b""
    try:
        with pa.CompressedInputStream(pa.py_buffer(data), "zstd") as stream:
            # Room is made only for what is there.
            while len(raw) <= size and (read := stream.read(min(size + 1 - len(raw), _READ_BYTES))):
                raw += read
    except (pa.ArrowException, OSError) as error:
        raise DamagedCellError("these bytes are no zstd frame") from error
    if len(raw) != size or not data:
        raise DamagedCellError("a zstd frame holds more or fewer bytes than it should")
    return raw


def _widths_of(greatest: NDArray[Any]) -> Int64s:
    """For each the fewest bytes that hold it."""
    return _WIDTHS[np.searchsorted(_GREATEST, greatest)]


def _columns(values: Int64s, widths: Int64s) -> dict[int, bytes]:
    """The column's bytes in each width that some group needs; nothing for width 0."""
    return {
        width: values.astype(_UNSIGNED[width]).tobytes() if width else b""
        for width in np.unique(widths).tolist()
    }


def _numbers(
    parts: Sequence[bytes], widths: Int64s, edges: Int64s, dtype: type[np.generic], otherwise: int
) -> NDArray[Any]:
    """The column of which ``parts`` are the groups, each of its own width; ``otherwise`` where that is 0."""
    column = np.full(edges[-1], otherwise, dtype)
    for width in np.unique(widths[widths > 0]).tolist():
        of_width = widths == width
        chosen = np.flatnonzero(of_width).tolist()
        values = np.frombuffer(b"".join([parts[group] for group in chosen]), _UNSIGNED[width])
        if len(chosen) == len(parts):
            return values.astype(dtype)
        column[np.repeat(of_width, np.diff(edges))] = values
    return column


def _edges(sizes: Sequence[int]) -> Int64s:
    edges = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=edges[1:])
    return edges
