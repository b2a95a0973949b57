"""Decisions about dashboards."""

import base64
from datetime import UTC, datetime
from uuid import UUID

from services.api.dashboard.errors import DashboardExistsError, DashboardNotFoundError
from services.api.dashboard.repository import DashboardRepository, DashboardRow
from services.api.dashboard.schemas import (
    AppliedCalls,
    DashboardCreate,
    DashboardList,
    DashboardRead,
    FetchProgress,
)
from shared.contracts.dashboard_state import DashboardState
from shared.contracts.ids import DashboardId
from shared.problem.errors import InvalidInputError
from shared.security.token_cipher import TokenCipher


async def readable(dashboards: DashboardRepository, dashboard_id: UUID) -> DashboardRow:
    """The viewer's dashboard. Raises DashboardNotFoundError, for a stranger's just the same."""
    row = await dashboards.get(DashboardId(dashboard_id))
    if row is None:
        raise DashboardNotFoundError("There is no such dashboard, or it is not yours.")
    return row


async def register(
    dashboards: DashboardRepository, cipher: TokenCipher, create: DashboardCreate, now: datetime
) -> DashboardRow:
    """Adds it; the fetcher takes it up by itself. Raises DashboardExistsError for a URL added before."""
    if await dashboards.id_of_url(create.url) is not None:
        raise DashboardExistsError("You have already added a dashboard with this URL.")
    token = cipher.encrypt(create.token.get_secret_value())
    return DashboardRow(await dashboards.add(create, token, now), fetch=None, apply=None)


async def list_page(dashboards: DashboardRepository, cursor: str | None, limit: int) -> DashboardList:
    """One row more than asked for tells whether there is a next page."""
    rows = await dashboards.page(None if cursor is None else _parse_cursor(cursor), limit + 1)
    shown = rows[:limit]
    return DashboardList(
        items=[read(row) for row in shown],
        next_cursor=_cursor(shown[-1]) if len(rows) > limit else None,
    )


def read(row: DashboardRow) -> DashboardRead:
    dashboard, fetch, apply = row.dashboard, row.fetch, row.apply
    state = DashboardState(fetch.state) if fetch else DashboardState.NOT_INITIALIZED
    return DashboardRead.model_validate(
        {
            "id": dashboard.id,
            "name": dashboard.name,
            "url": dashboard.url,
            "state": state.name.lower(),
            "state_code": int(state),
            "error": fetch.error if fetch else None,
            "error_detail": fetch.error_detail if fetch else None,
            "poll_interval_seconds": dashboard.poll_interval_seconds,
            "settle_seconds": dashboard.settle_seconds,
            "created_at": dashboard.created_at,
            "progress": FetchProgress(
                history_from=fetch.history_from if fetch else None,
                history_until=fetch.history_until if fetch else None,
                watermark=fetch.watermark if fetch else None,
                published_calls=fetch.published_calls if fetch else 0,
                source_total=fetch.source_total if fetch else None,
                source_version=fetch.source_version if fetch else None,
            ),
            "applied": AppliedCalls(
                applied_sequence=apply.applied_sequence if apply else 0,
                applied_calls=apply.applied_calls if apply else 0,
                first_call_at=apply.first_call_at if apply else None,
                last_call_at=apply.last_call_at if apply else None,
            ),
        }
    )


def _cursor(row: DashboardRow) -> str:
    text = f"{row.dashboard.created_at.isoformat()} {row.dashboard.id}"
    return base64.urlsafe_b64encode(text.encode()).decode()


def _parse_cursor(cursor: str) -> tuple[datetime, UUID]:
    try:
        created_at, _, dashboard_id = base64.urlsafe_b64decode(cursor).decode().partition(" ")
        after = datetime.fromisoformat(created_at)
        parsed = after.astimezone(UTC), UUID(dashboard_id)
        known = after.tzinfo is not None
    except (ValueError, OverflowError):
        known = False
    if not known:
        raise InvalidInputError("cursor: must be a next_cursor that a list gave", pointer="#/query/cursor")
    return parsed
