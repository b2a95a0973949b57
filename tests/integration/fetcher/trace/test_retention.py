"""Which traces go, and which stay."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update

from services.fetcher.removal.service import clear_deleted
from services.fetcher.resources import Resources
from services.fetcher.source.agent_v2.traces import TracedCall, TracedException, TracedProfile, TraceKind
from services.fetcher.trace.repository import TraceRepository
from services.fetcher.trace.retention import (
    forget_deleted,
    forget_old,
    keep_newest,
    keep_newest_everywhere,
)
from shared.contracts.ids import DashboardId
from shared.db.models import Dashboard, EndpointChange, Profile, RaisedHour, TraceState
from shared.traces.records import ProfileLine
from tests.integration.fetcher.trace.tracing import claim, kept, new_dashboard

NOON = datetime(2026, 5, 20, 12, tzinfo=UTC)
LINE = ProfileLine("/app/shop.py", 1, "home", "def home():", 0, 1.0)


def call(source_id: int, endpoint: str, at: datetime) -> TracedCall:
    return TracedCall(source_id, at, 1.0, endpoint, "1", "", "", 200)


def profile(source_id: int, endpoint: str, at: datetime) -> TracedProfile:
    return TracedProfile(call(source_id, endpoint, at), [LINE])


@pytest.fixture
async def dashboard_id(resources: Resources) -> DashboardId:
    return await new_dashboard(resources, "http://shop.example/dashboard")


async def test_of_each_endpoint_the_newest_stay(resources: Resources, dashboard_id: DashboardId) -> None:
    [own] = await claim(resources)
    async with resources.sessions.begin() as session:
        busy = [profile(number, "busy", NOON + timedelta(seconds=number)) for number in range(203)]
        await TraceRepository(session, own).add_profiles([*busy, profile(900, "rare", NOON)])
        await keep_newest(session, TraceKind.PROFILES, dashboard_id)

    found = await kept(resources, Profile)
    assert [each.at for each in found if each.endpoint == "rare"] == [NOON]
    times = [each.at for each in found if each.endpoint == "busy"]
    assert (len(times), min(times)) == (200, NOON + timedelta(seconds=3))


async def test_of_each_endpoint_of_each_dashboard_the_newest_exceptions_stay(
    resources: Resources, dashboard_id: DashboardId
) -> None:
    [own] = await claim(resources)
    await new_dashboard(resources, "http://elsewhere.example/dashboard")
    [other] = await claim(resources)
    async with resources.sessions.begin() as session:
        for each, hours in ((own, 2_003), (other, 2_000)):
            await TraceRepository(session, each).add_exceptions(
                TracedException(call(n, "busy", NOON + n * timedelta(hours=1)), "KeyError", "", False, [])
                for n in range(hours)
            )
        await TraceRepository(session, own).add_exceptions(
            [TracedException(call(9_000, "rare", NOON), "KeyError", "", False, [])]
        )
        await keep_newest_everywhere(session, TraceKind.EXCEPTIONS)

    found = await kept(resources, RaisedHour)
    of_own = [each for each in found if each.dashboard_id == own.dashboard_id]
    assert [each.hour for each in of_own if each.endpoint == "rare"] == [NOON]
    busy = [each.hour for each in of_own if each.endpoint == "busy"]
    assert (len(busy), min(busy)) == (2_000, NOON + timedelta(hours=3))
    assert len(found) - len(of_own) == 2_000


async def test_what_is_old_goes(resources: Resources, dashboard_id: DashboardId) -> None:
    [own] = await claim(resources)
    raised = [
        TracedException(call(number, "home", NOON + number * timedelta(hours=1)), "KeyError", "", False, [])
        for number in range(3)
    ]
    async with resources.sessions.begin() as session:
        await TraceRepository(session, own).add_exceptions(raised)
        await forget_old(session, NOON + timedelta(hours=1))

    assert sorted(each.hour.hour for each in await kept(resources, RaisedHour)) == [13, 14]


async def test_deleting_an_endpoint_takes_its_traces_up_to_then(
    resources: Resources, dashboard_id: DashboardId
) -> None:
    [own] = await claim(resources)
    later = NOON + timedelta(minutes=2)
    async with resources.sessions.begin() as session:
        await TraceRepository(session, own).add_profiles(
            [profile(1, "gone", NOON), profile(2, "gone", later), profile(3, "other", NOON)]
        )
        for kind, endpoint in (("delete", "gone"), ("rename", "other")):
            session.add(
                EndpointChange(
                    id=uuid4(),
                    dashboard_id=dashboard_id,
                    kind=kind,
                    endpoint=endpoint,
                    target=None if kind == "delete" else "renamed",
                    created_at=NOON + timedelta(minutes=1),
                )
            )
        await session.flush()
        await forget_deleted(session)

    found = {(each.endpoint, each.at) for each in await kept(resources, Profile)}
    assert found == {("gone", later), ("other", NOON)}


@pytest.mark.parametrize(
    ("changes", "gone"),
    [
        ([("rename", "old", "new"), ("delete", "new", None)], {"old", "new"}),
        ([("merge", "old", "new"), ("rename", "new", "newest"), ("delete", "newest", None)], {"old", "new"}),
        ([("rename", "old", "new"), ("rename", "new", "old"), ("delete", "old", None)], {"old", "new"}),
        ([("delete", "new", None), ("merge", "old", "new")], {"new"}),
        ([("rename", "old", "new"), ("delete", "other", None)], {"other"}),
    ],
)
async def test_deleting_an_endpoint_takes_traces_of_all_names_that_it_had(
    resources: Resources,
    dashboard_id: DashboardId,
    changes: list[tuple[str, str, str | None]],
    gone: set[str],
) -> None:
    [own] = await claim(resources)
    elsewhere = await new_dashboard(resources, "http://elsewhere.example/dashboard")
    [other] = await claim(resources)
    names = {"old", "new", "other"}
    async with resources.sessions.begin() as session:
        for each in (own, other):
            await TraceRepository(session, each).add_profiles(
                profile(number, name, NOON) for number, name in enumerate(names)
            )
        for minute, (kind, endpoint, target) in enumerate(changes, start=1):
            session.add(
                EndpointChange(
                    id=uuid4(),
                    dashboard_id=dashboard_id,
                    kind=kind,
                    endpoint=endpoint,
                    target=target,
                    created_at=NOON + timedelta(minutes=minute),
                )
            )
        await session.flush()
        await forget_deleted(session)

    found = await kept(resources, Profile)
    assert {each.endpoint for each in found if each.dashboard_id == dashboard_id} == names - gone
    assert {each.endpoint for each in found if each.dashboard_id == elsewhere} == names


async def test_a_deleted_dashboard_leaves_none(resources: Resources, dashboard_id: DashboardId) -> None:
    [own] = await claim(resources)
    raised = TracedException(call(1, "home", NOON), "KeyError", "", False, [])
    async with resources.sessions.begin() as session:
        repository = TraceRepository(session, own)
        await repository.add_exceptions([raised])
        await repository.add_profiles([profile(1, "home", NOON)])
        await session.execute(update(Dashboard).values(owner_id=None))

    await clear_deleted(resources)

    assert await claim(resources) == []
    for model in (RaisedHour, Profile, TraceState):
        assert list(await kept(resources, model)) == []
