"""``call_batch``: the calls of one window, under the number that gates their being applied once.

One stream entry a batch. It may be published again under the same number, then perhaps with other rows
(the source committed more meanwhile): the number decides, never the content.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.calls.arrow import UnreadableCallsError, decode_named_calls, encode_named_calls
from shared.calls.block import from_us, to_us
from shared.calls.named import NamedCalls
from shared.contracts.ids import DashboardId, Sequence

VERSION = b"call_batch.1"


class BadBatchError(Exception):
    """An entry that is no batch of this contract; the message is fit for a log."""


@dataclass(frozen=True, eq=False)
class CallBatch:
    """``window_start`` and ``window_end`` as the source was asked for them, both known to the second."""

    dashboard_id: DashboardId
    sequence: Sequence
    window_start: datetime
    window_end: datetime
    calls: NamedCalls


def encode_batch(batch: CallBatch) -> dict[bytes, bytes]:
    """The fields of the stream entry."""
    return {
        b"version": VERSION,
        b"dashboard": batch.dashboard_id.bytes,
        b"sequence": b"%d" % batch.sequence,
        b"start_us": b"%d" % to_us(batch.window_start),
        b"end_us": b"%d" % to_us(batch.window_end),
        b"calls": encode_named_calls(batch.calls),
    }


def decode_batch(fields: Mapping[bytes, bytes]) -> CallBatch:
    """Raises BadBatchError for anything that ``encode_batch`` did not make."""
    version = fields.get(b"version")
    if version != VERSION:
        raise BadBatchError(f"unknown version {version!r:.40}")
    try:
        return CallBatch(
            dashboard_id=dashboard_of(fields),
            sequence=Sequence(int(fields[b"sequence"])),
            window_start=from_us(int(fields[b"start_us"])),
            window_end=from_us(int(fields[b"end_us"])),
            calls=decode_named_calls(fields[b"calls"]),
        )
    except (KeyError, ValueError, OverflowError, UnreadableCallsError) as error:
        raise BadBatchError(f"{type(error).__name__}: {str(error)[:200]}") from error


def dashboard_of(fields: Mapping[bytes, bytes]) -> DashboardId:
    """Whose batch it is, even where the rest cannot be read. Raises KeyError or ValueError."""
    return DashboardId(UUID(bytes=bytes(fields[b"dashboard"])))
