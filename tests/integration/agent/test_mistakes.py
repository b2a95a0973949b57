"""What the author of an app may get wrong is said when the app starts."""

from pathlib import Path

from deploy.local.demo.environment import RUN_SETTINGS
from deploy.local.embedded.process import Command, base_environment, run
from deploy.local.home import PROJECT
from tests.fixtures.bridged import NEWEST

_MISTAKES = """
import flask_monitoringdashboard as dashboard
from flask import Flask
from pydash_agent.flask import bridge

dashboard.config.database_name = "sqlite://"
token = "correct-horse-battery"

def attempt(app, **options):
    try:
        bridge(app, **options)
    except (RuntimeError, ValueError) as error:
        print("said:", type(error).__name__, error)
    else:
        print("said: nothing")

app = Flask("app")
app.secret_key = "only signs the dashboard's own pages"
attempt(app, token=token)
dashboard.bind(app, schedule=False)
attempt(app, token="short")
attempt(app, token=dashboard.config.security_token)
attempt(app, token=token)
attempt(app, token=token)
"""


async def test_is_told_at_start(tmp_path: Path) -> None:
    await NEWEST.environment.ensure()
    environment = base_environment(without=("PYDASH_", "PYTHON")) | RUN_SETTINGS
    code, lines = await run(
        Command(
            "mistakes",
            [NEWEST.environment.python, "-c", _MISTAKES],
            env=environment | {"PYTHONPATH": str(PROJECT / "agent")},
            cwd=tmp_path,
        )
    )
    said = [line.removeprefix("said: ") for line in lines if line.startswith("said: ")]
    assert code == 0, lines
    before_bind, short, public, right, twice = said
    assert before_bind.startswith("RuntimeError call flask_monitoringdashboard.bind(app) first")
    assert short.startswith("ValueError the token for PyDash must have at least 16 characters")
    assert public.startswith("ValueError the token for PyDash is Flask-MonitoringDashboard's default")
    assert right == "nothing"
    assert twice.startswith("RuntimeError this app has its bridge to PyDash already")
