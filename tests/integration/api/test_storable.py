"""Texts that Postgres has no place for are refused, wherever they are given."""

import base64
import json
from typing import Any, NamedTuple

import pytest

from tests.fixtures.cast import DASHBOARD, GRAPH, PASSWORD, WholeCast, in_days
from tests.integration.api.test_access import assert_problem

NUL = "a\x00b"
_WIDGET = {"kind": "number", "statistic": "total_visits"}
_METER = {"kind": "geck_o_meter", "statistic": "total_visits", "maximum": 9}
_BULLET = {"kind": "bullet", "statistic": "total_visits", "axis_points": [0, 9]}


class Given(NamedTuple):
    """``{dashboard}``, ``{widget}``, ... in the path are those of the cast."""

    method: str
    path: str
    pointer: str
    body: dict[str, Any] | None = None
    query: dict[str, str] | None = None


def _of_widgets() -> list[Given]:
    filters = {name: _WIDGET | {"filters": {name: NUL}} for name in ("endpoint", "version", "group_by", "ip")}
    texts = {
        "number/prefix": _WIDGET | {"prefix": NUL},
        "geck_o_meter/minimum_text": _METER | {"minimum_text": NUL},
        "geck_o_meter/maximum_text": _METER | {"maximum_text": NUL},
        "bullet/sublabel": _BULLET | {"sublabel": NUL},
    }
    definitions = texts | {f"number/filters/{name}": definition for name, definition in filters.items()}
    path = "{dashboard}/widgets"
    return [
        Given("POST", path, "body/title", {"title": NUL, "definition": _WIDGET}),
        Given("PATCH", path + "/{widget}", "body/title", {"title": NUL}),
        *(
            Given("POST", path, f"body/definition/{pointer}", {"title": "calls", "definition": definition})
            for pointer, definition in definitions.items()
        ),
    ]


GIVEN = [
    Given("POST", "/dashboards", "body/name", {**DASHBOARD, "url": "http://new.example", "name": NUL}),
    Given("PATCH", "{dashboard}", "body/name", {"name": NUL}),
    Given("POST", "{dashboard}/shares", "body/invited", {"invited": NUL, "role": "viewer"}),
    Given("POST", "{dashboard}/links", "body/label", {"label": NUL, "expires_at": in_days(1)}),
    Given("POST", "/users/me/api-keys", "body/label", {"label": NUL, "scope": "read"}),
    Given("POST", "/sessions", "body/name", {"name": NUL, "password": PASSWORD}),
    Given("POST", "{dashboard}/graphs", "body/title", GRAPH | {"title": NUL}),
    Given("PUT", "{dashboard}/graphs/{graph}", "body/title", GRAPH | {"title": NUL}),
    *(
        Given("POST", "{dashboard}/graphs", f"body/{name}", GRAPH | {name: NUL})
        for name in ("endpoint", "version", "group_by", "ip")
    ),
    *_of_widgets(),
    Given("GET", "{dashboard}/test-runs/{run}/results", "query/endpoint", query={"endpoint": NUL}),
    Given("GET", "{dashboard}/endpoints", "query/endpoint", query={"endpoint": NUL}),
]


async def test_nul_is_refused_with_its_place(whole_cast: WholeCast) -> None:
    places = {
        "dashboard": f"/dashboards/{whole_cast.dashboard_id}",
        "widget": whole_cast.widget_id,
        "graph": whole_cast.graph_id,
        "run": whole_cast.test_run["run_id"],
    }
    owner = await whole_cast.signed_in("owner")
    for method, path, pointer, body, query in GIVEN:
        answer = await owner.request(method, path.format(**places), json=body, params=query)

        assert_problem(answer, 422)
        [error] = answer.json()["errors"]
        assert error == {"pointer": f"#/{pointer}", "detail": "must not hold the character NUL"}


@pytest.mark.parametrize(
    ("method", "path", "field", "others"),
    [
        ("POST", "/sessions", "password", {"name": "owner"}),
        ("POST", "/users", "password", {"name": "ada", "mail": "ada@pydash.example"}),
        ("PUT", "/users/me/password", "new_password", {"current_password": PASSWORD}),
        ("POST", "/users/me/deletion", "password", {}),
        ("POST", "/password-resets/confirmation", "new_password", {"code": "none"}),
        ("POST", "{dashboard}/links", "password", {"label": "wall", "expires_at": in_days(1)}),
        ("POST", "/link-sessions", "password", {"token": "{link}"}),
        ("POST", "{dashboard}/widgets", "password", {"title": "calls", "definition": _WIDGET}),
        ("PATCH", "{dashboard}", "token", {}),
    ],
)
async def test_half_a_character_is_refused_in_secrets(
    whole_cast: WholeCast, method: str, path: str, field: str, others: dict[str, Any]
) -> None:
    owner = await whole_cast.signed_in("owner")
    given = others | {field: "HALF and a few more"}
    body = json.dumps(given).replace("{link}", whole_cast.link_token).replace("HALF", "\\ud800")
    path = path.format(dashboard=f"/dashboards/{whole_cast.dashboard_id}")

    answer = await owner.request(method, path, content=body, headers={"Content-Type": "application/json"})

    assert_problem(answer, 422)
    assert answer.json()["errors"][0]["pointer"] == f"#/body/{field}"


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59.999999-12:00", "0001-01-01T00:00:00+14:00"])
@pytest.mark.parametrize("path", ["/users/me/api-keys", "{dashboard}/links"])
async def test_a_moment_that_is_none_in_utc_is_refused(whole_cast: WholeCast, path: str, moment: str) -> None:
    owner = await whole_cast.signed_in("owner")
    path = path.format(dashboard=f"/dashboards/{whole_cast.dashboard_id}")

    answer = await owner.post(path, json={"label": "new", "expires_at": moment})

    assert_problem(answer, 422)
    assert answer.json()["errors"][0]["pointer"] == "#/body/expires_at"


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**100])
async def test_a_cursor_with_a_number_beyond_all_is_refused(whole_cast: WholeCast, number: int) -> None:
    cursor = base64.urlsafe_b64encode(f"1.0 {number}".encode()).decode()
    path = f"/dashboards/{whole_cast.dashboard_id}/test-runs/{whole_cast.test_run['run_id']}/results"

    answer = await whole_cast.owner.get(path, params={"cursor": cursor})

    assert_problem(answer, 422)
    assert answer.json()["errors"][0]["pointer"] == "#/query/cursor"


async def test_texts_that_pydash_only_compares_may_hold_what_they_like(whole_cast: WholeCast) -> None:
    """They find nothing, and do no harm."""
    dashboard = f"/dashboards/{whole_cast.dashboard_id}"
    suite = whole_cast.test_run["suite_id"]
    for path, query, status in (
        (f"{dashboard}/test-suites/{suite}/history", {"test": NUL}, 200),
        (f"{dashboard}/outliers", {"endpoint": NUL}, 404),
        (f"{dashboard}/profile", {"endpoint": NUL}, 404),
        (f"{dashboard}/endpoint", {"endpoint": NUL}, 404),
    ):
        assert (await whole_cast.owner.get(path, params=query)).status_code == status, path
    for kind, target in (("delete", None), ("rename", NUL), ("merge", NUL)):
        change = {"kind": kind, "endpoint": NUL, "target": target}
        assert_problem(await whole_cast.owner.post(f"{dashboard}/endpoint-changes", json=change), 422)
