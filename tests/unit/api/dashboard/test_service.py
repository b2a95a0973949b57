import base64
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from services.api.dashboard.repository import DashboardRepository, DashboardRow
from services.api.dashboard.service import list_page, read
from shared.contracts.dashboard_state import DashboardState
from shared.db.models import ApplyState, Dashboard, FetchState
from shared.db.viewer import Role
from shared.problem.errors import InvalidInputError

_DASHBOARD = UUID("0f0e0d0c-0b0a-4908-8706-050403020100")
_NOW = datetime(2026, 11, 21, 1, 27, 13, 562906, tzinfo=UTC)


def make_dashboard(name: str = "shop", created_at: datetime = _NOW) -> Dashboard:
    return Dashboard(
        id=uuid4(),
        owner_id=uuid4(),
        name=name,
        url="https://app.example/dashboard",
        token_encrypted=b"never shown",
        poll_interval_seconds=60,
        settle_seconds=10,
        raw_retention_days=90,
        apdex_threshold_ms=500.0,
        created_at=created_at,
    )


class InMemoryDashboards(DashboardRepository):
    """Pages through dashboards as the database does: by when they were added, then by id."""

    def __init__(self, *dashboards: Dashboard) -> None:
        self._rows = sorted(dashboards, key=lambda row: (row.created_at, row.id))

    @override
    async def page(self, after: tuple[datetime, UUID] | None, limit: int) -> list[DashboardRow]:
        rows = [row for row in self._rows if after is None or (row.created_at, row.id) > after]
        return [DashboardRow(row, None, None, Role.OWNER) for row in rows[:limit]]


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8, 9])
async def test_following_the_cursors_shows_every_dashboard_once(limit: int) -> None:
    # Several were added at the same microsecond.
    added = [make_dashboard(f"shop {number}", _NOW + timedelta(seconds=number // 3)) for number in range(8)]
    dashboards = InMemoryDashboards(*added)

    shown: list[UUID] = []
    cursor: str | None = None
    for _ in range(20):
        page = await list_page(dashboards, cursor, limit, _NOW)
        assert len(page.items) <= limit
        shown += [item.id for item in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break

    assert shown == [row.id for row in sorted(added, key=lambda row: (row.created_at, row.id))]


async def test_the_last_page_has_no_next_one() -> None:
    assert (await list_page(InMemoryDashboards(), None, 50, _NOW)).next_cursor is None
    assert (await list_page(InMemoryDashboards(make_dashboard()), None, 1, _NOW)).next_cursor is None


async def test_a_cursor_can_stand_in_a_url() -> None:
    page = await list_page(InMemoryDashboards(make_dashboard(), make_dashboard()), None, 1, _NOW)

    assert page.next_cursor is not None
    assert set(page.next_cursor) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=")


def encoded(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "nonsense",
        "é",
        "AAAA",
        encoded(""),
        encoded("2026-11-21T01:27:13+00:00"),
        encoded(f"2026-11-21T01:27:13 {_DASHBOARD}"),
        encoded(f"yesterday {_DASHBOARD}"),
        encoded("2026-11-21T01:27:13+00:00 7"),
        encoded(f"0001-01-01T00:00:00+14:00 {_DASHBOARD}"),
        encoded(f"9999-12-31T23:59:59-12:00 {_DASHBOARD}"),
    ],
)
async def test_a_cursor_that_no_list_gave_is_invalid_input(cursor: str) -> None:
    with pytest.raises(InvalidInputError) as refused:
        await list_page(InMemoryDashboards(make_dashboard()), cursor, 50, _NOW)

    assert refused.value.pointer == "#/query/cursor"


@given(st.text(max_size=60) | st.binary(max_size=60).map(lambda raw: base64.urlsafe_b64encode(raw).decode()))
async def test_no_cursor_raises_another_error(cursor: str) -> None:
    try:
        await list_page(InMemoryDashboards(), cursor, 50, _NOW)
    except InvalidInputError:
        return


def test_a_dashboard_that_nothing_has_looked_at_yet_is_not_initialized() -> None:
    shown = read(DashboardRow(make_dashboard(), None, None, Role.OWNER), _NOW)

    assert (shown.state, shown.state_code) == ("not_initialized", 0)
    assert (shown.progress.published_calls, shown.applied.applied_sequence) == (0, 0)
    assert shown.error is None


@pytest.mark.parametrize("state", list(DashboardState))
def test_every_state_is_shown_by_name_and_number(state: DashboardState) -> None:
    fetch = FetchState(state=state, published_calls=7, late_calls=0, warnings=[])

    shown = read(DashboardRow(make_dashboard(), fetch, None, Role.OWNER), _NOW)

    assert (shown.state, shown.state_code) == (state.name.lower(), int(state))


def test_what_fetcher_and_aggregator_know_is_shown_and_the_token_is_not() -> None:
    fetch = FetchState(
        state=DashboardState.FETCH_ENDPOINT_CALLS_FAILURE,
        error="timeout",
        error_detail="The app did not answer.",
        watermark=_NOW,
        published_calls=7,
        late_calls=1,
        warnings=["default_token"],
        source_total=9,
        source_version="1.13.0",
    )
    apply = ApplyState(
        applied_sequence=3,
        applied_calls=5,
        first_call_at=_NOW,
        last_call_at=_NOW,
        corrected_calls=2,
        removed_calls=1,
    )

    shown = read(DashboardRow(make_dashboard(), fetch, apply, Role.OWNER), _NOW)

    assert (shown.error, shown.error_detail) == ("timeout", "The app did not answer.")
    assert (shown.progress.watermark, shown.progress.source_total) == (_NOW, 9)
    assert (shown.applied.applied_sequence, shown.applied.applied_calls) == (3, 5)
    assert (shown.warnings, shown.progress.late_calls) == (["default_token"], 1)
    assert "never shown" not in shown.model_dump_json()
    assert "token" not in shown.model_dump()
