"""The lines that the README tells users to add to their apps, run under the releases it names."""

import json
import re
from pathlib import Path

import pytest

from deploy.local.demo.environment import RUN_SETTINGS, Environment
from deploy.local.embedded.process import Command, base_environment, run
from deploy.local.home import PROJECT
from tests.fixtures.bridged import RELEASES as BRIDGED
from tests.fixtures.fmd import FMD_1_13, FMD_2_0

_README = PROJECT / "README.md"
_SNIPPET = re.compile(r"<!-- app: (?P<releases>[\d. ]+) -->\n```python\n(?P<code>.*?)```", re.DOTALL)
_TOKEN = "a-token-of-the-tests-long-enough"
_ENVIRONMENTS: dict[str, Environment] = {
    release.version: release.environment for release in (FMD_1_13, FMD_2_0, *BRIDGED)
}
# What PyDash asks first: with its path answered, all the rest is in place.
_ASK = """
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


def snippets() -> dict[str, str]:
    """The code of each release."""
    found: dict[str, str] = {}
    for match in _SNIPPET.finditer(_README.read_text(encoding="utf-8")):
        found |= dict.fromkeys(match["releases"].split(), match["code"])
    return found


def test_there_are_lines_for_every_kind_of_release() -> None:
    assert {"1.13", "2.0.7", "2.1.1", "3.1.0", "3.3.2", "5.1.0"} == set(snippets())


@pytest.mark.parametrize("release", snippets())
async def test_an_app_with_these_lines_can_be_read(tmp_path: Path, release: str) -> None:
    environment = _ENVIRONMENTS[release]
    await environment.ensure()
    app = tmp_path / "app.py"
    app.write_text(snippets()[release] + _ASK, encoding="utf-8")
    settings = base_environment(without=("PYDASH_", "PYTHON")) | RUN_SETTINGS
    settings |= {"PYDASH_TOKEN": _TOKEN, "PYTHONPATH": str(PROJECT / "agent")}

    code, said = await run(Command("app", [environment.python, app], env=settings, cwd=tmp_path))

    answers = dict(json.loads(line) for line in said if line.startswith("["))
    assert code == 0, said
    if release in {"1.13", "2.0.7"}:
        assert answers["get_json_details"]["dashboard-version"].startswith(release)
    else:
        assert answers["about"]["source_version"] == release
    assert _TOKEN not in " ".join(said)
