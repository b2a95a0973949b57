"""Tokens under an old key come under the newest one, and dashboards stay as they are."""

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import select, update

from services.api.dashboard.rotate_tokens import Rotation, rotate_tokens, run
from shared.db.models import Dashboard, Widget
from shared.security.token_cipher import TokenCipher, TokenUnreadableError
from tests.fixtures.cast import DASHBOARD, Cast

_ADDED = 3


async def stored(cast: Cast) -> dict[str, bytes]:
    async with cast.resources.sessions() as session:
        rows = await session.execute(select(Dashboard.url, Dashboard.token_encrypted))
        return {url: token for url, token in rows}  # noqa: C416 - rows are no pairs to dict()


async def add_dashboards(cast: Cast) -> None:
    for number in range(_ADDED):
        body = {**DASHBOARD, "url": f"http://shop{number}.example", "token": f"token {number}"}
        assert (await cast.owner.post("/dashboards", json=body)).status_code == 201


async def test_after_it_the_old_key_is_not_needed(cast: Cast) -> None:
    await add_dashboards(cast)
    old, new = cast.resources.settings.token_keys.get_secret_value(), Fernet.generate_key().decode()

    rotation = await rotate_tokens(cast.resources.sessions, TokenCipher(f"{new},{old}"))

    assert rotation == Rotation(renewed=_ADDED + 1)
    tokens = {url: TokenCipher(new).decrypt(token) for url, token in (await stored(cast)).items()}
    expected = {f"http://shop{number}.example": f"token {number}" for number in range(_ADDED)}
    assert tokens == expected | {DASHBOARD["url"]: DASHBOARD["token"]}


async def test_keys_and_passwords_of_widgets_are_renewed(cast: Cast) -> None:
    definition = {"kind": "number", "statistic": "total_visits"}
    draft = {"title": "calls", "definition": definition, "password": "the password of the hall"}
    widget = (await cast.owner.post(f"/dashboards/{cast.dashboard_id}/widgets", json=draft)).json()
    old, new = cast.resources.settings.token_keys.get_secret_value(), Fernet.generate_key().decode()

    rotation = await rotate_tokens(cast.resources.sessions, TokenCipher(f"{new},{old}"))

    assert rotation == Rotation(renewed=3)
    async with cast.resources.sessions() as session:
        stored_widget = (await session.scalars(select(Widget))).one()
    assert TokenCipher(new).decrypt(stored_widget.key_encrypted) == widget["key"]
    assert stored_widget.password_encrypted is not None
    assert TokenCipher(new).decrypt(stored_widget.password_encrypted) == draft["password"]


async def test_a_second_time_changes_nothing(cast: Cast) -> None:
    await add_dashboards(cast)
    before = await stored(cast)

    assert await run(cast.resources.settings) == Rotation(current=_ADDED + 1)
    assert await stored(cast) == before


async def test_a_token_that_nobody_can_read_is_counted_and_left(cast: Cast) -> None:
    await add_dashboards(cast)
    lost = TokenCipher(Fernet.generate_key().decode()).encrypt("lost")
    async with cast.resources.sessions.begin() as session:
        await session.execute(
            update(Dashboard).where(Dashboard.url == "http://shop1.example").values(token_encrypted=lost)
        )
    old, new = cast.resources.settings.token_keys.get_secret_value(), Fernet.generate_key().decode()

    rotation = await rotate_tokens(cast.resources.sessions, TokenCipher(f"{new},{old}"))

    assert rotation == Rotation(renewed=_ADDED, unreadable=1)
    assert (await stored(cast))["http://shop1.example"] == lost


async def test_more_dashboards_than_are_read_at_once(cast: Cast) -> None:
    await add_dashboards(cast)
    old, new = cast.resources.settings.token_keys.get_secret_value(), Fernet.generate_key().decode()

    rotation = await rotate_tokens(cast.resources.sessions, TokenCipher(f"{new},{old}"), at_once=2)

    assert rotation == Rotation(renewed=_ADDED + 1)


def test_a_token_under_the_newest_key_is_not_renewed() -> None:
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    both = TokenCipher(f"{new},{old}")

    assert both.renewed(both.encrypt("token")) is None
    renewed = both.renewed(TokenCipher(old).encrypt("token"))
    assert renewed is not None
    assert TokenCipher(new).decrypt(renewed) == "token"
    with pytest.raises(TokenUnreadableError):
        both.renewed(TokenCipher(Fernet.generate_key().decode()).encrypt("token"))
