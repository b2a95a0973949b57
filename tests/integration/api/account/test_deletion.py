"""Deleting users and dashboards: access ends at once, and in the end no table knows of them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlalchemy import Column, Table, delete, insert, literal_column, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.aggregator.removal import service as aggregator_removal
from services.aggregator.resources import open_resources as open_aggregator
from services.aggregator.settings import AggregatorSettings
from services.api.account.repository import AccountRepository
from services.api.chores.service import ApiChores
from services.api.dashboard.removal import remove_cleared
from services.fetcher.removal import service as fetcher_removal
from services.fetcher.resources import open_resources as open_fetcher
from services.fetcher.settings import FetcherSettings
from shared.contracts.ids import Partition, UserId
from shared.db.base import Base
from shared.db.models import ApiKey, Dashboard, EndpointChange, OutboxMail, User
from shared.db.models import TestCase as Case
from shared.db.models import TestResult as Result
from tests.fixtures.cast import DASHBOARD, PASSWORD, Cast, created
from tests.fixtures.waiting import eventually
from tests.integration.api.account.mails import mailed
from tests.integration.api.test_access import NEW_USER, assert_problem
from tests.integration.api.test_sessions import CREDENTIALS, signed_in

_ROWS_EACH = 3
_WAITING_FOR_LOCKS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


def of_a_dashboard(table: Table) -> bool:
    return "dashboard_id" in table.columns


def value_of(column: Column[Any], number: int, known: dict[str, UUID]) -> Any:
    if column.name in known:
        return known[column.name]
    kind = column.type.python_type
    values: dict[type, Any] = {
        UUID: uuid4(),
        str: f"text {number} {uuid4()}",
        int: number,
        float: float(number),
        bool: False,
        bytes: b"%016d" % number,
        datetime: datetime(2026, 5, 20, tzinfo=UTC) + timedelta(hours=number),
        list: [],
        object: {},
        dict: {},
    }
    return values[kind]


async def fill(session: AsyncSession, dashboard_id: UUID) -> None:
    """Some rows of the dashboard in every table that can have them."""
    change_id = uuid4()
    owner = (await session.get_one(Dashboard, dashboard_id)).owner_id
    assert owner is not None
    key_id = await session.scalar(select(ApiKey.id).where(ApiKey.user_id == owner).limit(1))
    assert key_id is not None
    known = {"dashboard_id": dashboard_id, "change_id": change_id, "user_id": owner, "key_id": key_id}
    session.add(
        EndpointChange(
            id=change_id,
            dashboard_id=dashboard_id,
            kind="delete",
            endpoint="home",
            target=None,
            created_at=datetime.now(UTC),
        )
    )
    await session.flush()
    filled: dict[Table, list[dict[str, Any]]] = {}
    for table in Base.metadata.sorted_tables:
        if not of_a_dashboard(table) and "change_id" not in table.columns:
            continue
        one_row = {column.name for column in table.primary_key} <= known.keys()
        filled[table] = [
            {
                column.name: referred_to(column, number, filled) or value_of(column, number, known)
                for column in table.columns
                if column.identity is None
            }
            for number in range(1 if one_row else _ROWS_EACH)
        ]
        await session.execute(insert(table), filled[table])


def referred_to(column: Column[Any], number: int, filled: dict[Table, list[dict[str, Any]]]) -> Any:
    """What the column holds that this one refers to, in the row of this number; none where it refers to none."""
    for key in column.foreign_keys:
        if key.column.table in filled:
            return filled[key.column.table][number][key.column.name]
    return None


async def mentions(cast: Cast, identifier: UUID | str) -> dict[str, int]:
    """How many rows of each table hold it, in whatever column."""
    found: dict[str, int] = {}
    async with cast.resources.sessions() as session:
        for table in Base.metadata.sorted_tables:
            query = text(
                f"SELECT count(*) FROM {table.name} AS t WHERE t::text LIKE :plain OR t::text LIKE :hex"  # noqa: S608 - a table's name
            )
            written = {"plain": f"%{identifier}%", "hex": f"%{str(identifier).replace('-', '')}%"}
            if rows := await session.scalar(query, written):
                found[table.name] = rows
    return found


@asynccontextmanager
async def clearing(cast: Cast) -> AsyncIterator[Any]:
    """Fetcher, aggregator and API, each doing once what it does now and then."""
    stores = {
        "database_url": SecretStr(cast.resources.settings.database_url.get_secret_value()),
        "redis_url": SecretStr(cast.resources.settings.redis_url.get_secret_value()),
    }
    keys = {"token_keys": SecretStr(Fernet.generate_key().decode())}
    async with (
        open_fetcher(FetcherSettings.model_validate(stores | keys)) as fetcher,
        open_aggregator(AggregatorSettings.model_validate(stores)) as aggregator,
    ):

        async def clear() -> None:
            await fetcher_removal.clear_deleted(fetcher)
            for partition in range(aggregator.settings.partitions):
                await aggregator_removal.clear_deleted(aggregator, Partition(partition))

        yield clear


async def remove(cast: Cast) -> None:
    async with clearing(cast) as clear:
        await clear()
    await ApiChores(cast.resources).remove_dashboards()


async def delete_user(cast: Cast, password: str = PASSWORD) -> Any:
    return await (await signed_in(cast)).post("/users/me/deletion", json={"password": password})


async def test_of_a_deleted_dashboard_no_row_stays(cast: Cast) -> None:
    other = (await cast.stranger.post("/dashboards", json=DASHBOARD)).json()["id"]
    async with cast.resources.sessions.begin() as session:
        await fill(session, UUID(cast.dashboard_id))
        await fill(session, UUID(other))
    everywhere = {table.name for table in Base.metadata.sorted_tables if of_a_dashboard(table)}
    others_before = await mentions(cast, other)
    assert (await mentions(cast, cast.dashboard_id)).keys() == everywhere | {"dashboards"}

    assert (await cast.owner.delete(f"/dashboards/{cast.dashboard_id}")).status_code == 204
    assert_problem(await cast.owner.get(f"/dashboards/{cast.dashboard_id}"), 404)
    assert_problem(await cast.owner.delete(f"/dashboards/{cast.dashboard_id}"), 404)
    assert (await cast.owner.get("/dashboards")).json()["items"] == []
    # The same app can be added again at once.
    assert (await cast.owner.post("/dashboards", json=DASHBOARD)).status_code == 201
    await remove(cast)

    assert await mentions(cast, cast.dashboard_id) == {}
    assert await mentions(cast, other) == others_before


async def test_a_dashboards_row_stays_until_every_service_has_cleared_its_tables(cast: Cast) -> None:
    async with cast.resources.sessions.begin() as session:
        await fill(session, UUID(cast.dashboard_id))
    await cast.owner.delete(f"/dashboards/{cast.dashboard_id}")

    await ApiChores(cast.resources).remove_dashboards()
    assert (await mentions(cast, cast.dashboard_id))["dashboards"] == 1

    await remove(cast)
    assert await mentions(cast, cast.dashboard_id) == {}


async def test_a_dashboards_row_waits_for_each_table_that_is_cleared_in_portions(cast: Cast) -> None:
    """What is left goes with the row, all of it in one transaction."""
    cleared: tuple[type[Base], ...] = (*fetcher_removal._OURS, *aggregator_removal._OURS)
    others: set[type[Base]] = {*cleared, Result, Case}
    dashboard_id = UUID(cast.dashboard_id)
    async with cast.resources.sessions() as session:
        await fill(session, dashboard_id)
        await session.execute(update(Dashboard).where(Dashboard.id == dashboard_id).values(owner_id=None))
        for model in cleared:
            async with session.begin_nested() as all_there:
                for other in others - {model}:
                    await session.execute(delete(other).where(literal_column("dashboard_id") == dashboard_id))
                assert await remove_cleared(session) == [], model
                await all_there.rollback()


async def test_a_strangers_dashboard_is_not_deleted(cast: Cast) -> None:
    assert_problem(await cast.stranger.delete(f"/dashboards/{cast.dashboard_id}"), 404)
    assert (await cast.owner.get(f"/dashboards/{cast.dashboard_id}")).status_code == 200


async def test_of_a_deleted_user_no_row_stays_but_the_last_mail(cast: Cast) -> None:
    browser = await signed_in(cast)
    owner_id = (await browser.get("/users/me")).json()["id"]
    new_mail = {"mail": "new@pydash.example", "current_password": PASSWORD}
    assert (await (await signed_in(cast)).patch("/users/me", json=new_mail)).status_code == 200
    await cast.browser().post("/password-resets", json={"mail": "owner@pydash.example"})
    await cast.resources.later.finished()
    async with cast.resources.sessions.begin() as session:
        await fill(session, UUID(cast.dashboard_id))
    strangers_id = (await cast.stranger.get("/users/me")).json()["id"]
    assert (await mentions(cast, owner_id)).keys() == {
        "users",
        "refresh_families",
        "api_keys",
        "account_codes",
        "dashboards",
        "shares",
    }

    assert (await delete_user(cast)).status_code == 204
    assert await mentions(cast, owner_id) == {}
    await remove(cast)

    assert await mentions(cast, cast.dashboard_id) == {}
    assert (await mentions(cast, strangers_id)).keys() == {"users", "api_keys"}
    assert (await mailed(cast))[-1] == ("account_deleted", "owner@pydash.example")
    async with cast.resources.sessions() as session:
        kept = await session.scalars(
            select(OutboxMail.template).where(OutboxMail.recipient == "owner@pydash.example")
        )
        assert list(kept) == ["account_deleted"]


async def test_a_deleted_users_sessions_and_keys_die_at_once(cast: Cast) -> None:
    browser = await signed_in(cast)
    copy = await signed_in(cast)

    deleted = await browser.post("/users/me/deletion", json={"password": PASSWORD})

    assert deleted.status_code == 204
    assert not browser.cookies
    for client in (copy, cast.owner):
        assert_problem(await client.get("/users/me"), 401)
        assert_problem(await client.get(f"/dashboards/{cast.dashboard_id}"), 401)
    assert_problem(await copy.post("/sessions/refresh"), 401)
    assert_problem(await cast.browser().post("/sessions", json=CREDENTIALS), 401)
    # Name and address are free again.
    again = NEW_USER | {"name": "owner", "mail": "owner@pydash.example"}
    assert (await cast.browser().post("/users", json=again)).status_code == 202
    assert (await mailed(cast))[-1] == ("verify_user", "owner@pydash.example")


async def test_deleting_a_user_needs_the_password(cast: Cast) -> None:
    refused = await delete_user(cast, "wrong")

    assert_problem(refused, 422)
    assert refused.json()["errors"][0]["pointer"] == "#/body/password"
    assert (await cast.owner.get("/users/me")).status_code == 200
    assert await mailed(cast) == []


@pytest.mark.parametrize("rounds", range(3))
async def test_what_a_user_does_while_being_deleted_fails_clearly_or_goes_too(
    cast: Cast, rounds: int
) -> None:
    browser = await signed_in(cast)
    work = [
        delete_user(cast),
        *(
            browser.post("/dashboards", json=DASHBOARD | {"url": f"http://shop{number}.example"})
            for number in range(3)
        ),
        cast.browser().post("/sessions", json=CREDENTIALS),
        browser.patch("/users/me", json={"theme": "dark"}),
        browser.post("/sessions/refresh"),
    ]

    answers = await asyncio.gather(*work)

    assert answers[0].status_code == 204
    assert {answer.status_code for answer in answers[1:]} <= {200, 201, 204, 401}
    assert_problem(await browser.get("/users/me"), 401)
    await remove(cast)
    async with cast.resources.sessions() as session:
        assert list(await session.scalars(select(Dashboard.id))) == []
        assert list(await session.scalars(select(User.name))) == ["stranger"]


async def test_what_was_shared_with_a_deleted_user_tells_nothing(cast: Cast) -> None:
    """Neither that the invitation had reached somebody, nor is it there for whoever takes the name."""
    owner, invited = await signed_in(cast), await cast.signed_in("stranger")
    shares = f"/dashboards/{cast.dashboard_id}/shares"
    for name in ("stranger", "nobody"):
        await created(owner, shares, {"invited": name, "role": "viewer"})

    assert (await invited.post("/users/me/deletion", json={"password": PASSWORD})).status_code == 204

    listed = (await owner.get(shares)).json()["items"]
    assert [share["invited"] for share in listed] == ["stranger", "nobody"]
    another = await cast.add_user("stranger")
    assert_problem(await another.get(f"/dashboards/{cast.dashboard_id}"), 404)


@asynccontextmanager
async def being_deleted(cast: Cast, user_id: UUID) -> AsyncIterator[None]:
    """The user is gone when this ends; it ends once somebody waits for that."""
    sessions = cast.resources.sessions
    async with sessions.begin() as session:
        await AccountRepository(session).locked_user(UserId(user_id))
        await AccountRepository(session).remove(UserId(user_id))
        yield

        async def waiting() -> int:
            async with sessions() as other:
                return await other.scalar(_WAITING_FOR_LOCKS) or 0

        await eventually(waiting, lambda count: count > 0)


async def test_beside_a_deletion_no_key_is_made(cast: Cast) -> None:
    browser = await signed_in(cast)
    user_id = UUID((await browser.get("/users/me")).json()["id"])

    async with being_deleted(cast, user_id):
        asked = asyncio.create_task(
            browser.post("/users/me/api-keys", json={"label": "new", "scope": "read"})
        )

    assert_problem(await asked, 401)


async def test_beside_a_deletion_a_share_goes_to_nobody(cast: Cast) -> None:
    owner, invited = await signed_in(cast), await cast.signed_in("stranger")
    user_id = UUID((await invited.get("/users/me")).json()["id"])

    async with being_deleted(cast, user_id):
        share = {"invited": "stranger", "role": "viewer"}
        asked = asyncio.create_task(owner.post(f"/dashboards/{cast.dashboard_id}/shares", json=share))

    assert (await asked).status_code == 201
