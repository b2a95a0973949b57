"""The lines that the READMEs tell users to add to their apps, run under the releases and frameworks they name."""

import json
import re
import sys
from pathlib import Path

import pytest

from deploy.local.demo.environment import RUN_SETTINGS, Environment
from deploy.local.embedded.process import Command, base_environment, run
from deploy.local.home import PROJECT
from tests.fixtures.bridged import NEWEST
from tests.fixtures.bridged import RELEASES as BRIDGED
from tests.fixtures.fmd import FMD_1_13, FMD_2_0

_READMES = (PROJECT / "README.md", PROJECT / "agent" / "README.md")
_SNIPPET = re.compile(r"<!-- app: (?P<kinds>[\w. ]+) -->\n```python\n(?P<code>.*?)```", re.DOTALL)
_TOKEN = "a-token-of-the-tests-long-enough"
_ENVIRONMENTS: dict[str, Environment] = {
    release.version: release.environment for release in (FMD_1_13, FMD_2_0, *BRIDGED)
}
_MONITORED = {"Flask": NEWEST.environment.python, "FastAPI": Path(sys.executable)}

# What PyDash asks first: with its path answered, all the rest is in place.
_ASK_FLASK = """
import json
with app.test_client() as client:
    for path in ("/dashboard/get_json_details", "/dashboard/pydash/v2/about"):
        answer = client.get(path, headers={"Authorization": "Bearer " + os.environ["PYDASH_TOKEN"]})
        if answer.status_code == 200:
            print(json.dumps([path.rpartition("/")[2], json.loads(answer.get_data(as_text=True))]))
import os, sys
sys.stdout.flush()
os._exit(0)
"""
_ASK_FASTAPI = """
import asyncio, httpx, json
async def ask():
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://app.example") as client:
        headers = {"Authorization": "Bearer " + os.environ["PYDASH_TOKEN"]}
        answer = await client.get("/dashboard/pydash/v2/about", headers=headers)
        print(json.dumps(["about", answer.json()]))
asyncio.run(ask())
"""


def snippets(readme: Path) -> dict[str, str]:
    """The code for each release or framework."""
    found: dict[str, str] = {}
    for match in _SNIPPET.finditer(readme.read_text(encoding="utf-8")):
        found |= dict.fromkeys(match["kinds"].split(), match["code"])
    return found


def test_there_are_lines_for_every_kind_of_app() -> None:
    releases = {"1.13", "2.0.7", "2.1.1", "3.1.0", "3.3.2", "5.1.0"}
    assert releases | {*_MONITORED} == set(snippets(_READMES[0]))
    assert {*_MONITORED} == set(snippets(_READMES[1]))


async def _answers(folder: Path, python: Path, code: str) -> dict[str, dict[str, object]]:
    """What an app with this code answers, by the last part of the path."""
    app = folder / "app.py"
    app.write_text(code, encoding="utf-8")
    settings = base_environment(without=("PYDASH_", "PYTHON")) | RUN_SETTINGS
    settings |= {"PYDASH_TOKEN": _TOKEN, "PYTHONPATH": str(PROJECT / "agent")}
    status, said = await run(Command("app", [python, app], env=settings, cwd=folder))
    assert status == 0, said
    assert _TOKEN not in " ".join(said)
    return dict(json.loads(line) for line in said if line.startswith("["))


@pytest.mark.parametrize("release", sorted(_ENVIRONMENTS.keys() & snippets(_READMES[0]).keys()))
async def test_an_app_with_these_lines_can_be_read(tmp_path: Path, release: str) -> None:
    environment = _ENVIRONMENTS[release]
    await environment.ensure()
    answers = await _answers(tmp_path, environment.python, snippets(_READMES[0])[release] + _ASK_FLASK)
    if release in {"1.13", "2.0.7"}:
        assert str(answers["get_json_details"]["dashboard-version"]).startswith(release)
    else:
        assert answers["about"]["source_version"] == release


@pytest.mark.parametrize("readme", _READMES, ids=lambda readme: readme.parent.name)
@pytest.mark.parametrize("framework", _MONITORED)
async def test_an_app_with_these_lines_is_measured(tmp_path: Path, framework: str, readme: Path) -> None:
    await NEWEST.environment.ensure()
    ask = _ASK_FLASK if framework == "Flask" else _ASK_FASTAPI
    answers = await _answers(tmp_path, _MONITORED[framework], snippets(readme)[framework] + ask)
    assert answers["about"]["source"] == "pydash-agent"
