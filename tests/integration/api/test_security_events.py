"""What the log of security events says, and what it never does."""

from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.fixtures.cast import PASSWORD, Cast, in_days

GUESS = "a password that nobody has"


def events(logs: list[Any]) -> list[str]:
    return [entry["event"] for entry in logs]


async def test_signing_in_and_failing_to_is_told_with_the_user_and_without_what_was_typed(cast: Cast) -> None:
    user = (await cast.owner.get("/users/me")).json()["id"]
    with capture_logs() as logs:
        await cast.browser().post("/sessions", json={"name": "owner", "password": GUESS})
        await cast.browser().post("/sessions", json={"name": GUESS, "password": PASSWORD})
        await cast.signed_in("owner")

    assert [(entry["event"], entry["user"], entry.get("reason")) for entry in logs] == [
        ("sign_in_refused", user, "password"),
        ("sign_in_refused", None, "no such user"),
        ("signed_in", user, None),
    ]
    assert GUESS not in str(logs)
    assert PASSWORD not in str(logs)


async def test_what_lets_others_in_is_told_when_it_changes(cast: Cast) -> None:
    browser = await cast.signed_in("owner")
    dashboard = f"/dashboards/{cast.dashboard_id}"
    with capture_logs() as logs:
        key = (await browser.post("/users/me/api-keys", json={"label": "new", "scope": "read"})).json()
        await browser.delete(f"/users/me/api-keys/{key['id']}")
        invited = {"invited": "stranger", "role": "viewer"}
        share = (await browser.post(f"{dashboard}/shares", json=invited)).json()
        await browser.patch(f"{dashboard}/shares/{share['id']}", json={"role": "editor"})
        await browser.delete(f"{dashboard}/shares/{share['id']}")
        new_link = {"label": "wall", "expires_at": in_days(1)}
        link = (await browser.post(f"{dashboard}/links", json=new_link)).json()
        await browser.delete(f"{dashboard}/links/{link['id']}")
        change = {"current_password": PASSWORD, "new_password": "another long password"}
        await browser.put("/users/me/password", json=change)
        await browser.delete(dashboard)
        await browser.delete("/sessions")

    assert events(logs) == [
        "key_created",
        "key_revoked",
        "dashboard_shared",
        "share_changed",
        "share_removed",
        "link_created",
        "link_revoked",
        "password_changed",
        "dashboard_deleted",
        "signed_out_everywhere",
    ]
    for secret in (key["key"], link["token"], "another long password"):
        assert secret not in str(logs)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("DELETE", "/sessions", None),
        ("POST", "/users/me/api-keys", {"label": "new", "scope": "read"}),
    ],
)
async def test_what_is_refused_to_who_was_let_in_is_told(
    cast: Cast, method: str, path: str, body: dict[str, str] | None
) -> None:
    with capture_logs() as logs:
        assert (await cast.owner.request(method, path, json=body)).status_code == 403

    [entry] = logs
    assert (entry["event"], entry["reason"]) == ("access_refused", "session-needed")
    assert entry["path"].endswith(path)
