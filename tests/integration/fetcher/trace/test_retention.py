"""Which traces go, and which stay."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import update

from services.fetcher.removal.service import clear_deleted
from services.fetcher.resources import Resources
from services.fetcher.source.agent_v2.traces import TracedCall, TracedException, TracedProfile, TraceKind
from services.fetcher.trace.repository import TraceRepository
from services.fetcher.trace.retention import forget_deleted, forget_old, keep_newest
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
