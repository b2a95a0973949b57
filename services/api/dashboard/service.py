"""Decisions about dashboards."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import SecretStr

from services.api.dashboard.errors import DashboardExistsError, DashboardNotFoundError, RoleTooLowError
from services.api.dashboard.progress import progress_of
from services.api.dashboard.repository import DashboardRepository, DashboardRow
from services.api.dashboard.schemas import (
    AppliedCalls,
    AppliedDetail,
    AuditRead,
    DashboardCreate,
    DashboardDetail,
    DashboardList,
    DashboardRead,
    DashboardSettings,
    RuledCallsRead,
)
from services.api.paging.cursor import cursor_of, parse_cursor
from services.api.security.events import happened
from services.api.uptime.repository import UptimeRepository
from services.api.uptime.service import now_of
from shared.contracts.dashboard_state import DashboardState
from shared.contracts.ids import DashboardId
from shared.db.models import ApplyState
from shared.db.viewer import Role
from shared.security.token_cipher import TokenCipher, TokenUnreadableError


async def readable(dashboards: DashboardRepository, dashboard_id: UUID) -> DashboardRow:
    """The viewer's dashboard. Raises DashboardNotFoundError, for a stranger's just the same."""
    row = await dashboards.get(DashboardId(dashboard_id))
    if row is None:
        raise DashboardNotFoundError
    return row


def require_role(row: DashboardRow, needed: Role) -> None:
    """Raises RoleTooLowError."""
    if not row.role.reaches(needed):
        raise RoleTooLowError(f"This needs the role {needed}; yours with this dashboard is {row.role}.")


async def changeable(
    dashboards: DashboardRepository, dashboard_id: UUID, settings: DashboardSettings
) -> DashboardRow:
    """The dashboard, where the viewer may change these settings. Raises DashboardNotFoundError, RoleTooLowError."""
    row = await readable(dashboards, dashboard_id)
    require_role(row, Role.OWNER if settings.changes_source else Role.EDITOR)
    return row


async def refuse_known_url(dashboards: DashboardRepository, url: str) -> None:
    """Raises DashboardExistsError for a URL added before."""
    if await dashboards.id_of_url(url) is not None:
        raise DashboardExistsError("You have already added a dashboard with this URL.")


async def register(
    dashboards: DashboardRepository, cipher: TokenCipher, create: DashboardCreate, now: datetime
) -> DashboardRow:
    """Adds it unseen; the fetcher takes it up by itself. Raises DashboardExistsError for a URL added before."""
    await dashboards.one_change_at_a_time()
    await refuse_known_url(dashboards, create.url)
    token = cipher.encrypt(create.token.get_secret_value())
    return DashboardRow(await dashboards.add(create, token, now), fetch=None, apply=None, role=Role.OWNER)


async def list_page(
    dashboards: DashboardRepository, cursor: str | None, limit: int, now: datetime
) -> DashboardList:
    """One row more than asked for tells whether there is a next page."""
    rows = await dashboards.page(None if cursor is None else parse_cursor(cursor), limit + 1)
    return DashboardList(
        items=[read(row, now) for row in rows[:limit]], next_cursor=next_cursor_of(rows, limit)
    )


def next_cursor_of(rows: Sequence[DashboardRow], limit: int) -> str | None:
    """What continues behind ``limit`` of the rows; None where there are no more."""
    if len(rows) <= limit:
        return None
    last = rows[limit - 1].dashboard
    return cursor_of(last.created_at, last.id)


def read(row: DashboardRow, now: datetime) -> DashboardRead:
    dashboard, fetch, apply = row.dashboard, row.fetch, row.apply
    state = DashboardState(fetch.state) if fetch else DashboardState.NOT_INITIALIZED
    return DashboardRead.model_validate(
        {
            "id": dashboard.id,
            "role": row.role,
            "name": dashboard.name,
            "url": dashboard.url,
            "state": state.name.lower(),
            "state_code": int(state),
            "error": fetch.error if fetch else None,
            "error_detail": fetch.error_detail if fetch else None,
            "warnings": fetch.warnings if fetch else [],
            "poll_interval_seconds": dashboard.poll_interval_seconds,
            "settle_seconds": dashboard.settle_seconds,
            "raw_retention_days": dashboard.raw_retention_days,
            "apdex_threshold_ms": dashboard.apdex_threshold_ms,
            "ping_interval_seconds": dashboard.ping_interval_seconds,
            "created_at": dashboard.created_at,
            "progress": progress_of(fetch, now),
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
        corrected_calls=apply.corrected_calls if apply else 0,
        removed_calls=apply.removed_calls if apply else 0,
    )


async def detail(
    dashboards: DashboardRepository, uptime: UptimeRepository, row: DashboardRow, now: datetime
) -> DashboardDetail:
    """All that is shown of a single one."""
    shown, dashboard_id = read(row, now), DashboardId(row.dashboard.id)
    rules = [
        RuledCallsRead(rule=ruled.rule, calls=ruled.calls, example=ruled.example, last_at=ruled.last_at)
        for ruled in await dashboards.ruled_calls(dashboard_id)
    ]
    audit = await dashboards.audit(dashboard_id)
    return DashboardDetail(
        **shown.model_dump(exclude={"applied"}),
        applied=AppliedDetail(**shown.applied.model_dump(), rules=rules, dead_letters=row.dead_letters),
        audit=None if audit is None else AuditRead.model_validate(audit, from_attributes=True),
        uptime=await now_of(uptime, row, now),
    )


async def known_token(
    dashboards: DashboardRepository, cipher: TokenCipher, dashboard_id: UUID
) -> SecretStr | None:
    """None where PyDash's keys no longer read what is stored. Raises DashboardNotFoundError."""
    row = await readable(dashboards, dashboard_id)
    try:
        return SecretStr(cipher.decrypt(row.dashboard.token_encrypted))
    except TokenUnreadableError:
        return None


async def change_settings(
    dashboards: DashboardRepository,
    cipher: TokenCipher,
    dashboard_id: UUID,
    settings: DashboardSettings,
    now: datetime,
) -> DashboardRow:
    """Raises DashboardNotFoundError, RoleTooLowError, DashboardExistsError."""
    row = await changeable(dashboards, dashboard_id, settings)
    changes = settings.changes()
    if settings.url is not None and settings.url != row.dashboard.url:
        await dashboards.one_change_at_a_time()
        await refuse_known_url(dashboards, settings.url)
    if settings.token is not None:
        changes["token_encrypted"] = cipher.encrypt(settings.token.get_secret_value())
    if settings.changes_source:
        # The fetcher need not wait for its next try.
        changes["source_changed_at"] = now
    if not await dashboards.change(DashboardId(dashboard_id), changes):
        raise DashboardNotFoundError
    if settings.changes_source:
        happened("source_changed", dashboard=str(dashboard_id))
    return await readable(dashboards, dashboard_id)


async def delete(dashboards: DashboardRepository, dashboard_id: UUID) -> None:
    """Raises DashboardNotFoundError, RoleTooLowError."""
    require_role(await readable(dashboards, dashboard_id), Role.OWNER)
    if not await dashboards.give_up(DashboardId(dashboard_id)):
        raise DashboardNotFoundError
    happened("dashboard_deleted", dashboard=str(dashboard_id))
