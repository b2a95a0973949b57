"""What users change of themselves."""

from typing import Any

import pytest

from tests.fixtures.cast import PASSWORD, Cast
from tests.integration.api.account.mails import last_code, mailed
from tests.integration.api.test_access import assert_problem
from tests.integration.api.test_sessions import signed_in

NEW_MAIL = {"mail": "new@pydash.example", "current_password": PASSWORD}


async def test_settings_change_one_by_one(cast: Cast) -> None:
    browser = await signed_in(cast)
    before = (await browser.get("/users/me")).json()
    for change in (
        {"timezone": "Asia/Tokyo"},
        {"timezone": "device"},
        {"theme": "dark"},
        {"sounds": True},
        {"name": "Owner.2"},
    ):
        answer = await browser.patch("/users/me", json=change)
        before |= change
        assert (answer.status_code, answer.json()) == (200, before)

    assert (await browser.get("/users/me")).json() == before
    credentials = {"name": "owner.2", "password": PASSWORD}
    assert (await cast.browser().post("/sessions", json=credentials)).status_code == 201


async def test_a_name_may_change_its_letter_case_but_not_be_anothers(cast: Cast) -> None:
    assert (await (await signed_in(cast)).patch("/users/me", json={"name": "OWNER"})).json()[
        "name"
    ] == "OWNER"

    taken = await (await signed_in(cast)).patch("/users/me", json={"name": "Stranger", "theme": "dark"})

    assert_problem(taken, 409)
    user = (await cast.owner.get("/users/me")).json()
    assert (user["name"], user["theme"]) == ("OWNER", "system")


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"theme": "pink"},
        {"timezone": "Nowhere"},
        {"name": "a b"},
        {"mail": "nonsense", "current_password": PASSWORD},
        {"mail": "new@pydash.example"},
        {"verified_at": None},
        {"password": "x" * 20},
        {"id": "0" * 32, "theme": "dark"},
    ],
)
async def test_what_cannot_be_set_changes_nothing(cast: Cast, change: dict[str, Any]) -> None:
    before = (await cast.owner.get("/users/me")).json()

    assert_problem(await (await signed_in(cast)).patch("/users/me", json=change), 422)

    assert (await cast.owner.get("/users/me")).json() == before
    assert await mailed(cast) == []


async def test_a_new_address_counts_when_its_mail_was_answered_and_the_old_one_is_told(cast: Cast) -> None:
    answer = await (await signed_in(cast)).patch("/users/me", json=NEW_MAIL)
    assert answer.json()["mail"] == "owner@pydash.example"
    code = await last_code(cast, "change_mail")

    assert (await cast.browser().post("/users/verification", json={"code": code})).status_code == 204

    assert (await cast.owner.get("/users/me")).json()["mail"] == "new@pydash.example"
    assert await mailed(cast) == [
        ("change_mail", "new@pydash.example"),
        ("mail_changed", "owner@pydash.example"),
    ]


@pytest.mark.parametrize("password", ["wrong", None])
async def test_a_new_address_needs_the_password(cast: Cast, password: str | None) -> None:
    refused = await (await signed_in(cast)).patch("/users/me", json=NEW_MAIL | {"current_password": password})

    assert_problem(refused, 422)
    assert refused.json()["errors"][0]["pointer"] == "#/body/current_password"
    assert await mailed(cast) == []


async def test_an_address_of_another_user_is_answered_alike_and_told_to_that_user(cast: Cast) -> None:
    free = await (await signed_in(cast)).patch("/users/me", json=NEW_MAIL)
    taken = await (await signed_in(cast)).patch(
        "/users/me", json=NEW_MAIL | {"mail": "stranger@pydash.example"}
    )

    assert (taken.status_code, taken.json()) == (free.status_code, free.json())
    assert (await mailed(cast))[1:] == [("already_registered", "stranger@pydash.example")]


async def test_only_the_last_address_asked_for_can_be_confirmed(cast: Cast) -> None:
    await (await signed_in(cast)).patch("/users/me", json=NEW_MAIL)
    code = await last_code(cast, "change_mail")
    await (await signed_in(cast)).patch("/users/me", json=NEW_MAIL | {"mail": "other@pydash.example"})

    assert_problem(await cast.browser().post("/users/verification", json={"code": code}), 422)


async def test_a_changed_address_takes_its_reset_links_with_it(cast: Cast) -> None:
    await cast.browser().post("/password-resets", json={"mail": "owner@pydash.example"})
    reset = await last_code(cast, "reset_password")
    await (await signed_in(cast)).patch("/users/me", json=NEW_MAIL)
    code = await last_code(cast, "change_mail")
    await cast.browser().post("/users/verification", json={"code": code})

    body = {"code": reset, "new_password": "quite another password"}
    assert_problem(await cast.browser().post("/password-resets/confirmation", json=body), 422)


async def test_a_new_password_takes_a_waiting_address_with_it(cast: Cast) -> None:
    await (await signed_in(cast)).patch("/users/me", json=NEW_MAIL)
    code = await last_code(cast, "change_mail")
    change = {"current_password": PASSWORD, "new_password": "quite another password"}
    await (await signed_in(cast)).put("/users/me/password", json=change)

    assert_problem(await cast.browser().post("/users/verification", json={"code": code}), 422)


async def test_the_same_address_again_needs_no_mail(cast: Cast) -> None:
    answer = await (await signed_in(cast)).patch(
        "/users/me", json=NEW_MAIL | {"mail": "owner@pydash.example"}
    )

    assert answer.status_code == 200
    assert await mailed(cast) == []
