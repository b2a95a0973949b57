from datetime import UTC, datetime, timedelta

import pytest

from services.fetcher.source import errors
from services.fetcher.source.source import Window

_START = datetime(2026, 11, 21, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (_START, _START),
        (_START, _START - timedelta(seconds=1)),
        (_START + timedelta(milliseconds=500), _START + timedelta(seconds=5)),
        (_START, _START + timedelta(seconds=1, microseconds=1)),
    ],
    ids=["empty", "backwards", "begins within a second", "ends within a second"],
)
def test_a_window_spans_whole_seconds_and_at_least_one(start: datetime, end: datetime) -> None:
    with pytest.raises(ValueError, match="whole second"):
        Window(start, end)


def test_every_error_has_a_name_of_its_own_that_the_api_shows() -> None:
    kinds = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.SourceError) and kind is not errors.SourceError
    ]

    assert {kind.slug for kind in kinds} == {
        "unreachable",
        "timeout",
        "address_not_allowed",
        "http_status",
        "not_an_fmd",
        "unsupported_version",
        "wrong_token",
        "token_lost",
        "refused",
        "source_reset",
        "malformed_answer",
        "answer_too_large",
    }
    assert len({kind.slug for kind in kinds}) == len(kinds)
