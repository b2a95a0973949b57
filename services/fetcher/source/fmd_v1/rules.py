"""The endpoints that ``get_json_monitor_rules`` lists."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec

from services.fetcher.source.fmd_v1.export import open_export
from services.fetcher.source.json_answer import NOT_JSON, decoded
from services.fetcher.source.python_json import with_whole_characters
from services.fetcher.source.source import MonitorRule
from shared.calls.presentable import presentable

# What Postgres can keep.
_Level = Annotated[int, msgspec.Meta(ge=0, le=2**15 - 1)]
# Inside a string the quote behind the name would be escaped: only a field itself can match.
_FIELD_OF_2_0 = re.compile(r'"monitor_level"\s*:')
_LATEST = datetime.max.replace(tzinfo=UTC)


class _Rule(msgspec.Struct):
    endpoint: str
    last_accessed: str | None
    monitor: bool | _Level
    time_added: str | None
    version_added: str | None


class _Rule20(
    msgspec.Struct,
    rename={"endpoint": "name", "last_accessed": "last_requested", "monitor": "monitor_level"},
):
    """As 2.0 calls the fields."""

    endpoint: str
    last_accessed: str | None
    monitor: _Level
    time_added: str | None
    version_added: str | None


def decode_rules(body: bytes, token: str) -> list[MonitorRule]:
    """In the order of the answer. Raises WrongTokenError, SourceRefusedError, MalformedAnswerError."""
    return [
        MonitorRule(
            # As the names of calls will be, else an endpoint and its calls would not find each other.
            endpoint=presentable(rule.endpoint),
            monitor_level=int(rule.monitor),
            added_at=_time_or_none(rule.time_added),
            version_added=None if rule.version_added is None else presentable(rule.version_added),
            last_requested_at=_time_or_none(rule.last_accessed),
        )
        for rule in _decode(open_export(body, token))
    ]


def names_by_id(rules: Sequence[MonitorRule]) -> tuple[str, ...]:
    """The names of the endpoints with the ids 1, 2, 3 ... of FMD 2.0, whose rules do not say their ids.

    It gave them in the order in which it added the endpoints. Of those added in one moment (MySQL keeps whole
    seconds) the order of the answer decides, which is that of the table.
    """
    return tuple(rule.endpoint for rule in sorted(rules, key=lambda rule: rule.added_at or _LATEST))


def _decode(text: str) -> Sequence[_Rule | _Rule20]:
    try:
        return msgspec.json.decode(text, type=list[_Rule])
    except NOT_JSON:
        text = with_whole_characters(text)
    return decoded(text, list[_Rule20]) if _FIELD_OF_2_0.search(text) else decoded(text, list[_Rule])


def _time_or_none(text: Any) -> datetime | None:
    """Naive UTC as FMD writes it; ``None`` as text stands for never."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except (TypeError, ValueError):
        return None
