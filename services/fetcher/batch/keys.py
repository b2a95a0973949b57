"""Keys tell a source's rows apart, so that an audit finds those that came late among those that were published.

Rows of protocol 2 have an id, which is their key. Rows of protocol 1 have none: their key is a hash of all that
they hold. Identical rows are legitimate and have equal keys: keys are compared as multisets.
"""

import zlib

import numpy as np

from shared.calls.calls import Bools, NameKind, UInt64s
from shared.calls.name_digest import name_digest
from shared.calls.named import NameColumn, NamedCalls

# Of splitmix64: each step maps 64 bits to 64 others, one to one, so that only equal rows are likely to meet.
_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST = np.uint64(0xBF58476D1CE4E5B9)
_SECOND = np.uint64(0x94D049BB133111EB)


def hashed(calls: NamedCalls, *, endpoints_certain: bool = True) -> UInt64s:
    """A key for each call, from all of its columns but the status, which protocol 1 does not have.

    Names of endpoints that were inferred may be others when the row is read again: they are left out.
    """
    keys = _mixed(calls.at_us.view(np.uint64))
    keys = _mixed(keys ^ calls.execution_ms.view(np.uint64))
    for kind in NameKind:
        if kind is NameKind.ENDPOINT and not endpoints_certain:
            continue
        keys = _mixed(keys ^ _names(calls.column(kind)))
    return keys


def excess(found: UInt64s, known: UInt64s) -> Bools:
    """Which of ``found`` go beyond ``known``: of a key that was known twice and is found thrice, the last."""
    order = np.argsort(found, kind="stable")
    ascending = found[order]
    nth = np.arange(len(found)) - np.searchsorted(ascending, ascending, side="left")
    known = np.sort(known)
    times_known = np.searchsorted(known, ascending, side="right") - np.searchsorted(
        known, ascending, side="left"
    )
    beyond = np.zeros(len(found), dtype=np.bool_)
    beyond[order] = nth >= times_known
    return beyond


def encode_keys(keys: UInt64s) -> bytes:
    """Ascending, each as its distance to the one before: ids take a fraction of a byte, hashes some eight."""
    ascending = np.sort(keys)
    return zlib.compress(np.diff(ascending, prepend=np.uint64(0)).astype("<u8").tobytes(), level=1)


def decode_keys(data: bytes) -> UInt64s:
    return np.cumsum(np.frombuffer(zlib.decompress(data), dtype="<u8"), dtype=np.uint64)


def _names(column: NameColumn) -> UInt64s:
    table = np.array(
        [int.from_bytes(name_digest(name)[:8], "little") for name in column.names], dtype=np.uint64
    )
    return table[column.codes] if len(column.codes) else np.empty(0, np.uint64)


def _mixed(keys: UInt64s) -> UInt64s:
    keys = keys + _STEP
    keys = (keys ^ (keys >> np.uint64(30))) * _FIRST
    keys = (keys ^ (keys >> np.uint64(27))) * _SECOND
    return keys ^ (keys >> np.uint64(31))
