from typing import Any, get_args

import pytest
from pydantic import ValidationError

from services.api.dashboard.schemas import DashboardCreate, StateName
from shared.contracts.dashboard_state import DashboardState


def create(**changes: Any) -> DashboardCreate:
    return DashboardCreate(
        **({"name": "Shop", "url": "https://app.example/dashboard", "token": "secret"} | changes)
    )


def test_a_dashboard_needs_a_name_a_url_and_a_token() -> None:
    added = create(name="  Shop  ", url="https://App.Example/dashboard/")

    assert (added.name, added.url) == ("Shop", "https://app.example/dashboard")
    assert added.token.get_secret_value() == "secret"
    assert (added.poll_interval_seconds, added.settle_seconds) == (60, 10)


def test_an_app_is_looked_at_unless_told_otherwise() -> None:
    assert create().check
    assert not create(check=False).check


@pytest.mark.parametrize("token", ["secret\n", "  secret", "\tsecret\r\n"])
def test_blanks_around_a_token_come_from_pasting(token: str) -> None:
    assert create(token=token).token.get_secret_value() == "secret"


@pytest.mark.parametrize("token", ["sec\nret", "sec\r\nHost: x", "sec\x00ret", "sec\u2028ret", "   "])
def test_a_token_that_no_request_can_carry_is_refused_unshown(token: str) -> None:
    with pytest.raises(ValidationError, match="must not be empty") as refused:
        create(token=token)

    assert "sec" not in str(refused.value)


def test_the_token_does_not_show() -> None:
    assert "secret" not in f"{create()!r}{create().model_dump_json()}"


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "   "},
        {"name": "x" * 101},
        {"url": "ftp://app.example"},
        {"url": ""},
        {"token": ""},
        {"token": "x" * 501},
        {"poll_interval_seconds": 1},
        {"poll_interval_seconds": 86_401},
        {"settle_seconds": 1},
        {"settle_seconds": 601},
    ],
    ids=lambda changes: f"{changes}"[:40],
)
def test_what_is_out_of_bounds_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        create(**changes)


def test_the_schema_knows_every_state() -> None:
    assert set(get_args(StateName)) == {state.name.lower() for state in DashboardState}
