"""Deleting a dashboard's rows portion by portion."""

from sqlalchemy import func, insert, select

from shared.contracts.ids import DashboardId
from shared.db.engine import Sessions
from shared.db.models import Name
from shared.db.portions import delete_portion
from tests.fixtures.rows import add_dashboard


async def named_dashboard(sessions: Sessions, names: int) -> DashboardId:
    async with sessions.begin() as session:
        dashboard_id = await add_dashboard(session)
        rows = [
            {"dashboard_id": dashboard_id, "kind": 0, "id": number, "name": "", "digest": b"%016d" % number}
            for number in range(names)
        ]
        await session.execute(insert(Name), rows)
    return dashboard_id


async def names_of(sessions: Sessions, dashboard_id: DashboardId) -> int:
    async with sessions() as session:
        counted = select(func.count()).select_from(Name).where(Name.dashboard_id == dashboard_id)
        return await session.scalar(counted) or 0


async def test_a_portion_is_no_larger_than_wanted_and_one_dashboards_alone(sessions: Sessions) -> None:
    dashboard_id, other = await named_dashboard(sessions, 5), await named_dashboard(sessions, 5)

    assert [await delete_portion(sessions, Name, dashboard_id, 2) for _ in range(4)] == [2, 2, 1, 0]

    assert await names_of(sessions, other) == 5


async def test_each_portion_is_kept_by_itself(sessions: Sessions) -> None:
    dashboard_id = await named_dashboard(sessions, 5)

    await delete_portion(sessions, Name, dashboard_id, 2)

    assert await names_of(sessions, dashboard_id) == 3


async def test_rows_that_another_process_is_deleting_are_left_to_it(sessions: Sessions) -> None:
    dashboard_id = await named_dashboard(sessions, 3)
    async with sessions.begin() as elsewhere:
        await elsewhere.execute(select(Name).where(Name.id < 2).with_for_update())

        assert await delete_portion(sessions, Name, dashboard_id, 10) == 1
