"""The lines that the READMEs give for widgets, run as they stand."""

import asyncio
import re
from asyncio.subprocess import PIPE
from base64 import b64encode
from typing import Any

import httpx
import pytest

from deploy.local.demo.environment import RUN_SETTINGS
from deploy.local.embedded.process import base_environment
from deploy.local.home import PROJECT
from tests.fixtures.bridged import NEWEST

_DOCUMENTS = ("README.md", "agent/README.md")
_ANSWER = '{"item": [{"value": 142}, {"value": 120}]}'
_ASK_FLASK = 'print(app.test_client().post("/widgets/users?format=json").get_data(as_text=True))'
_PROGRAM_SECONDS = 60.0


def snippet(document: str, framework: str) -> str:
    text = (PROJECT / document).read_text(encoding="utf-8")
    (found,) = re.findall(rf"<!-- widgets: {framework} -->\n```python\n(.*?)```", text, re.DOTALL)
    code: str = found
    return code


@pytest.mark.parametrize("document", _DOCUMENTS)
async def test_flask(document: str) -> None:
    await NEWEST.environment.ensure()
    settings = base_environment(without=("PYDASH_", "PYTHON")) | RUN_SETTINGS
    program = await asyncio.create_subprocess_exec(
        NEWEST.environment.python,
        "-c",
        snippet(document, "flask") + _ASK_FLASK,
        stdout=PIPE,
        env=settings | {"PYTHONPATH": str(PROJECT / "agent")},
    )
    async with asyncio.timeout(_PROGRAM_SECONDS):
        said, _ = await program.communicate()

    assert said.decode().strip() == _ANSWER


@pytest.mark.parametrize("document", _DOCUMENTS)
async def test_fastapi(document: str) -> None:
    namespace: dict[str, Any] = {}
    exec(compile(snippet(document, "fastapi"), document, "exec"), namespace)  # noqa: S102 - it is what is tested
    (key,) = re.findall(r'api_key="(\w+)"', snippet(document, "fastapi"))
    headers = {"Authorization": "Basic " + b64encode(f"{key}:".encode()).decode()}

    transport = httpx.ASGITransport(namespace["app"])
    async with httpx.AsyncClient(transport=transport, base_url="http://app.example") as http:
        alone = await http.post("/widgets/users?format=json")
        with_key = await http.post("/widgets/users?format=json", headers=headers)

    assert (alone.status_code, with_key.text) == (403, _ANSWER)
