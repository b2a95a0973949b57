"""Who may call what. Every operation of the schema is listed here: a new one without its row fails."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.api.main import API_PREFIX
from tests.fixtures.cast import PASSWORD, Cast
from tests.integration.api.recorded import Call, record


@dataclass(frozen=True)
class Operation:
    """How its owner calls it well.

    ``open``: works without being signed in; ``stream``: never ends; ``fetched``: the fetcher answers it, and here
    runs none.
    """

    method: str
    path: str
    status: int = 200
    body: dict[str, Any] | None = None
    query: dict[str, str] | None = None
    open: bool = False
    stream: bool = False
    fetched: bool = False


SOURCE = {"url": "https://second.example/dashboard", "token": "t"}
NEW_DASHBOARD = {"name": "second", "check": False, **SOURCE}
NEW_PASSWORD = {"current_password": PASSWORD, "new_password": "another long password"}

OPERATIONS = {
    "login": Operation("POST", "/sessions", 201, {"name": "owner", "password": PASSWORD}, open=True),
    "refresh_session": Operation("POST", "/sessions/refresh", 401, open=True),
    "logout": Operation("DELETE", "/sessions/current", 204),
    "get_current_user": Operation("GET", "/users/me"),
    "change_password": Operation("PUT", "/users/me/password", 204, NEW_PASSWORD),
    "get_dashboards": Operation("GET", "/dashboards"),
    "register_dashboard": Operation("POST", "/dashboards", 201, NEW_DASHBOARD),
    "check_source": Operation("POST", "/dashboards/check", body=SOURCE, fetched=True),
    "get_dashboard": Operation("GET", "/dashboards/{dashboard_id}"),
    "change_dashboard_settings": Operation("PATCH", "/dashboards/{dashboard_id}", body={"name": "renamed"}),
    "get_endpoints": Operation("GET", "/dashboards/{dashboard_id}/endpoints"),
    "get_endpoint": Operation("GET", "/dashboards/{dashboard_id}/endpoint", query={"endpoint": "home"}),
    "change_endpoint": Operation(
        "POST", "/dashboards/{dashboard_id}/endpoint-changes", 202, {"kind": "delete", "endpoint": "home"}
    ),
    "get_endpoint_changes": Operation("GET", "/dashboards/{dashboard_id}/endpoint-changes"),
    "get_breakdown": Operation(
        "GET",
        "/dashboards/{dashboard_id}/breakdown",
        query={"by": "version", "statistic": "total_visits"},
    ),
    "get_visitor_heatmap": Operation("GET", "/dashboards/{dashboard_id}/visitor-heatmap"),
    "get_unique_visitor_heatmap": Operation("GET", "/dashboards/{dashboard_id}/unique-visitor-heatmap"),
    "get_execution_time_heatmap": Operation("GET", "/dashboards/{dashboard_id}/execution-time-heatmap"),
    "get_endpoint_execution_times_boxplots": Operation("GET", "/dashboards/{dashboard_id}/endpoint-boxplots"),
    "get_execution_times_boxplot": Operation("GET", "/dashboards/{dashboard_id}/boxplot"),
    "get_execution_times_per_version_dashboard": Operation(
        "GET", "/dashboards/{dashboard_id}/version-boxplots"
    ),
    "get_execution_times_per_version_endpoint": Operation(
        "GET", "/dashboards/{dashboard_id}/endpoint/version-boxplots", query={"endpoint": "home"}
    ),
    "get_matrix": Operation("GET", "/dashboards/{dashboard_id}/matrix"),
    "query_dashboard": Operation(
        "POST", "/dashboards/{dashboard_id}/query", body={"panels": {"boxes": {"kind": "boxplots"}}}
    ),
    "get_downtime": Operation("GET", "/dashboards/{dashboard_id}/downtime"),
    "export_calls": Operation("GET", "/dashboards/{dashboard_id}/export"),
    "export_digest": Operation("GET", "/dashboards/{dashboard_id}/digest"),
    "get_live_events": Operation("GET", "/live", stream=True),
    "get_outliers": Operation("GET", "/dashboards/{dashboard_id}/outliers"),
    # One that there is, tests/integration/api/test_traces.py has.
    "get_outlier": Operation("GET", "/dashboards/{dashboard_id}/outliers/{outlier_id}", 404),
    "get_profile": Operation("GET", "/dashboards/{dashboard_id}/profile", query={"endpoint": "home"}),
    "get_exceptions": Operation("GET", "/dashboards/{dashboard_id}/exceptions"),
}
CLOSED = [name for name, operation in OPERATIONS.items() if not operation.open]
OF_A_DASHBOARD = [name for name, operation in OPERATIONS.items() if "{dashboard_id}" in operation.path]


async def call(client: httpx.AsyncClient, operation: Operation, dashboard_id: str) -> httpx.Response:
    path = operation.path.format(dashboard_id=dashboard_id, outlier_id=uuid4())
    return await client.request(operation.method, path, json=operation.body, params=operation.query)


def assert_problem(response: httpx.Response, status: int) -> None:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["type"].startswith("/problems/")
    assert problem["instance"] == f"urn:uuid:{response.headers['x-request-id']}"


async def test_every_operation_is_listed(cast: Cast) -> None:
    schema = (await cast.nobody.get("http://pydash.example/api/v1/openapi.json")).json()
    found = {
        operation["operationId"]: (method.upper(), path.removeprefix(API_PREFIX))
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    }
    assert found == {name: (each.method, each.path) for name, each in OPERATIONS.items()}


@pytest.mark.parametrize("name", CLOSED)
async def test_nobody_is_told_to_sign_in(cast: Cast, name: str) -> None:
    assert_problem(await call(cast.nobody, OPERATIONS[name], cast.dashboard_id), 401)


@pytest.mark.parametrize("key", ["", "nonsense", "pydash_x_y", f"pydash_{'0' * 32}_{'a' * 43}"])
async def test_a_wrong_api_key_is_refused(cast: Cast, key: str) -> None:
    headers = {"Authorization": f"Bearer {key}"}
    assert_problem(await cast.nobody.get("/dashboards", headers=headers), 401)


async def test_a_key_with_another_keys_id_is_refused(cast: Cast) -> None:
    owners, strangers = (client.headers["Authorization"].split("_") for client in (cast.owner, cast.stranger))
    forged = "_".join([owners[0], owners[1], *strangers[2:]])
    assert_problem(await cast.nobody.get("/dashboards", headers={"Authorization": forged}), 401)


@pytest.mark.parametrize("name", OF_A_DASHBOARD)
async def test_a_strangers_dashboard_looks_like_none_at_all(cast: Cast, name: str) -> None:
    foreign = await call(cast.stranger, OPERATIONS[name], cast.dashboard_id)
    absent = await call(cast.stranger, OPERATIONS[name], str(uuid4()))

    assert_problem(foreign, 404)
    differing = {"instance"}
    said = [
        {key: answer.json()[key] for key in answer.json().keys() - differing} for answer in (foreign, absent)
    ]
    assert said[0] == said[1]


async def test_a_strangers_list_is_empty(cast: Cast) -> None:
    assert (await cast.stranger.get("/dashboards")).json() == {"items": [], "next_cursor": None}


@pytest.mark.parametrize(
    "name", [name for name, each in OPERATIONS.items() if not (each.stream or each.fetched)]
)
async def test_the_owner_may(cast: Cast, name: str) -> None:
    await record(cast, [Call()])
    operation = OPERATIONS[name]
    response = await call(cast.owner, operation, cast.dashboard_id)
    assert response.status_code == operation.status, response.text


async def test_no_answer_shows_a_token(cast: Cast) -> None:
    for path in ("/dashboards", f"/dashboards/{cast.dashboard_id}"):
        assert "the token of the shop" not in (await cast.owner.get(path)).text
