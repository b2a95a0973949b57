"""The committed schema: what clients are generated from."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute

import services
from services.api.account import endpoints as account
from services.api.account.deletion import endpoints as deletion
from services.api.account.profile import endpoints as profile
from services.api.account.registration import endpoints as registration
from services.api.account.reset import endpoints as reset
from services.api.account.session import endpoints as session
from services.api.apikey import endpoints as apikey
from services.api.dashboard import endpoints as dashboard
from services.api.endpoint import endpoints as endpoint
from services.api.export import endpoints as export
from services.api.graph import endpoints as graph
from services.api.link import endpoints as link
from services.api.live import endpoints as live
from services.api.main import create_app
from services.api.openapi import schema_text
from services.api.overview import endpoints as overview
from services.api.share import endpoints as share
from services.api.statistic import endpoints as statistic
from services.api.test_run import endpoints as test_run
from services.api.trace import endpoints as trace
from services.api.uptime import endpoints as uptime
from services.api.widget import endpoints as widget
from tests.unit.api.factories import make_settings

_COMMITTED = Path(services.__path__[0]).parent / "docs" / "openapi.json"
_SCHEMA: dict[str, Any] = json.loads(_COMMITTED.read_text(encoding="utf-8"))
_OPERATIONS = [
    pytest.param(path, method, operation, id=f"{method} {path}")
    for path, methods in _SCHEMA["paths"].items()
    for method, operation in methods.items()
]
_EACH_OPERATION = pytest.mark.parametrize(("path", "method", "operation"), _OPERATIONS)
_OF_ACCOUNTS = (account, session, registration, profile, reset, deletion)
# Where one signs in or gets an account: they know no user, or no password.
_OPEN = {
    "login",
    "refresh_session",
    "register_user",
    "resend_verification",
    "verify_user",
    "request_password_reset",
    "reset_password",
    "open_link",
}
# What wallboards ask: a wrong key is a 403 to them.
_FEEDS = {"get_widget_feed", "post_widget_feed"}
_PROBLEM = {"$ref": "#/components/schemas/Problem"}


def test_the_committed_schema_is_the_codes() -> None:
    # `make openapi` writes it anew.
    assert _COMMITTED.read_text(encoding="utf-8") == schema_text()


def test_no_setting_shows_in_the_schema() -> None:
    assert "unused" not in _COMMITTED.read_text(encoding="utf-8")


def test_each_operation_has_the_name_of_its_function_and_no_two_share_one() -> None:
    functions = {
        (f"/api/v1{route.path}", method.lower()): route.endpoint.__name__
        for endpoints in (
            *_OF_ACCOUNTS,
            apikey,
            dashboard,
            endpoint,
            export,
            graph,
            link,
            live,
            overview,
            share,
            statistic,
            test_run,
            trace,
            uptime,
            widget,
        )
        for route in endpoints.router.routes
        if isinstance(route, APIRoute)
        for method in route.methods or ()
    }
    named = {
        (path, method): operation["operationId"]
        for path, methods in _SCHEMA["paths"].items()
        for method, operation in methods.items()
    }

    assert named == functions
    assert len(set(named.values())) == len(named)


@_EACH_OPERATION
def test_an_operation_is_below_the_api_tagged_and_described(
    path: str, method: str, operation: dict[str, Any]
) -> None:
    assert path.startswith("/api/v1/")
    assert method in {"get", "post", "put", "patch", "delete"}
    assert len(operation["tags"]) == 1
    assert operation["description"].endswith(".")


@_EACH_OPERATION
def test_an_operation_documents_its_problems(path: str, method: str, operation: dict[str, Any]) -> None:
    errors = {status: answer for status, answer in operation["responses"].items() if status >= "400"}

    assert "401" in errors or operation["operationId"] in _OPEN | _FEEDS
    for answer in errors.values():
        assert answer["content"]["application/problem+json"].get("schema") == _PROBLEM
        assert list(answer["content"]) == ["application/problem+json"]


@_EACH_OPERATION
def test_an_operation_that_can_be_asked_wrongly_says_422(
    path: str, method: str, operation: dict[str, Any]
) -> None:
    takes_input = "requestBody" in operation or any(
        parameter["in"] in {"path", "query"} for parameter in operation.get("parameters", ())
    )

    assert ("422" in operation["responses"]) is takes_input


@_EACH_OPERATION
def test_an_operation_says_how_to_authenticate_or_is_where_one_does(
    path: str, method: str, operation: dict[str, Any]
) -> None:
    if operation["operationId"] in _OPEN:
        assert "security" not in operation
    else:
        # What nobody but a signed-in user may do says so.
        allowed: list[list[dict[str, list[str]]]] = [
            [{"api_key": []}, {"session": []}],
            [{"session": []}],
            [{"widget_key": []}],
        ]
        assert operation["security"] in allowed


def test_errors_of_the_framework_are_not_part_of_the_schema() -> None:
    assert "HTTPValidationError" not in _COMMITTED.read_text(encoding="utf-8")


def test_the_operations_of_the_first_pydash_keep_their_names() -> None:
    operations = {param.values[2]["operationId"] for param in _OPERATIONS}  # type: ignore[index]

    assert {
        "register_user",
        "verify_user",
        "login",
        "logout",
        "change_password",
        "change_settings",
        "delete_user",
        "register_dashboard",
        "delete_dashboard",
        "get_dashboards",
        "get_dashboard",
        "change_dashboard_settings",
        "get_visitor_heatmap",
        "get_unique_visitor_heatmap",
        "get_endpoint_execution_times_boxplots",
        "get_execution_times_boxplot",
        "get_downtime",
        "get_execution_times_per_version_dashboard",
        "get_execution_times_per_version_endpoint",
    } <= operations


async def test_the_schema_is_served_where_clients_look_for_it() -> None:
    transport = httpx.ASGITransport(create_app(make_settings()))
    async with httpx.AsyncClient(transport=transport, base_url="https://pydash.example") as client:
        served = await client.get("/api/v1/openapi.json")
        pages = [await client.get(path) for path in ("/docs", "/redoc", "/api/v1/absent")]

    assert served.json() == _SCHEMA
    assert [page.status_code for page in pages] == [404, 404, 404]
    assert {page.headers["content-type"] for page in pages} == {"application/problem+json"}


async def test_the_process_lives_before_anything_is_connected_to() -> None:
    transport = httpx.ASGITransport(create_app(make_settings()))
    async with httpx.AsyncClient(transport=transport, base_url="https://pydash.example") as client:
        assert (await client.get("/healthz")).json() == {"status": "alive"}
