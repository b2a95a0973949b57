"""The demo's second app as the local runner runs it: real history, real FMD 5, read through the real bridge."""

import json
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.local.demo.apps.scenario.history import Call, calls
from deploy.local.demo.apps.scenario.plan import Plan
from deploy.local.demo.apps.warehouse.operations import OPERATIONS
from deploy.local.demo.apps.warehouse.releases import RELEASES
from deploy.local.demo.apps.warehouse.scenario import WAREHOUSE as SCENARIO
from deploy.local.demo.apps.warehouse.walk import opening_round
from deploy.local.demo.demo import WAREHOUSE
from deploy.local.embedded.process import Command, run
from tests.fixtures.bridged import NEWEST
from tests.fixtures.waiting import eventually
from tests.integration.demo.export import moment
from tests.integration.demo.prepared import Prepared, as_stored, traffic_comes_through_a_restart

_SEED = 7

_ROWS = """
    SELECT name, duration, time_requested, version_requested, group_by, ip, status_code
    FROM Request JOIN Endpoint ON Endpoint.id = endpoint_id
"""


# Somebody who signs in to FMD's pages and agrees to be reported on.
_AGREEING = """
import pathlib, requests, sys
from apps.scenario.serving import Settings
from apps.warehouse.app import create_app
from apps.warehouse.tables import Fmd51Tables

asked = []
requests.get = requests.post = lambda url, **_: asked.append(url)
Fmd51Tables().open(pathlib.Path(sys.argv[1]), "1.0.0")
client = create_app(Settings("1.0.0", "t" * 32, "password", "key")).test_client()
answers = [
    client.post("/dashboard/telemetry/accept_telemetry_consent", json={"consent": True}),
    client.post("/dashboard/login", data={"name": "admin", "password": "password"}),
    client.get("/dashboard/api/overview"),
    client.post("/dashboard/telemetry/submit_follow_up", json={"feedback": ["slow"]}),
]
print([answer.status_code for answer in answers], asked)
"""


class Warehouse(Prepared):
    table = "Request"

    def calls(self, condition: str = "TRUE", *parameters: str) -> list[Call]:
        return [
            Call(*row) for row in self.query(f"{_ROWS} WHERE {condition} ORDER BY Request.id", *parameters)
        ]

    async def ask_bridge(self, route: str, **query: str | float) -> httpx.Response:
        answer = await self.client.get(
            f"{self.dashboard.url}/pydash/v2/{route}",
            params=query,
            headers={"Authorization": f"Bearer {self.token}"},
        )
        return answer.raise_for_status()

    async def noted(self, kind: str, endpoint: str) -> dict[str, Any]:
        """One of the endpoint's traces, once there is any."""

        async def found() -> list[dict[str, Any]]:
            *traces, _ = map(json.loads, (await self.ask_bridge(kind, settle_seconds=0)).text.splitlines())
            return [trace for trace in traces if trace["endpoint"] == endpoint]

        return (await eventually(found, bool))[0]


@pytest.fixture(scope="module")
async def warehouse(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Warehouse]:
    warehouse = Warehouse(tmp_path_factory.mktemp("demo"), WAREHOUSE, NEWEST.environment)
    await warehouse.prepare()
    yield warehouse
    await warehouse.client.aclose()


@pytest.fixture(scope="class")
async def open_warehouse(warehouse: Warehouse) -> AsyncIterator[Warehouse]:
    child = await warehouse.open()
    yield warehouse
    assert await child.stop() == 0


class TestOpen:
    async def test_history_is_what_was_planned_up_to_the_first_start(self, open_warehouse: Warehouse) -> None:
        """A process in another virtualenv comes to the same plan as we do here."""
        state = json.loads((open_warehouse.demo.folder / "state.json").read_text(encoding="utf-8"))
        opened = datetime.fromisoformat(state["opened"])
        written = open_warehouse.calls()
        until = moment(written[-1].time)
        plan = Plan(SCENARIO, seed=_SEED, opened=opened)

        assert state["served"]
        assert 80_000 < len(written) < 120_000
        assert abs(datetime.now(UTC) - until) < timedelta(minutes=3)
        assert written == sorted(calls(plan, 0.0, since=opened, until=until), key=lambda call: call.time)

    async def test_the_bridge_gives_what_fmd_has_written(self, open_warehouse: Warehouse) -> None:
        about = (await open_warehouse.ask_bridge("about")).json()
        endpoints = (await open_warehouse.ask_bridge("endpoints")).json()["endpoints"]
        answer = await open_warehouse.ask_bridge("calls", limit=20_000, settle_seconds=0)
        *rows, last = map(json.loads, answer.text.splitlines())

        assert (about["source_version"], about["capabilities"]) == (
            "5.1.0",
            ["status_code", "outliers", "profiles", "exceptions"],
        )
        assert about["calls"] == len(open_warehouse.calls())
        assert {endpoint["name"]: endpoint["version_added"] for endpoint in endpoints} == {
            name: RELEASES.added(name).version for name in OPERATIONS
        }
        assert (last["rows"], last["more"]) == (20_000, True)
        assert [_as_call(row) for row in rows] == open_warehouse.calls()[:20_000]

    async def test_without_the_token_the_bridge_gives_nothing(self, open_warehouse: Warehouse) -> None:
        answer = await open_warehouse.client.get(f"{open_warehouse.dashboard.url}/pydash/v2/about")

        assert answer.status_code == httpx.codes.UNAUTHORIZED

    @pytest.mark.parametrize(
        ("method", "path", "endpoint", "status"),
        [
            ("GET", "/stock/7", "stock.level", 200),
            ("GET", "/stock/999", "stock.level", 404),
            ("PUT", "/orders/100001", "orders.receive", 201),
            ("PUT", "/orders/100003", "orders.receive", 422),
            ("POST", "/orders/100001/reservation", "orders.reserve", 409),
            ("POST", "/shipments/100001/label", "shipments.label", 201),
        ],
    )
    async def test_a_live_call_is_recorded_as_the_plan_would_have_it(
        self, open_warehouse: Warehouse, method: str, path: str, endpoint: str, status: int
    ) -> None:
        # Of this call alone.
        address = f"2001:db8:99::{status:x}:{len(path)}"
        headers = {"X-Client": "till", "X-Forwarded-For": address}
        answer = await open_warehouse.client.request(method, open_warehouse.url + path, headers=headers)

        assert answer.status_code == status

        async def recorded() -> list[Call]:
            return open_warehouse.calls("ip = ?", address)

        # FMD 5 writes in a thread of its own.
        (call,) = await eventually(recorded, bool)
        assert (call.endpoint, call.version) == (endpoint, RELEASES.current)
        assert (call.group_by, call.status) == ("till", status)

    async def test_live_calls_are_profiled_and_what_is_caught_is_reported(
        self, open_warehouse: Warehouse
    ) -> None:
        for visit in opening_round()[-9:]:
            operation = OPERATIONS[visit.endpoint]
            path = operation.path.replace("<int:number>", str(visit.number))
            await open_warehouse.client.request(operation.method, open_warehouse.url + path)

        profile = await open_warehouse.noted("profiles", "shipments.rates")
        caught = await open_warehouse.noted("exceptions", "orders.pick")

        assert {"_compare_carriers", "_sign_in"} <= {line["function"] for line in profile["lines"]}
        assert (caught["type"], caught["handled"], caught["status"]) == ("AlreadyPickedError", True, 409)
        assert caught["stack"][-1]["function"] == "_bins_to_empty"

    async def test_a_taken_port_is_said_in_one_line(self, open_warehouse: Warehouse) -> None:
        code, said = await run(open_warehouse.app)

        assert code == 1
        assert said == [
            f"The warehouse cannot listen on 127.0.0.1:{open_warehouse.port}: Address already in use"
        ]


async def test_the_planted_fault_is_seen_in_one_endpoint_and_one_release(warehouse: Warehouse) -> None:
    errors = Counter(
        (call.endpoint, call.version) for call in warehouse.calls() if call.status == httpx.codes(500)
    )
    faulty = warehouse.calls("name = 'shipments.label' AND version_requested = '2.3.0'")

    assert set(errors) == {("shipments.label", "2.3.0")}
    assert 0.3 < errors["shipments.label", "2.3.0"] / len(faulty) < 0.5


async def test_there_are_answers_of_all_kinds_and_clients_with_addresses(warehouse: Warehouse) -> None:
    written = warehouse.calls()

    assert set(Counter(call.status for call in written)) == {200, 201, 404, 409, 422, 500, 503}
    assert {"web-shop", "mobile-app", "scanner-07", "planner"} < {call.group_by for call in written}
    assert len({call.ip for call in written if ":" in call.ip}) > 20
    assert len({call.ip for call in written if ":" not in call.ip}) > 5


async def test_traffic_keeps_coming_through_a_restart_of_the_warehouse(
    warehouse: Warehouse,
) -> None:
    await traffic_comes_through_a_restart(warehouse)


async def test_nothing_is_told_to_the_makers_of_fmd(warehouse: Warehouse, tmp_path: Path) -> None:
    """Even by somebody who agrees to it: their address is not asked for."""
    served = warehouse.app
    argv = [served.argv[0], "-c", _AGREEING, tmp_path / "calls.db"]
    code, said = await run(Command("agreeing", argv, env=served.env))

    assert (code, said[-1:]) == (0, ["[204, 302, 200, 200] []"])


def _as_call(row: list[Any]) -> Call:
    _, at_us, execution_ms, endpoint, version, group_by, ip, status = row
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at_us)
    return Call(endpoint, execution_ms, as_stored(at), version, group_by, ip, status)
