import json
import logging
from dataclasses import replace

import pytest

from pydash_agent.auth import Token
from pydash_agent.protocol.answers import Answer
from pydash_agent.protocol.service import Request, Service
from pydash_agent.protocol.source import Held
from tests.unit.agent.memory_source import NOW, MemorySource, MemoryTraces, row

TOKEN = "correct-horse-battery"
REQUEST = Request("GET", "about", "", f"Bearer {TOKEN}", "")


def _service(source: MemorySource) -> Service:
    return Service(source, Token(TOKEN), lambda: NOW)


def _ask(source: MemorySource, route: str, query: str = "") -> Answer:
    return _service(source).answer(replace(REQUEST, route=route, query=query))


def _body(answer: Answer) -> bytes:
    return b"".join(answer.body)


def test_about() -> None:
    answer = _ask(MemorySource([row(1)]), "about")
    assert json.loads(_body(answer)) == {
        "protocol": 2,
        "agent": "pydash-agent 0.1.0",
        "source": "memory",
        "source_version": "1",
        "now": "2026-11-21T09:00:00.000000Z",
        "calls": 1,
        "first_call_at": None,
        "capabilities": ["status_code"],
        "faults": [],
    }
    assert dict(answer.headers) == {
        "Content-Type": "application/json",
        "Content-Length": str(len(_body(answer))),
        "Cache-Control": "no-store",
    }


def test_endpoints() -> None:
    answer = _ask(MemorySource(), "endpoints")
    assert json.loads(_body(answer)) == {
        "endpoints": [
            {
                "name": "home",
                "monitor_level": 1,
                "added_at": "2026-11-21T09:00:00.000000Z",
                "version_added": "1.0.0",
                "last_requested_at": None,
            }
        ]
    }


def test_calls_are_settled_where_no_end_is_given() -> None:
    answer = _ask(MemorySource([row(1), row(2)]), "calls", "settle_seconds=60")
    last = json.loads(_body(answer).splitlines()[-1])
    assert (answer.status, last["rows"]) == (200, 2)
    assert last["settled_at"] == "2026-11-21T08:59:00.000000Z"


def test_calls_up_to_a_cursor() -> None:
    answer = _ask(MemorySource([row(1), row(2), row(3)]), "calls", "after=1.0&until=2.0")
    assert [json.loads(line)[0] for line in _body(answer).splitlines()[:-1]] == [2]


def _traces(query: str) -> tuple[list[int], dict[str, object]]:
    service = Service(MemorySource(), Token(TOKEN), lambda: NOW, {"outliers": MemoryTraces(range(1, 31))})
    answer = service.answer(replace(REQUEST, route="outliers", query=query))
    *traces, last = map(json.loads, _body(answer).splitlines())
    return [trace["id"] for trace in traces], last


def test_traces_are_a_capability_and_a_route() -> None:
    service = Service(MemorySource(), Token(TOKEN), lambda: NOW, {"outliers": MemoryTraces(())})
    about = json.loads(_body(service.answer(REQUEST)))
    assert about["capabilities"] == ["status_code", "outliers"]
    assert service.answer(replace(REQUEST, route="outliers")).status == 200
    assert service.answer(replace(REQUEST, route="profiles")).status == 404


def test_traces_page_by_page() -> None:
    ids, last = _traces("limit=25")
    assert (ids, last["more"], last["cursor"]) == (list(range(1, 26)), True, "25.0")
    ids, last = _traces("limit=25&after=25.0")
    assert (ids, last["more"], last["cursor"]) == ([26, 27, 28, 29, 30], False, "30.0")
    assert last["settled_at"] == "2026-11-21T08:59:50.000000Z"


def test_of_traces_only_the_newest() -> None:
    assert _traces("newest=2")[0] == [29, 30]
    assert _traces("newest=2&after=29.0")[0] == [30]
    ids, last = _traces("newest=5&after=30.0")
    assert (ids, last["cursor"]) == ([], "30.0")


@pytest.mark.parametrize("query", ["after=1.-1", "until=1.-1", "after=1.0&until=1.-1"])
@pytest.mark.parametrize("route", ["calls", "count"])
def test_a_cursor_of_another_database_is_told(route: str, query: str) -> None:
    answer = _ask(MemorySource([row(1)]), route, query)
    assert (answer.status, json.loads(_body(answer))["error"]) == (409, "reset")


def test_who_does_not_know_the_token_learns_nothing() -> None:
    service = _service(MemorySource())
    answers = [
        service.answer(replace(REQUEST, authorization="Bearer guessed", route=route, method=method))
        for route in ("about", "nothing")
        for method in ("GET", "POST")
    ]
    assert {(answer.status, _body(answer)) for answer in answers} == {(401, _body(answers[0]))}


def test_a_failure_is_logged_and_told_without_its_reason(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(MemorySource):
        def held(self) -> Held:
            raise RuntimeError("password=secret")

    with caplog.at_level(logging.ERROR, "pydash_agent"):
        answer = _ask(Broken(), "about")
    assert (answer.status, json.loads(_body(answer))["error"]) == (500, "failed")
    assert b"secret" not in _body(answer)
    assert "password=secret" in caplog.text
    assert TOKEN not in caplog.text
