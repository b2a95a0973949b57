from datetime import UTC, datetime

import pytest
from sqlalchemy import Column, DateTime

from pydash_agent.fmd.stamp import Stamp, stamp_of


def _naive_now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _aware_now() -> datetime:
    return datetime.now(UTC)


@pytest.mark.parametrize(
    ("default", "expected"),
    [
        # Releases 2.1 to 4, 5.0.2, and 5.1.
        (_naive_now, Stamp(is_frozen=False, is_aware=False)),
        (_aware_now(), Stamp(is_frozen=True, is_aware=True)),
        (_aware_now, Stamp(is_frozen=False, is_aware=True)),
    ],
)
def test_is_seen_in_the_columns_default(default: object, expected: Stamp) -> None:
    assert stamp_of(Column("time_requested", DateTime, default=default)) == expected
