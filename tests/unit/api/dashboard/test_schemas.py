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
