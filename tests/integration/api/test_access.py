"""Who may call what. Every operation of the schema is listed here: a new one without its row fails."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.api.main import API_PREFIX
from tests.fixtures.cast import GRAPH, PASSWORD, WholeCast, in_days
from tests.integration.api.recorded import Call, record


@dataclass(frozen=True)
class Operation:
    """How its owner calls it well, and who else may.

    ``open``: works without being signed in; ``session``: not by a key or a link, only signed in; ``role``: the
    least that may, of a dashboard's; ``guest``: what others than the owner are answered, if not the same;
    ``reads``: changes nothing though it is a POST; ``stream``: never ends; ``fetched``: the fetcher answers it,
    and here runs none.
    """

    method: str
    path: str
    status: int = 200
    body: dict[str, Any] | None = None
    query: dict[str, str] | None = None
    open: bool = False
    session: bool = False
    role: str = "viewer"
    guest: int | None = None
    reads: bool = False
    stream: bool = False
    fetched: bool = False

    @property
    def changes(self) -> bool:
        return self.method != "GET" and not self.reads

    @property
    def of_a_dashboard(self) -> bool:
        return "{dashboard_id}" in self.path


SOURCE = {"url": "https://second.example/dashboard", "token": "t"}
NEW_DASHBOARD = {"name": "second", "check": False, **SOURCE}
NEW_USER = {"name": "ada", "mail": "ada@pydash.example", "password": "a long enough password"}
NEW_PASSWORD = {"current_password": PASSWORD, "new_password": "another long password"}
NEW_KEY = {"label": "new", "scope": "read"}
NEW_SHARE = {"invited": "stranger", "role": "viewer"}
NEW_WIDGET = {"title": "new", "definition": {"kind": "number", "statistic": "total_visits"}}
NEW_LINK = {"label": "new", "expires_at": in_days(1)}
NEW_TEST_RUN = {"run_id": str(uuid4()), "suite": "unit", "started_at": in_days(-1), "results": []}

OPERATIONS = {
    "login": Operation("POST", "/sessions", 201, {"name": "owner", "password": PASSWORD}, open=True),
    "refresh_session": Operation("POST", "/sessions/refresh", 401, open=True),
    "logout": Operation("DELETE", "/sessions/current", 204, session=True),
    "get_sessions": Operation("GET", "/sessions", session=True),
    "logout_everywhere": Operation("DELETE", "/sessions", 204, session=True),
    "end_session": Operation("DELETE", "/sessions/{session_id}", 404, session=True),
    "register_user": Operation("POST", "/users", 202, NEW_USER, open=True),
    "resend_verification": Operation("POST", "/users/verification-mails", 202, {"name": "owner"}, open=True),
    "verify_user": Operation("POST", "/users/verification", 422, {"code": "none"}, open=True),
    "get_current_user": Operation("GET", "/users/me"),
    "change_settings": Operation("PATCH", "/users/me", body={"theme": "dark"}, session=True),
    "delete_user": Operation("POST", "/users/me/deletion", 204, {"password": PASSWORD}, session=True),
    "change_password": Operation("PUT", "/users/me/password", 204, NEW_PASSWORD, session=True),
    "request_password_reset": Operation(
        "POST", "/password-resets", 202, {"mail": "owner@pydash.example"}, open=True
    ),
    "reset_password": Operation(
        "POST",
        "/password-resets/confirmation",
        422,
        {"code": "none", "new_password": "a long enough password"},
        open=True,
    ),
    "get_api_keys": Operation("GET", "/users/me/api-keys", session=True),
    "create_api_key": Operation("POST", "/users/me/api-keys", 201, NEW_KEY, session=True),
    "revoke_api_key": Operation("DELETE", "/users/me/api-keys/{key_id}", 204, session=True, guest=404),
    "get_dashboards": Operation("GET", "/dashboards"),
    "register_dashboard": Operation("POST", "/dashboards", 201, NEW_DASHBOARD),
    "check_source": Operation("POST", "/dashboards/check", body=SOURCE, fetched=True),
    "get_dashboard": Operation("GET", "/dashboards/{dashboard_id}"),
    "change_dashboard_settings": Operation(
        "PATCH", "/dashboards/{dashboard_id}", body={"name": "renamed"}, role="editor"
    ),
    "delete_dashboard": Operation("DELETE", "/dashboards/{dashboard_id}", 204, role="owner"),
    "get_endpoints": Operation("GET", "/dashboards/{dashboard_id}/endpoints"),
    "get_endpoint": Operation("GET", "/dashboards/{dashboard_id}/endpoint", query={"endpoint": "home"}),
    "change_endpoint": Operation(
        "POST",
        "/dashboards/{dashboard_id}/endpoint-changes",
        202,
        {"kind": "delete", "endpoint": "home"},
        role="editor",
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
        "POST",
        "/dashboards/{dashboard_id}/query",
        body={"panels": {"boxes": {"kind": "boxplots"}}},
        reads=True,
    ),
    "get_downtime": Operation("GET", "/dashboards/{dashboard_id}/downtime"),
    "export_calls": Operation("GET", "/dashboards/{dashboard_id}/export"),
    "export_digest": Operation("GET", "/dashboards/{dashboard_id}/digest"),
    "get_overview": Operation("GET", "/overview"),
    "get_graphs": Operation("GET", "/dashboards/{dashboard_id}/graphs"),
    "create_graph": Operation("POST", "/dashboards/{dashboard_id}/graphs", 201, GRAPH, role="editor"),
    "change_graph": Operation(
        "PUT", "/dashboards/{dashboard_id}/graphs/{graph_id}", body=GRAPH, role="editor"
    ),
    "move_graph": Operation(
        "PUT", "/dashboards/{dashboard_id}/graphs/{graph_id}/place", body={"place": 0}, role="editor"
    ),
    "delete_graph": Operation("DELETE", "/dashboards/{dashboard_id}/graphs/{graph_id}", 204, role="editor"),
    "get_live_events": Operation("GET", "/live", stream=True),
    "get_shares": Operation("GET", "/dashboards/{dashboard_id}/shares", session=True, role="owner"),
    "share_dashboard": Operation(
        "POST", "/dashboards/{dashboard_id}/shares", 201, NEW_SHARE, session=True, role="owner"
    ),
    "change_share": Operation(
        "PATCH",
        "/dashboards/{dashboard_id}/shares/{share_id}",
        body={"role": "editor"},
        session=True,
        role="owner",
    ),
    "remove_share": Operation(
        "DELETE", "/dashboards/{dashboard_id}/shares/{share_id}", 204, session=True, role="owner"
    ),
    "leave_dashboard": Operation("DELETE", "/dashboards/{dashboard_id}/share", 409, session=True, guest=204),
    "get_links": Operation("GET", "/dashboards/{dashboard_id}/links", session=True, role="owner"),
    "create_link": Operation(
        "POST", "/dashboards/{dashboard_id}/links", 201, NEW_LINK, session=True, role="owner"
    ),
    "revoke_link": Operation(
        "DELETE", "/dashboards/{dashboard_id}/links/{link_id}", 204, session=True, role="owner"
    ),
    "submit_test_run": Operation(
        "POST", "/dashboards/{dashboard_id}/test-runs", 201, NEW_TEST_RUN, role="editor"
    ),
    "get_test_suites": Operation("GET", "/dashboards/{dashboard_id}/test-suites"),
    "delete_test_suite": Operation(
        "DELETE", "/dashboards/{dashboard_id}/test-suites/{suite_id}", 204, role="editor"
    ),
    "get_test_history": Operation(
        "GET", "/dashboards/{dashboard_id}/test-suites/{suite_id}/history", query={"test": "a"}
    ),
    "get_flaky_tests": Operation("GET", "/dashboards/{dashboard_id}/test-suites/{suite_id}/flaky-tests"),
    "get_test_runs": Operation("GET", "/dashboards/{dashboard_id}/test-runs"),
    "get_test_results": Operation("GET", "/dashboards/{dashboard_id}/test-runs/{run_id}/results"),
    "get_test_regressions": Operation("GET", "/dashboards/{dashboard_id}/test-runs/{run_id}/regressions"),
    "get_endpoints_under_test": Operation("GET", "/dashboards/{dashboard_id}/test-runs/{run_id}/endpoints"),
    "open_link": Operation("POST", "/link-sessions", 201, {"token": "{link_token}"}, open=True),
    "get_widgets": Operation("GET", "/dashboards/{dashboard_id}/widgets"),
    "create_widget": Operation("POST", "/dashboards/{dashboard_id}/widgets", 201, NEW_WIDGET, role="editor"),
    "change_widget": Operation(
        "PATCH", "/dashboards/{dashboard_id}/widgets/{widget_id}", body={"title": "renamed"}, role="editor"
    ),
    "renew_widget_key": Operation(
        "POST", "/dashboards/{dashboard_id}/widgets/{widget_id}/key", role="editor"
    ),
    "delete_widget": Operation(
        "DELETE", "/dashboards/{dashboard_id}/widgets/{widget_id}", 204, role="editor"
    ),
    "preview_widget": Operation(
        "POST", "/dashboards/{dashboard_id}/widget-preview", body=NEW_WIDGET, reads=True
    ),
    # Their keys come as HTTP Basic, whatever else the request is sent with.
    "get_widget_feed": Operation("GET", "/widgets/{widget_id}/feed", 403, open=True),
    "post_widget_feed": Operation("POST", "/widgets/{widget_id}/feed", 403, open=True),
    "get_outliers": Operation("GET", "/dashboards/{dashboard_id}/outliers"),
    # One that there is, tests/integration/api/test_traces.py has.
    "get_outlier": Operation("GET", "/dashboards/{dashboard_id}/outliers/{outlier_id}", 404),
    "get_profile": Operation("GET", "/dashboards/{dashboard_id}/profile", query={"endpoint": "home"}),
    "get_exceptions": Operation("GET", "/dashboards/{dashboard_id}/exceptions"),
}
CLOSED = [name for name, operation in OPERATIONS.items() if not operation.open]
OF_A_DASHBOARD = [name for name, operation in OPERATIONS.items() if operation.of_a_dashboard]
ANSWERED = [name for name, each in OPERATIONS.items() if not (each.stream or each.fetched)]
# Who was let in, the weakest first, so that a refusal is not the work of one who came before.
LET_IN = ("link", "read_key", "bound_key", "viewer", "editor", "owner")
USERS = ("viewer", "editor", "owner")
ROLES = ("viewer", "editor", "owner")

_IDS = (
    "key_id",
    "session_id",
    "share_id",
    "link_id",
    "run_id",
    "suite_id",
    "widget_id",
    "outlier_id",
    "graph_id",
)


async def call(
    client: httpx.AsyncClient, operation: Operation, dashboard_id: str, **ids: str
) -> httpx.Response:
    """Ids that are not given are nobody's."""
    fields = {
        "dashboard_id": dashboard_id,
        **dict.fromkeys(_IDS, str(uuid4())),
    }
    body = operation.body and {
        field: value.format(**ids) if value == "{link_token}" else value
        for field, value in operation.body.items()
    }
    path = operation.path.format(**(fields | ids))
    return await client.request(operation.method, path, json=body, params=operation.query)


async def call_as(cast: WholeCast, who: str, operation: Operation, dashboard_id: str) -> httpx.Response:
    """Users are signed in where it takes that, and send keys where it does not."""
    client = await cast.signed_in(who) if operation.session and who in USERS else getattr(cast, who)
    return await call(
        client,
        operation,
        dashboard_id,
        key_id=cast.key_id,
        share_id=cast.share_id,
        link_id=cast.link_id,
        link_token=cast.link_token,
        **cast.test_run,
        widget_id=cast.widget_id,
        graph_id=cast.graph_id,
    )


def refused(who: str, operation: Operation) -> bool:
    """Whether it is more than they may do with a dashboard that they see."""
    if operation.open:
        return False
    if who in USERS:
        return operation.of_a_dashboard and ROLES.index(who) < ROLES.index(operation.role)
    if operation.session:
        return True
    if who == "bound_key":
        return operation.changes and not operation.of_a_dashboard
    # Behind a link there is no user who could be shown.
    return operation.changes or (who == "link" and operation.path == "/users/me")


def assert_problem(response: httpx.Response, status: int) -> None:
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert problem["status"] == status
    assert problem["type"].startswith("/problems/")
    assert problem["instance"] == f"urn:uuid:{response.headers['x-request-id']}"


@pytest.fixture(scope="module", autouse=True)
async def one_call(lasting_cast: WholeCast) -> None:
    await record(lasting_cast, [Call()])


async def test_every_operation_is_listed(lasting_cast: WholeCast) -> None:
    schema = (await lasting_cast.nobody.get("http://pydash.example/api/v1/openapi.json")).json()
    found = {
        operation["operationId"]: (method.upper(), path.removeprefix(API_PREFIX))
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    }
    assert found == {name: (each.method, each.path) for name, each in OPERATIONS.items()}


@pytest.mark.parametrize("name", CLOSED)
async def test_nobody_is_told_to_sign_in(lasting_cast: WholeCast, name: str) -> None:
    assert_problem(await call(lasting_cast.nobody, OPERATIONS[name], lasting_cast.dashboard_id), 401)


@pytest.mark.parametrize("key", ["", "nonsense", "pydash_x_y", f"pydash_{'0' * 32}_{'a' * 43}"])
async def test_a_wrong_api_key_is_refused(lasting_cast: WholeCast, key: str) -> None:
    headers = {"Authorization": f"Bearer {key}"}
    assert_problem(await lasting_cast.nobody.get("/dashboards", headers=headers), 401)


async def test_a_key_with_another_keys_id_is_refused(lasting_cast: WholeCast) -> None:
    owners, strangers = (
        client.headers["Authorization"].split("_") for client in (lasting_cast.owner, lasting_cast.stranger)
    )
    forged = "_".join([owners[0], owners[1], *strangers[2:]])
    assert_problem(await lasting_cast.nobody.get("/dashboards", headers={"Authorization": forged}), 401)


@pytest.mark.parametrize("name", CLOSED)
async def test_a_wrong_link_is_refused(lasting_cast: WholeCast, name: str) -> None:
    forged = lasting_cast.bearer(f"pydashlink_{'0' * 32}_{'a' * 43}")
    assert_problem(await call(forged, OPERATIONS[name], lasting_cast.dashboard_id), 401)


def assert_said_alike(one: httpx.Response, other: httpx.Response) -> None:
    said = [{**answer.json(), "instance": None} for answer in (one, other)]
    assert said[0] == said[1]


@pytest.mark.parametrize("name", OF_A_DASHBOARD)
async def test_a_strangers_dashboard_looks_like_none_at_all(lasting_cast: WholeCast, name: str) -> None:
    operation = OPERATIONS[name]
    stranger = await lasting_cast.signed_in("stranger") if operation.session else lasting_cast.stranger
    foreign = await call(stranger, operation, lasting_cast.dashboard_id)
    absent = await call(stranger, operation, str(uuid4()))

    assert_problem(foreign, 404)
    assert_said_alike(foreign, absent)


@pytest.mark.parametrize("name", OF_A_DASHBOARD)
async def test_to_those_let_in_other_dashboards_look_like_none_at_all(
    lasting_cast: WholeCast, name: str
) -> None:
    operation = OPERATIONS[name]
    for who in ("link", "bound_key", "viewer", "editor"):
        foreign = await call_as(lasting_cast, who, operation, lasting_cast.other_dashboard_id)
        absent = await call_as(lasting_cast, who, operation, str(uuid4()))

        assert_problem(foreign, 403 if who not in USERS and refused(who, operation) else 404)
        assert_said_alike(foreign, absent)


async def test_a_strangers_list_is_empty(lasting_cast: WholeCast) -> None:
    assert (await lasting_cast.stranger.get("/dashboards")).json() == {"items": [], "next_cursor": None}


async def test_lists_show_what_each_may_see_and_do(lasting_cast: WholeCast) -> None:
    seen = {}
    for who in (*LET_IN, "stranger"):
        listed = (await getattr(lasting_cast, who).get("/dashboards")).json()["items"]
        seen[who] = [(item["id"], item["role"]) for item in listed]

    one, other = lasting_cast.dashboard_id, lasting_cast.other_dashboard_id
    assert seen == {
        "link": [(one, "viewer")],
        "read_key": [(one, "owner"), (other, "owner")],
        "bound_key": [(one, "owner")],
        "viewer": [(one, "viewer")],
        "editor": [(one, "editor")],
        "owner": [(one, "owner"), (other, "owner")],
        "stranger": [],
    }


@pytest.mark.parametrize("name", CLOSED)
async def test_more_than_they_may_is_refused(lasting_cast: WholeCast, name: str) -> None:
    operation = OPERATIONS[name]
    for who in LET_IN:
        if refused(who, operation):
            response = await call_as(lasting_cast, who, operation, lasting_cast.dashboard_id)
            assert response.status_code == 403, f"{who}: {response.text}"
            assert_problem(response, 403)
    if operation.session:
        assert_problem(await call(lasting_cast.owner, operation, lasting_cast.dashboard_id), 403)


@pytest.mark.parametrize("name", [name for name in ANSWERED if not OPERATIONS[name].changes])
async def test_all_who_were_let_in_may_read(lasting_cast: WholeCast, name: str) -> None:
    operation = OPERATIONS[name]
    for who in LET_IN:
        if not refused(who, operation):
            response = await call_as(lasting_cast, who, operation, lasting_cast.dashboard_id)
            assert response.status_code == operation.status, f"{who}: {response.text}"


@pytest.mark.parametrize(
    ("name", "who"),
    [
        pytest.param(name, who, id=f"{name} {who}")
        for name in ANSWERED
        for who in LET_IN
        if OPERATIONS[name].changes and not refused(who, OPERATIONS[name])
    ],
)
async def test_who_may_change_does(whole_cast: WholeCast, name: str, who: str) -> None:
    await record(whole_cast, [Call()])
    operation = OPERATIONS[name]
    response = await call_as(whole_cast, who, operation, whole_cast.dashboard_id)
    expected = operation.status if who not in {"viewer", "editor"} else operation.guest or operation.status
    assert response.status_code == expected, response.text


async def test_no_answer_shows_a_token(lasting_cast: WholeCast) -> None:
    for path in ("/dashboards", f"/dashboards/{lasting_cast.dashboard_id}"):
        assert "the token of the shop" not in (await lasting_cast.owner.get(path)).text
