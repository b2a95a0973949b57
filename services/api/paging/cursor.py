"""Cursors of lists in the order of creation: opaque to clients, stable while rows come and go."""

import base64
from datetime import UTC, datetime
from uuid import UUID

from shared.problem.errors import InvalidInputError


def cursor_of(created_at: datetime, row_id: UUID) -> str:
    """What continues a list after this row."""
    return base64.urlsafe_b64encode(f"{created_at.isoformat()} {row_id}".encode()).decode()


def parse_cursor(cursor: str) -> tuple[datetime, UUID]:
    """Raises InvalidInputError for what no list gave."""
    try:
        created_at, _, row_id = base64.urlsafe_b64decode(cursor).decode().partition(" ")
        after = datetime.fromisoformat(created_at)
        parsed = after.astimezone(UTC), UUID(row_id)
        known = after.tzinfo is not None
    except (ValueError, OverflowError):
        known = False
    if not known:
        raise InvalidInputError("cursor: must be a next_cursor that a list gave", pointer="#/query/cursor")
    return parsed
