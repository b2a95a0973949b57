"""What stands behind the question mark."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qs

from pydash_agent.protocol.cursor import Cursor
from pydash_agent.protocol.errors import BadRequestError

LIMIT_DEFAULT = 10_000
LIMIT_MAX = 100_000
SETTLE_DEFAULT = timedelta(seconds=10)
SETTLE_MAX = timedelta(seconds=600)

TRACES_LIMIT_DEFAULT = 100
TRACES_LIMIT_MAX = 1_000

_FIELDS_MAX = 20
_COUNT = re.compile(r"[0-9]{1,9}", re.ASCII)
_SECONDS = re.compile(r"[0-9]{1,4}(\.[0-9]{1,6})?", re.ASCII)


@dataclass(frozen=True)
class Between:
    """The rows after one cursor, up to and with another; ``None`` is the beginning, and the end."""

    after: Cursor | None
    until: Cursor | None

    @property
    def after_id(self) -> int:
        # Ids begin at 1.
        return 0 if self.after is None else self.after.id


@dataclass(frozen=True)
class CallsQuery:
    between: Between
    limit: int
    settle: timedelta


@dataclass(frozen=True)
class TracesQuery:
    after: Cursor | None
    limit: int
    # All but so many are passed over; ``None``: none is.
    newest: int | None
    settle: timedelta

    @property
    def after_id(self) -> int:
        return 0 if self.after is None else self.after.id


def parse_calls(query: str) -> CallsQuery:
    given = _parameters(query)
    limit = _number("limit", given.get("limit"), LIMIT_MAX) or LIMIT_DEFAULT
    return CallsQuery(_between(given), limit, _settle(given.get("settle_seconds")))


def parse_traces(query: str) -> TracesQuery:
    given = _parameters(query)
    return TracesQuery(
        after=Cursor.parse(given["after"]) if given.get("after") else None,
        limit=_number("limit", given.get("limit"), TRACES_LIMIT_MAX) or TRACES_LIMIT_DEFAULT,
        newest=_number("newest", given.get("newest"), TRACES_LIMIT_MAX),
        settle=_settle(given.get("settle_seconds")),
    )


def parse_count(query: str) -> Between:
    return _between(_parameters(query))


def _parameters(query: str) -> dict[str, str]:
    try:
        given = parse_qs(query, keep_blank_values=True, max_num_fields=_FIELDS_MAX, errors="strict")
    except ValueError:
        raise BadRequestError("the query cannot be read") from None
    for name, values in given.items():
        if len(values) > 1:
            raise BadRequestError(f"{name[:40]} is given more than once")
    return {name: values[0] for name, values in given.items()}


def _between(given: dict[str, str]) -> Between:
    after, until = (Cursor.parse(text) if text else None for text in (given.get("after"), given.get("until")))
    if after is not None and until is not None and until.id < after.id:
        raise BadRequestError("until is before after")
    return Between(after, until)


def _number(name: str, text: str | None, most: int) -> int | None:
    if text is None:
        return None
    if not _COUNT.fullmatch(text) or not 1 <= int(text) <= most:
        raise BadRequestError(f"{name} must be a whole number from 1 to {most}")
    return int(text)


def _settle(text: str | None) -> timedelta:
    if text is None:
        return SETTLE_DEFAULT
    settle = timedelta(seconds=float(text)) if _SECONDS.fullmatch(text) else None
    if settle is None or settle > SETTLE_MAX:
        most = SETTLE_MAX // timedelta(seconds=1)
        raise BadRequestError(f"settle_seconds must be a number from 0 to {most}")
    return settle
