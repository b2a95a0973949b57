"""Guessing passwords: what is refused, who has to wait, and who never does."""

from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from redis.asyncio import Redis

from deploy.local.ports import LOOPBACK, free_port
from services.api.throttle.errors import TooManyAttemptsError
from services.api.throttle.limit import parse_limits
from services.api.throttle.mails import MailThrottle
from services.api.throttle.sign_in import Attempt, SignInThrottle
from services.api.throttle.throttle import Throttle
from services.api.throttle.throttles import Throttles
from shared.clock.clock import ManualClock, SystemClock
from shared.guard.policy import parse_networks
from tests.fixtures.cast import PASSWORD, Cast, created, in_days
from tests.integration.api.account.mails import last_code, mailed
from tests.integration.api.test_access import NEW_USER, assert_problem
from tests.unit.api.factories import make_settings

WRONG = {"name": "owner", "password": "wrong"}
RIGHT = {"name": "owner", "password": PASSWORD}
OWNER = "owner@pydash.example"
# So that a test needs few of the slow password hashes.
FEW = {
    "sign_in_limits": "2/60,3/600",
    "sign_in_address_limits": "4/60",
    "sign_in_account_limits": "5/3600",
    "registration_limits": "2/600",
    "mail_request_limits": "4/600",
    "mail_limits": "2/3600",
    "mail_recipient_limits": "3/3600",
    "reset_mail_limits": "2/3600",
    "code_limits": "2/600",
    "api_limits": "6/60",
    "unknown_limits": "3/60",
}


@pytest.fixture
def few(cast: Cast) -> Cast:
    """With limits that are soon met."""
    cast.throttle(FEW)
    return cast


def assert_throttled(response: httpx.Response, retry_after: str) -> None:
    assert_problem(response, 429)
    assert response.json()["type"] == "/problems/too-many-attempts"
    assert response.headers["Retry-After"] == retry_after


async def test_guessing_is_refused_with_the_time_to_wait(few: Cast) -> None:
    stranger = few.browser()
    for _ in range(2):
        assert_problem(await stranger.post("/sessions", json=WRONG), 401)

    refused = await stranger.post("/sessions", json=RIGHT)

    assert_throttled(refused, "60")
    assert refused.json()["detail"] == "There were too many attempts. Wait 1 minute and try again."
    assert not stranger.cookies


async def test_however_the_name_is_written_it_is_one_account(few: Cast) -> None:
    for name in ("owner", " OWNER "):
        assert_problem(await few.browser().post("/sessions", json={**WRONG, "name": name}), 401)
    assert_throttled(await few.browser().post("/sessions", json={**WRONG, "name": "Owner"}), "60")


async def test_an_unknown_account_is_throttled_as_a_known_one(few: Cast) -> None:
    said = []
    for name in ("owner", "no-such-user"):
        answers = [await few.browser().post("/sessions", json={**WRONG, "name": name}) for _ in range(2)]
        said.append([(answer.status_code, answer.json()["detail"]) for answer in answers])
    assert said[0] == said[1]


async def test_one_address_is_limited_whatever_accounts_it_tries(few: Cast) -> None:
    for number in range(4):
        guess = {"name": f"user-{number}", "password": "password1"}
        assert_problem(await few.browser().post("/sessions", json=guess), 401)
    assert_throttled(await few.browser().post("/sessions", json=RIGHT), "60")


async def test_behind_a_trusted_proxy_callers_are_told_apart(few: Cast) -> None:
    async def guess(address: str) -> int:
        headers = {"X-Forwarded-For": f"203.0.113.1, {address}"}
        return (await few.browser().post("/sessions", json=WRONG, headers=headers)).status_code

    assert [await guess(f"192.0.2.{number}") for number in range(3)] == [401, 401, 429]
    few.app.state.resources = replace(few.app.state.resources, trusted_proxies=parse_networks("127.0.0.0/8"))

    assert [await guess(address) for address in ("192.0.2.1", "192.0.2.1", "192.0.2.1", "192.0.2.2")] == [
        *(401, 401, 429),
        401,
    ]


async def test_a_known_browser_signs_in_whatever_strangers_do(few: Cast) -> None:
    victim = few.browser()
    assert (await victim.post("/sessions", json=RIGHT)).status_code == 201
    await victim.delete("/sessions/current")
    statuses = {(await few.browser().post("/sessions", json=WRONG)).status_code for _ in range(5)}
    assert statuses == {401, 429}

    assert (await victim.post("/sessions", json=RIGHT)).status_code == 201


async def guessed_from_everywhere(few: Cast, account: str = "owner") -> None:
    """So often that no new browser may sign in to the account."""
    for number in range(5):
        with suppress(TooManyAttemptsError):
            attempt = Attempt(account, f"198.51.100.{number}", None)
            await few.app.state.resources.throttles.sign_in.admit(attempt)
    assert_throttled(await few.browser().post("/sessions", json=RIGHT | {"name": account}), "3600")


async def test_a_new_password_by_mail_lets_in_whatever_strangers_do(few: Cast) -> None:
    await guessed_from_everywhere(few)
    victim = few.browser()
    await victim.post("/password-resets", json={"mail": OWNER})
    new = "another long password"
    reset = {"code": await last_code(few, "reset_password"), "new_password": new}
    assert (await victim.post("/password-resets/confirmation", json=reset)).status_code == 204

    assert (await victim.post("/sessions", json={"name": "owner", "password": new})).status_code == 201


async def test_a_browser_that_opened_the_mails_link_is_known(few: Cast) -> None:
    new = few.browser()
    await new.post("/users", json=NEW_USER)
    code = await last_code(few, "verify_user")
    assert (await new.post("/users/verification", json={"code": code})).status_code == 204
    await guessed_from_everywhere(few, "ada")

    credentials = {"name": "ada", "password": NEW_USER["password"]}
    assert (await new.post("/sessions", json=credentials)).status_code == 201


async def test_a_browser_stays_known_when_name_or_password_change(few: Cast) -> None:
    browser = await few.signed_in("owner")
    assert (await browser.patch("/users/me", json={"name": "boss"})).status_code == 200
    change = {"current_password": PASSWORD, "new_password": "another long password"}
    assert (await browser.put("/users/me/password", json=change)).status_code == 204
    await guessed_from_everywhere(few, "boss")

    credentials = {"name": "boss", "password": "another long password"}
    assert (await browser.post("/sessions", json=credentials)).status_code == 201


async def test_a_thiefs_browser_is_a_stranger_after_the_password_was_changed(few: Cast) -> None:
    few.throttle(FEW | {"sign_in_limits": "9/60", "sign_in_address_limits": "20/60"})
    thief, owner = await few.signed_in("owner"), await few.signed_in("owner")
    change = {"current_password": PASSWORD, "new_password": "another long password"}
    assert (await owner.put("/users/me/password", json=change)).status_code == 204
    await guessed_from_everywhere(few)

    assert_throttled(await thief.post("/sessions", json=WRONG), "3600")


async def test_a_known_browser_cannot_guess_without_end_either(few: Cast) -> None:
    thief = few.browser()
    assert (await thief.post("/sessions", json=RIGHT)).status_code == 201
    for _ in range(2):
        assert_problem(await thief.post("/sessions", json=WRONG), 401)
    assert_throttled(await thief.post("/sessions", json=WRONG), "60")


async def test_guesses_at_the_current_password_are_limited(few: Cast) -> None:
    browser = few.browser()
    assert (await browser.post("/sessions", json=RIGHT)).status_code == 201
    change = {"current_password": "wrong", "new_password": "another long password"}
    for _ in range(2):
        assert_problem(await browser.put("/users/me/password", json=change), 422)
    assert_throttled(await browser.put("/users/me/password", json=change), "60")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/users/me/deletion", {"password": "wrong"}),
        ("PATCH", "/users/me", {"mail": "new@pydash.example", "current_password": "wrong"}),
    ],
)
async def test_wherever_the_password_is_asked_for_guesses_are_limited(
    few: Cast, method: str, path: str, body: dict[str, str]
) -> None:
    browser = await few.signed_in("owner")
    for _ in range(2):
        assert_problem(await browser.request(method, path, json=body), 422)
    assert_throttled(await browser.request(method, path, json=body), "60")


async def test_registering_is_limited_by_address(few: Cast) -> None:
    answers = [
        await few.nobody.post("/users", json={**NEW_USER, "name": f"ada{number}"}) for number in range(3)
    ]
    assert [answer.status_code for answer in answers] == [202, 202, 429]
    assert_throttled(answers[-1], "600")


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/password-resets", {"mail": "nobody@pydash.example"}),
        ("/users/verification-mails", {"name": "nobody"}),
    ],
)
async def test_asking_for_mails_is_limited_by_address(few: Cast, path: str, body: dict[str, str]) -> None:
    answers = [await few.nobody.post(path, json=body) for _ in range(5)]
    assert [answer.status_code for answer in answers] == [202] * 4 + [429]


async def test_a_recipient_gets_a_few_mails_and_who_asks_for_more_is_told_nothing(few: Cast) -> None:
    asked = {"mail": OWNER}
    answers = [await few.nobody.post("/password-resets", json=asked) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [202] * 4
    assert await mailed(few) == [("reset_password", OWNER)] * 2
    # Nobody has kept the owner from a new password: the mails that were sent count.
    code = await last_code(few, "reset_password")
    reset = {"code": code, "new_password": "another long password"}
    assert (await few.nobody.post("/password-resets/confirmation", json=reset)).status_code == 204


async def test_registrations_keep_no_reset_from_a_user(few: Cast) -> None:
    few.throttle(FEW | {"registration_limits": "9/600"})
    for number in range(4):
        await few.nobody.post("/users", json={**NEW_USER, "name": f"ada{number}", "mail": OWNER})

    await few.nobody.post("/password-resets", json={"mail": OWNER})

    assert await mailed(few) == [("already_registered", OWNER)] * 2 + [("reset_password", OWNER)]


async def test_registrations_under_taken_names_keep_no_mail_from_anybody(few: Cast) -> None:
    few.throttle(FEW | {"registration_limits": "9/600"})
    for _ in range(4):
        assert_problem(await few.nobody.post("/users", json={**NEW_USER, "name": "owner"}), 409)

    assert (await few.nobody.post("/users", json=NEW_USER)).status_code == 202

    assert await mailed(few) == [("verify_user", NEW_USER["mail"])]


async def test_one_asker_keeps_no_mail_from_who_asks_from_elsewhere(redis_url: str) -> None:
    async with Redis.from_url(redis_url) as redis:
        mails = MailThrottle(make_settings(**FEW), redis)
        assert [await mails.allows("ada", "192.0.2.1") for _ in range(9)] == [True, True] + [False] * 7
        assert await mails.allows("ada", "192.0.2.2")
        # Together they are limited as well: nobody's mailbox is filled from many addresses.
        assert not await mails.allows("ada", "192.0.2.3")
        assert await mails.allows("bob", "192.0.2.1")


async def test_whose_an_address_is_no_limit_tells(few: Cast) -> None:
    """Resets that strangers have asked for do not show to who changes to the address."""
    browser = await few.signed_in("stranger")
    said = []
    for mail in (OWNER, "no-such@pydash.example"):
        for _ in range(3):
            await few.nobody.post("/password-resets", json={"mail": mail})
        change = {"mail": mail, "current_password": PASSWORD}
        said.append((await browser.patch("/users/me", json=change)).status_code)
    assert said == [200, 200]


async def test_asking_for_mails_to_new_addresses_is_limited_by_user(few: Cast) -> None:
    few.throttle(FEW | {"sign_in_limits": "9/60", "api_limits": "20/60"})
    browser = await few.signed_in("stranger")
    answers = [
        await browser.patch(
            "/users/me", json={"mail": f"new{number}@pydash.example", "current_password": PASSWORD}
        )
        for number in range(5)
    ]
    assert [answer.status_code for answer in answers] == [200] * 4 + [429]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/users/verification", {"code": "none"}),
        ("/password-resets/confirmation", {"code": "none", "new_password": "another long password"}),
    ],
)
async def test_trying_codes_is_limited(few: Cast, path: str, body: dict[str, str]) -> None:
    answers = [await few.nobody.post(path, json=body) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [422, 422, 429]


async def test_guessing_the_password_of_a_link_is_limited(few: Cast) -> None:
    browser = await few.signed_in("owner")
    few.throttle({"sign_in_limits": "2/60"})
    link = {"label": "wall", "expires_at": in_days(1), "password": "wallboard"}
    token = (await browser.post(f"/dashboards/{few.dashboard_id}/links", json=link)).json()["token"]
    wrong, right = ({"token": token, "password": password} for password in ("wrong", "wallboard"))

    answers = [await few.nobody.post("/link-sessions", json=each) for each in (wrong, wrong, right)]

    assert [answer.status_code for answer in answers] == [401, 401, 429]


async def test_the_requests_of_a_session_are_limited(few: Cast) -> None:
    here, elsewhere = await few.signed_in("owner"), await few.signed_in("owner")
    for _ in range(6):
        assert (await here.get("/users/me")).status_code == 200
    assert_throttled(await here.get("/users/me"), "60")
    assert (await elsewhere.get("/users/me")).status_code == 200


async def test_who_has_stolen_a_key_cannot_keep_its_user_from_revoking_it(few: Cast) -> None:
    browser = await few.signed_in("owner")
    stolen = await created(browser, "/users/me/api-keys", {"label": "stolen", "scope": "read"})
    thief = few.bearer(stolen["key"])
    for _ in range(6):
        assert (await thief.get("/dashboards")).status_code == 200
    assert_throttled(await thief.get("/dashboards"), "60")
    # By another key of the same user neither: keys cost nothing.
    assert_throttled(await few.owner.get("/dashboards"), "60")

    assert (await browser.delete(f"/users/me/api-keys/{stolen['id']}")).status_code == 204
    assert_problem(await thief.get("/dashboards"), 401)
    assert (await few.stranger.get("/users/me")).status_code == 200


async def test_trying_keys_is_limited_and_those_that_are_right_work_on(few: Cast) -> None:
    forged = few.bearer(f"pydash_{'0' * 32}_{'a' * 43}")
    answers = [await forged.get("/dashboards") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [401, 401, 401, 429]
    assert (await few.owner.get("/dashboards")).status_code == 200


async def test_trying_keys_of_widgets_is_limited_and_those_that_are_right_work_on(few: Cast) -> None:
    definition = {"kind": "number", "statistic": "total_visits"}
    made = await created(
        few.owner, f"/dashboards/{few.dashboard_id}/widgets", {"title": "calls", "definition": definition}
    )

    answers = [
        await few.nobody.request(method, made["url"], auth=("wrong", "X"))
        for method in ("GET", "POST", "GET", "POST")
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403, 429]
    assert_throttled(answers[-1], "60")
    assert (await few.nobody.get(made["url"], auth=(made["key"], "X"))).status_code == 200


async def test_redis_away_people_sign_in_and_guessing_is_limited_still(few: Cast) -> None:
    resources = few.app.state.resources
    away = Redis(host=LOOPBACK, port=free_port())
    few.app.state.resources = replace(
        resources, throttles=Throttles.of(resources.settings.model_copy(update=FEW), away)
    )

    assert (await few.browser().post("/sessions", json=RIGHT)).status_code == 201
    assert_problem(await few.browser().post("/sessions", json=WRONG), 401)
    assert_throttled(await few.browser().post("/sessions", json=WRONG), "60")


async def refused(throttle: Throttle, subject: str) -> int | None:
    """How long to wait; None when admitted."""
    try:
        await throttle.admit(subject)
    except TooManyAttemptsError as error:
        return int(error.headers["Retry-After"])
    return None


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(SystemClock().now())


@pytest.fixture(params=["shared", "away"])
async def redis(request: pytest.FixtureRequest, redis_url: str) -> Redis:
    """The tests' own, or one that is not there."""
    return Redis.from_url(redis_url) if request.param == "shared" else Redis(host=LOOPBACK, port=free_port())


async def test_who_waits_as_told_is_admitted_and_who_goes_on_waits_longer(
    redis: Redis, clock: ManualClock
) -> None:
    throttle = Throttle("tests", parse_limits("2/60,4/600"), redis, clock)
    waits = []
    for _ in range(3):
        waits.append([await refused(throttle, "ada") for _ in range(3)])
        clock.move(timedelta(seconds=60))

    assert waits == [[None, None, 60], [None, None, 60], [600, 600, 60]]
    assert await refused(throttle, "bob") is None
    clock.move(timedelta(seconds=540))
    assert await refused(throttle, "ada") is None
    await redis.aclose()


async def test_being_refused_brings_the_longer_wait_no_nearer(redis: Redis, clock: ManualClock) -> None:
    throttle = Throttle("tests", parse_limits("2/60,4/600"), redis, clock)
    assert [await refused(throttle, "ada") for _ in range(30)] == [None, None] + [60] * 28
    clock.move(timedelta(seconds=60))
    assert await refused(throttle, "ada") is None
    await redis.aclose()


async def test_an_account_is_limited_against_guesses_from_many_addresses(
    redis: Redis, clock: ManualClock
) -> None:
    throttle = SignInThrottle(make_settings(**FEW), redis, clock)
    for number in range(5):
        await throttle.admit(Attempt("ada", f"192.0.2.{number}", None))
    with pytest.raises(TooManyAttemptsError):
        await throttle.admit(Attempt("ada", "192.0.2.9", None))

    await throttle.admit(Attempt("bob", "192.0.2.9", None))
    await throttle.admit(Attempt("ada", "192.0.2.0", "known"))
    await redis.aclose()


async def test_the_addresses_of_one_ipv6_network_are_one(redis: Redis, clock: ManualClock) -> None:
    throttle = SignInThrottle(make_settings(**FEW), redis, clock)
    for number in range(4):
        await throttle.admit(Attempt(f"user-{number}", f"2001:db8::{number}", None))
    with pytest.raises(TooManyAttemptsError):
        await throttle.admit(Attempt("ada", "2001:db8::9", None))
    await redis.aclose()


async def test_two_processes_count_together(redis_url: str, clock: ManualClock) -> None:
    async with Redis.from_url(redis_url) as one, Redis.from_url(redis_url) as other:
        throttles = [Throttle("tests", parse_limits("2/60"), redis, clock) for redis in (one, other)]
        assert [await refused(each, "ada") for each in throttles * 2] == [None, None, 60, 60]
