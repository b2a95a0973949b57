"""Decisions about dashboards."""

from datetime import datetime
from uuid import UUID

from services.api.dashboard.errors import DashboardExistsError, DashboardNotFoundError
from services.api.dashboard.repository import DashboardRepository, DashboardRow
from services.api.dashboard.schemas import (
    AppliedCalls,
    AppliedDetail,
    DashboardCreate,
    DashboardDetail,
    DashboardList,
    DashboardRead,
    DashboardSettings,
    FetchProgress,
    RuledCallsRead,
)
from services.api.paging.cursor import cursor_of, parse_cursor
from shared.contracts.dashboard_state import DashboardState
from shared.contracts.ids import DashboardId
from shared.db.models import ApplyState
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
    rows = await dashboards.page(None if cursor is None else parse_cursor(cursor), limit + 1)
    shown = rows[:limit]
    last = shown[-1].dashboard if len(rows) > limit else None
    return DashboardList(
        items=[read(row) for row in shown],
        next_cursor=None if last is None else cursor_of(last.created_at, last.id),
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
            "raw_retention_days": dashboard.raw_retention_days,
            "apdex_threshold_ms": dashboard.apdex_threshold_ms,
            "created_at": dashboard.created_at,
            "progress": FetchProgress(
                history_from=fetch.history_from if fetch else None,
                history_until=fetch.history_until if fetch else None,
                watermark=fetch.watermark if fetch else None,
                published_calls=fetch.published_calls if fetch else 0,
                source_total=fetch.source_total if fetch else None,
                source_version=fetch.source_version if fetch else None,
            ),
            "applied": _applied(apply),
        }
    )


def _applied(apply: ApplyState | None) -> AppliedCalls:
    return AppliedCalls(
        applied_sequence=apply.applied_sequence if apply else 0,
        applied_calls=apply.applied_calls if apply else 0,
        first_call_at=apply.first_call_at if apply else None,
        last_call_at=apply.last_call_at if apply else None,
        sealed_until=apply.sealed_until if apply else None,
        raw_from=apply.raw_from if apply else None,
        late_calls=apply.late_calls if apply else 0,
        removed_calls=apply.removed_calls if apply else 0,
    )


async def detail(dashboards: DashboardRepository, row: DashboardRow) -> DashboardDetail:
    """All that is shown of a single one."""
    shown, dashboard_id = read(row), DashboardId(row.dashboard.id)
    rules = [
        RuledCallsRead(rule=ruled.rule, calls=ruled.calls, example=ruled.example, last_at=ruled.last_at)
        for ruled in await dashboards.ruled_calls(dashboard_id)
    ]
    applied = AppliedDetail(**shown.applied.model_dump(), rules=rules, dead_letters=row.dead_letters)
    return DashboardDetail(**shown.model_dump(exclude={"applied"}), applied=applied)


async def change_settings(
    dashboards: DashboardRepository, dashboard_id: UUID, settings: DashboardSettings
) -> DashboardRow:
    """Raises DashboardNotFoundError."""
    await readable(dashboards, dashboard_id)
    await dashboards.change(DashboardId(dashboard_id), settings.changes())
    return await readable(dashboards, dashboard_id)
