"""Dashboards that were deleted: nothing is applied to them any more, and what they have goes."""

from uuid import UUID

from redis.asyncio import Redis
from sqlalchemy import func, select, text, update

from services.aggregator.apply.service import Outcome
from services.aggregator.deadletter.service import bury
from services.aggregator.removal.service import PORTION_ROWS, PORTIONS_A_TURN, clear_deleted
from services.aggregator.resources import Resources
from shared.contracts.call_batch import encode_batch
from shared.contracts.ids import DashboardId, Partition
from shared.db.models import ApplyState, CallBlock, Dashboard, DeadLetter, Name
from shared.streams.keys import DEAD_LETTERS
from tests.fixtures.rows import add_dashboard, batch
from tests.integration.aggregator.applying import Process


async def new_dashboard(resources: Resources) -> DashboardId:
    async with resources.sessions.begin() as session:
        return await add_dashboard(session)


async def give_up(resources: Resources, dashboard_id: DashboardId) -> None:
    async with resources.sessions.begin() as session:
        await session.execute(update(Dashboard).where(Dashboard.id == dashboard_id).values(owner_id=None))


async def clear(resources: Resources) -> None:
    for partition in range(resources.settings.partitions):
        await clear_deleted(resources, Partition(partition))


async def rows(resources: Resources, model: type[ApplyState | CallBlock | Name], of: UUID) -> int:
    async with resources.sessions() as session:
        counted = select(func.count()).select_from(model).where(model.dashboard_id == of)
        return await session.scalar(counted) or 0


async def names(resources: Resources, dashboard_id: DashboardId, count: int) -> None:
    async with resources.sessions.begin() as session:
        await session.execute(
            text(
                "INSERT INTO names (dashboard_id, kind, id, name, digest)"
                " SELECT :id, 0, n, n::text, decode(md5(n::text), 'hex') FROM generate_series(1, :count) AS n"
            ),
            {"id": dashboard_id, "count": count},
        )


async def test_a_batch_of_a_deleted_dashboard_is_an_orphan(resources: Resources) -> None:
    deleted, other = await new_dashboard(resources), await new_dashboard(resources)
    process = Process()
    await process.apply(resources.sessions, batch(deleted, 1), batch(other, 1))
    assert await rows(resources, CallBlock, deleted) == 1

    await give_up(resources, deleted)
    await clear(resources)

    assert await process.apply(resources.sessions, batch(deleted, 2)) == [Outcome.ORPHAN]
    assert await process.apply(resources.sessions, batch(other, 2)) == [Outcome.APPLIED]
    for model in (ApplyState, CallBlock, Name):
        assert await rows(resources, model, deleted) == 0
        assert await rows(resources, model, other) > 0


async def test_a_first_batch_that_comes_after_the_deletion_is_an_orphan(resources: Resources) -> None:
    deleted = await new_dashboard(resources)
    await give_up(resources, deleted)

    assert await Process().apply(resources.sessions, batch(deleted, 1)) == [Outcome.ORPHAN]
    assert await rows(resources, ApplyState, deleted) == 0


async def test_a_large_dashboard_does_not_keep_batches_waiting(resources: Resources) -> None:
    deleted, turn = await new_dashboard(resources), PORTION_ROWS * PORTIONS_A_TURN
    await names(resources, deleted, turn + 500)
    await give_up(resources, deleted)

    await clear(resources)
    assert await rows(resources, Name, deleted) == 500

    await clear(resources)
    assert await rows(resources, Name, deleted) == 0


async def test_dead_letters_go_and_none_comes_after(resources: Resources, redis_url: str) -> None:
    deleted, other = await new_dashboard(resources), await new_dashboard(resources)
    for number, dashboard_id in enumerate((deleted, other, deleted), start=1):
        fields = encode_batch(batch(dashboard_id, number))
        await bury(resources, "calls:0", b"%d-0" % number, fields, "failed", "")

    await give_up(resources, deleted)
    await clear(resources)

    async with resources.sessions() as session:
        assert list(await session.scalars(select(DeadLetter.dashboard_id))) == [other]
    redis = Redis.from_url(redis_url)
    entries = await redis.xrange(DEAD_LETTERS)
    assert [fields[b"dashboard"] for _, fields in entries] == [other.bytes]
    await redis.aclose()

    async with resources.sessions.begin() as session:
        await session.delete(await session.get_one(Dashboard, deleted))
    await bury(resources, "calls:0", b"9-0", encode_batch(batch(deleted, 9)), "failed", "")
    async with resources.sessions() as session:
        assert set(await session.scalars(select(DeadLetter.dashboard_id))) == {other, None}
