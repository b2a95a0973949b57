"""The widgets' decorators under a Flask of today, and under the old one that FMD 1.13 needs."""

import asyncio
import json
from asyncio.subprocess import PIPE
from base64 import b64encode
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from deploy.local.demo.environment import RUN_SETTINGS, Environment
from deploy.local.embedded.process import base_environment
from deploy.local.home import PROJECT
from tests.fixtures.bridged import NEWEST
from tests.fixtures.fmd import FMD_1_13
from tests.fixtures.widget_cases import CASES, XML

KEY = "c6e1f2a4-key"
TEN_JSON, TEN_XML = '{"item": [{"value": 10}]}', XML + "<root><item><value>10</value></item></root>"
TEN = {"kind": "number", "value": 10}

_PROGRAM = Path(__file__).parents[2] / "fixtures" / "flask_widgets.py"
_PROGRAM_SECONDS = 60.0


class Answer(NamedTuple):
    status: int
    type: str
    text: str


@pytest.fixture(params=[FMD_1_13, NEWEST], ids=lambda release: release.version, scope="module")
async def environment(request: pytest.FixtureRequest) -> Environment:
    found: Environment = request.param.environment
    await found.ensure()
    return found


async def answers(environment: Environment, *requests: dict[str, Any], **config: str) -> list[Answer]:
    settings = base_environment(without=("PYDASH_", "PYTHON")) | RUN_SETTINGS
    program = await asyncio.create_subprocess_exec(
        environment.python,
        _PROGRAM,
        stdin=PIPE,
        stdout=PIPE,
        env=settings | {"PYTHONPATH": str(PROJECT / "agent")},
    )
    told = json.dumps({"config": config, "requests": requests}).encode()
    async with asyncio.timeout(_PROGRAM_SECONDS):
        said, _ = await program.communicate(told)
    assert program.returncode == 0
    return [Answer(**each) for each in json.loads(said)]


def basic(key: str) -> dict[str, str]:
    return {"Authorization": "Basic " + b64encode(f"{key}:".encode()).decode()}


async def test_json_and_xml_of_every_widget(environment: Environment) -> None:
    asked = [
        {"kind": case.kind, "value": case.value, "options": dict(case.options), "manner": "called"}
        for case in CASES
    ]
    as_json = await answers(environment, *(each | {"query": "?format=2"} for each in asked))
    as_xml = await answers(environment, *asked)

    assert as_json == [Answer(200, "application/json", case.json) for case in CASES]
    assert [(each.status, each.text) for each in as_xml] == [(200, XML + case.xml) for case in CASES]
    assert {each.type.partition(";")[0] for each in as_xml} == {"application/xml"}


async def test_every_manner_of_writing_a_view(environment: Environment) -> None:
    given = await answers(
        environment,
        *(TEN | {"manner": manner, "with_app": app} for manner in ("bare", "async") for app in (True, False)),
        {"kind": "text", "value": None, "manner": "request", "method": "POST"},
    )

    assert [each.text for each in given[:4]] == [TEN_XML] * 4
    assert "<text>POST</text>" in given[4].text


async def test_the_decorator_the_form_and_the_query_say_the_format_in_this_order(
    environment: Environment,
) -> None:
    always = TEN | {"manner": "called", "options": {"format": "json"}}
    given = await answers(
        environment,
        always | {"method": "POST", "form": {"format": "1"}},
        TEN | {"method": "POST", "form": {"format": "2"}, "query": "?format=1"},
        TEN | {"method": "POST", "query": "?format=json"},
        TEN | {"method": "POST", "form": {"format": "1"}, "query": "?format=json"},
    )

    assert [each.text for each in given] == [TEN_JSON, TEN_JSON, TEN_JSON, TEN_XML]


async def test_the_key_of_the_config(environment: Environment) -> None:
    given = await answers(
        environment,
        TEN,
        TEN | {"headers": basic("another")},
        TEN | {"headers": basic(KEY)},
        GECKOBOARD_API_KEY=KEY,
    )

    assert [each.status for each in given] == [403, 403, 200]
    assert {each.text for each in given[:2]} == {"The API key is not correct."}


async def test_a_value_that_does_not_fit(environment: Environment) -> None:
    (given,) = await answers(environment, {"kind": "bullet", "value": {"current": 5}})

    assert given.status == 422
    assert "label, axis_points, comparative" in given.text


async def test_encryption_without_its_package_stops_the_app_at_once(environment: Environment) -> None:
    encrypted = TEN | {"manner": "called", "options": {"encrypted": True}}
    (given,) = await answers(environment, encrypted, GECKOBOARD_PASSWORD="secret")

    assert "pydash-agent[encrypted]" in given.text
