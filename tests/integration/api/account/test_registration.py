"""Registering, and confirming the address by mail."""

import asyncio
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from services.api.chores.service import ApiChores
from shared.db.models import AccountCode, MailDelivery, OutboxMail, User
from tests.fixtures.cast import PASSWORD, Cast
from tests.integration.api.account.mails import last_code, mailed, mails
from tests.integration.api.test_access import NEW_USER, assert_problem
from tests.integration.api.test_sessions import with_clock

CREDENTIALS = {"name": NEW_USER["name"], "password": NEW_USER["password"]}


async def register(cast: Cast, **changes: str) -> httpx.Response:
    return await cast.browser().post("/users", json=NEW_USER | changes)


async def verify(cast: Cast, code: str) -> httpx.Response:
    return await cast.browser().post("/users/verification", json={"code": code})


async def sign_in(cast: Cast) -> httpx.Response:
    return await cast.browser().post("/sessions", json=CREDENTIALS)


async def test_a_registered_user_signs_in_once_the_mail_was_answered(cast: Cast) -> None:
    registered = await register(cast, timezone="Europe/Amsterdam")
    assert (registered.status_code, registered.content) == (202, b"")
    assert await mailed(cast) == [("verify_user", "ada@pydash.example")]
    assert_problem(await sign_in(cast), 401)

    verified = await verify(cast, await last_code(cast, "verify_user"))

    assert verified.status_code == 204
    # The browser is known from now on, and not signed in.
    assert [each.partition("=")[0] for each in verified.headers.get_list("set-cookie")] == ["pydash_device"]
    user = (await sign_in(cast)).json()
    assert (user["name"], user["mail"], user["timezone"]) == ("ada", "ada@pydash.example", "Europe/Amsterdam")
    assert (user["theme"], user["sounds"]) == ("system", False)


async def test_only_the_hash_of_a_code_is_kept(cast: Cast) -> None:
    await register(cast)
    code = await last_code(cast, "verify_user")
    assert len(code) >= 43

    async with cast.resources.sessions() as session:
        [stored] = await session.scalars(select(AccountCode))
    assert code.encode() not in stored.secret_hash
    assert len(stored.secret_hash) == 32


async def test_a_code_counts_once(cast: Cast) -> None:
    await register(cast)
    code = await last_code(cast, "verify_user")
    assert (await verify(cast, code)).status_code == 204

    again = await verify(cast, code)

    assert_problem(again, 422)
    assert again.json()["type"] == "/problems/code-invalid"


async def test_a_code_that_comes_twice_at_once_counts_once(cast: Cast) -> None:
    await register(cast)
    code = await last_code(cast, "verify_user")

    answers = await asyncio.gather(*(verify(cast, code) for _ in range(4)))

    assert sorted(answer.status_code for answer in answers) == [204, 422, 422, 422]


async def test_a_code_expires(cast: Cast) -> None:
    clock = with_clock(cast.app)
    await register(cast)
    code = await last_code(cast, "verify_user")

    clock.move(timedelta(days=7))

    assert_problem(await verify(cast, code), 422)


async def test_a_code_verifies_nobody_else(cast: Cast) -> None:
    await register(cast)
    await register(cast, name="eve", mail="eve@pydash.example")
    eves = [mail.values["code"] for mail in await mails(cast) if mail.recipient == "eve@pydash.example"]

    assert (await verify(cast, eves[0])).status_code == 204

    assert_problem(await sign_in(cast), 401)


async def test_a_reset_code_verifies_nothing(cast: Cast) -> None:
    await cast.browser().post("/password-resets", json={"mail": "owner@pydash.example"})
    assert_problem(await verify(cast, await last_code(cast, "reset_password")), 422)


@pytest.mark.parametrize("name", ["owner", "OWNER", "\uff4fwner"])
async def test_a_name_is_taken_in_any_spelling(cast: Cast, name: str) -> None:
    answer = await register(cast, name=name)

    assert_problem(answer, 409)
    assert answer.json()["type"] == "/problems/name-taken"
    assert await mailed(cast) == []


async def test_of_two_who_register_a_name_at_once_one_gets_it(cast: Cast) -> None:
    answers = await asyncio.gather(
        *(register(cast, mail=f"ada{number}@pydash.example") for number in range(4))
    )

    assert sorted(answer.status_code for answer in answers) == [202, 409, 409, 409]
    assert len(await mailed(cast)) == 1


async def test_a_known_address_is_told_to_its_owner_alone(cast: Cast) -> None:
    known = await register(cast, mail="Owner@pydash.example")
    unknown = await register(cast, name="eve", mail="eve@pydash.example")

    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert await mailed(cast) == [
        ("already_registered", "owner@pydash.example"),
        ("verify_user", "eve@pydash.example"),
    ]
    # Nor does the name tell: either is taken from now on. Nor signing in, nor another mail.
    for name in ("ada", "eve"):
        assert_problem(await register(cast, name=name, mail="third@pydash.example"), 409)
        refused = await cast.browser().post(
            "/sessions", json={"name": name, "password": NEW_USER["password"]}
        )
        assert_problem(refused, 401)
        resent = await cast.browser().post("/users/verification-mails", json={"name": name})
        assert resent.status_code == 202
    assert len(await mailed(cast)) == 2


async def test_an_unverified_registration_keeps_nobody_from_an_address(cast: Cast) -> None:
    await register(cast, name="squatter")
    await register(cast)
    squatters, adas = [mail.values["code"] for mail in await mails(cast)]

    assert (await verify(cast, adas)).status_code == 204

    late = await verify(cast, squatters)
    assert_problem(late, 409)
    assert late.json()["type"] == "/problems/mail-taken"
    assert (await sign_in(cast)).status_code == 201


async def test_the_mail_can_be_sent_again(cast: Cast) -> None:
    clock = with_clock(cast.app)
    await register(cast)
    first = await last_code(cast, "verify_user")
    clock.move(timedelta(minutes=2))

    answer = await cast.browser().post("/users/verification-mails", json={"name": "ADA"})

    assert (answer.status_code, answer.content) == (202, b"")
    second = await last_code(cast, "verify_user")
    assert second != first
    assert (await verify(cast, second)).status_code == 204
    assert_problem(await verify(cast, first), 422)


@pytest.mark.parametrize("name", ["owner", "nobody"])
async def test_who_is_verified_or_unknown_gets_no_mail_and_the_same_answer(cast: Cast, name: str) -> None:
    answer = await cast.browser().post("/users/verification-mails", json={"name": name})

    assert (answer.status_code, answer.content) == (202, b"")
    assert await mailed(cast) == []


async def test_signing_in_unverified_sends_the_mail_again_but_not_to_a_wrong_password(cast: Cast) -> None:
    clock = with_clock(cast.app)
    await register(cast)
    clock.move(timedelta(minutes=2))
    wrong = await cast.browser().post("/sessions", json=CREDENTIALS | {"password": "wrong"})
    assert len(await mailed(cast)) == 1

    right = await sign_in(cast)

    assert_problem(right, 401)
    differing = {"instance"}
    assert [{key: body[key] for key in body.keys() - differing} for body in (right.json(), wrong.json())] == [
        {key: wrong.json()[key] for key in wrong.json().keys() - differing}
    ] * 2
    assert len(await mailed(cast)) == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "letters, digits"),
        ({"name": "a" * 41}, "1 to 40"),
        ({"name": "buy now http://x"}, "letters, digits"),
        ({"name": "a\x00b"}, "letters, digits"),
        ({"name": "\u202eadmin"}, "letters, digits"),
        ({"mail": "ada"}, "ada@example.org"),
        ({"mail": "ada@"}, "ada@example.org"),
        ({"mail": "ada@x.example\nBcc: eve@x.example"}, "ada@example.org"),
        ({"mail": "a@b@c.example"}, "ada@example.org"),
        ({"mail": f"{'a' * 65}@x.example"}, "ada@example.org"),
        ({"password": "short"}, "at least 8 characters; 15 or more"),
        ({"password": "p" * 257}, "at most 256"),
        ({"password": "iLoveYou"}, "everybody tries first"),
        ({"timezone": "Mars/Phobos"}, "Europe/Amsterdam"),
        ({"timezone": "../etc/passwd"}, "Europe/Amsterdam"),
    ],
)
async def test_bad_input_is_explained(cast: Cast, change: dict[str, str], said: str) -> None:
    answer = await register(cast, **change)

    assert_problem(answer, 422)
    [error] = answer.json()["errors"]
    assert error["pointer"] == f"#/body/{next(iter(change))}"
    assert said in error["detail"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/users", NEW_USER),
        ("/users/verification", {"code": "none"}),
        ("/users/verification-mails", {"name": "owner"}),
        ("/password-resets", {"mail": "owner@pydash.example"}),
        ("/password-resets/confirmation", {"code": "none", "new_password": "a long enough password"}),
    ],
)
async def test_another_sites_page_cannot_do_it(cast: Cast, path: str, body: dict[str, Any]) -> None:
    forged = await cast.browser().post(path, json=body, headers={"Sec-Fetch-Site": "cross-site"})

    assert_problem(forged, 403)
    assert await mailed(cast) == []


async def test_no_mail_goes_out_after_the_first_one_has_lost_its_meaning(cast: Cast) -> None:
    """Whose address it is was told that no further one follows, whoever asks in the name of the registration."""
    clock = with_clock(cast.app)
    await register(cast)
    clock.move(timedelta(days=6))
    await cast.browser().post("/users/verification-mails", json={"name": "ada"})
    assert len(await mailed(cast)) == 2

    clock.move(timedelta(days=1))
    await cast.browser().post("/users/verification-mails", json={"name": "ada"})
    assert_problem(await sign_in(cast), 401)

    assert len(await mailed(cast)) == 2


async def test_who_never_verifies_is_removed_and_the_name_is_free(cast: Cast) -> None:
    clock = with_clock(cast.app)
    chores = ApiChores(cast.app.state.resources)
    await register(cast)
    clock.move(timedelta(days=6))
    await chores.prune_accounts()
    assert_problem(await register(cast), 409)

    # A link that was sent since still counts, so its user stays until that has expired, too.
    await cast.browser().post("/users/verification-mails", json={"name": "ada"})
    await cast.app.state.resources.later.finished()
    clock.move(timedelta(days=6))
    await chores.prune_accounts()
    assert_problem(await register(cast), 409)
    clock.move(timedelta(days=2))
    await chores.prune_accounts()

    assert (await register(cast)).status_code == 202
    async with cast.resources.sessions() as session:
        names = set(await session.scalars(select(User.name)))
    assert names == {"owner", "stranger", "ada"}


async def test_a_code_leaves_the_outbox_with_its_mail(cast: Cast) -> None:
    clock = with_clock(cast.app)
    chores = ApiChores(cast.app.state.resources)
    await register(cast)
    clock.move(timedelta(seconds=1))
    await register(cast, name="eve", mail="eve@pydash.example")
    sent, waiting = await mails(cast)
    async with cast.resources.sessions.begin() as session:
        for mail, outcome in ((sent, "sent"), (waiting, "waiting")):
            session.add(
                MailDelivery(mail_id=mail.id, outcome=outcome, attempts=1, next_attempt_at=clock.now())
            )

    await chores.forget_codes()

    async with cast.resources.sessions() as session:
        kept = await session.scalars(select(OutboxMail.values).order_by(OutboxMail.created_at))
        assert ["code" in values for values in kept] == [False, True]
    clock.move(timedelta(days=31))
    await chores.prune_accounts()
    async with cast.resources.sessions() as session:
        assert list(await session.scalars(select(OutboxMail.id))) == [waiting.id]


async def test_expired_codes_are_forgotten(cast: Cast) -> None:
    clock = with_clock(cast.app)
    await register(cast)
    clock.move(timedelta(days=8))

    await ApiChores(cast.app.state.resources).forget_codes()

    async with cast.resources.sessions() as session:
        assert list(await session.scalars(select(AccountCode))) == []


async def test_a_seeded_user_is_still_signed_in_as_before(cast: Cast) -> None:
    answer = await cast.browser().post("/sessions", json={"name": "owner", "password": PASSWORD})
    assert answer.status_code == 201
