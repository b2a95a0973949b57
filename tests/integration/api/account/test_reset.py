"""A forgotten password."""

import asyncio
from datetime import timedelta

import httpx
import pytest

from tests.fixtures.cast import PASSWORD, Cast
from tests.integration.api.account.mails import last_code, mailed, mails
from tests.integration.api.test_access import NEW_USER, assert_problem
from tests.integration.api.test_sessions import CREDENTIALS, signed_in, with_clock

NEW_PASSWORD = "quite another password"
MAIL = "owner@pydash.example"


async def ask(cast: Cast, mail: str = MAIL) -> httpx.Response:
    return await cast.browser().post("/password-resets", json={"mail": mail})


async def reset(cast: Cast, code: str, password: str = NEW_PASSWORD) -> httpx.Response:
    body = {"code": code, "new_password": password}
    return await cast.browser().post("/password-resets/confirmation", json=body)


async def sign_in(cast: Cast, password: str) -> int:
    answer = await cast.browser().post("/sessions", json={"name": "owner", "password": password})
    return answer.status_code


async def test_a_mail_brings_a_new_password_and_ends_all_sessions(cast: Cast) -> None:
    here, elsewhere = await signed_in(cast), await signed_in(cast)
    asked = await ask(cast, "OWNER@PYDASH.example")
    assert (asked.status_code, asked.content) == (202, b"")
    # Asking alone changes nothing.
    assert (await here.get("/users/me")).status_code == 200

    answer = await reset(cast, await last_code(cast, "reset_password"))

    assert answer.status_code == 204
    # The browser is known from now on, and not signed in.
    assert [each.partition("=")[0] for each in answer.headers.get_list("set-cookie")] == ["pydash_device"]
    for browser in (here, elsewhere):
        assert_problem(await browser.get("/users/me"), 401)
        assert_problem(await browser.post("/sessions/refresh"), 401)
    assert (await sign_in(cast, PASSWORD), await sign_in(cast, NEW_PASSWORD)) == (401, 201)
    # To the address as it was verified, not as it was typed.
    assert await mailed(cast) == [("reset_password", MAIL), ("password_changed", MAIL)]


@pytest.mark.parametrize("mail", ["nobody@pydash.example", "ada@pydash.example"])
async def test_an_unknown_or_unverified_address_is_answered_alike_and_gets_nothing(
    cast: Cast, mail: str
) -> None:
    await cast.browser().post("/users", json=NEW_USER)

    answer = await ask(cast, mail)

    assert (answer.status_code, answer.content) == (202, b"")
    assert [template for template, _ in await mailed(cast)] == ["verify_user"]


async def test_a_code_counts_once_and_takes_the_others_with_it(cast: Cast) -> None:
    await ask(cast)
    await ask(cast)
    first, second = [mail.values["code"] for mail in await mails(cast)]
    assert (await reset(cast, second)).status_code == 204

    for code in (first, second):
        refused = await reset(cast, code)
        assert_problem(refused, 422)
        assert refused.json()["errors"][0]["pointer"] == "#/body/code"


async def test_of_two_resets_at_once_one_counts(cast: Cast) -> None:
    await ask(cast)
    code = await last_code(cast, "reset_password")

    answers = await asyncio.gather(*(reset(cast, code, f"password number {number}") for number in range(3)))

    statuses = [answer.status_code for answer in answers]
    assert sorted(statuses) == [204, 422, 422]
    assert await sign_in(cast, f"password number {statuses.index(204)}") == 201


async def test_a_code_expires_within_the_hour(cast: Cast) -> None:
    clock = with_clock(cast.app)
    await ask(cast)
    code = await last_code(cast, "reset_password")
    clock.move(timedelta(hours=1))

    assert_problem(await reset(cast, code), 422)
    assert await sign_in(cast, PASSWORD) == 201


async def test_a_verification_code_resets_no_password(cast: Cast) -> None:
    await cast.browser().post("/users", json=NEW_USER)
    assert_problem(await reset(cast, await last_code(cast, "verify_user")), 422)


async def test_a_password_that_everybody_has_is_refused_and_the_code_still_counts(cast: Cast) -> None:
    await ask(cast)
    code = await last_code(cast, "reset_password")

    refused = await reset(cast, code, "password1")

    assert_problem(refused, 422)
    assert refused.json()["errors"][0]["pointer"] == "#/body/new_password"
    assert (await reset(cast, code)).status_code == 204


async def test_changing_the_password_makes_links_void(cast: Cast) -> None:
    await ask(cast)
    code = await last_code(cast, "reset_password")
    change = {"current_password": PASSWORD, "new_password": NEW_PASSWORD}
    assert (await (await signed_in(cast)).put("/users/me/password", json=change)).status_code == 204

    assert_problem(await reset(cast, code, "an attackers password"), 422)
    assert_problem(await cast.browser().post("/sessions", json=CREDENTIALS), 401)
