"""The demo: two small apps under real Flask-MonitoringDashboards (FMD), with weeks of history and visitors.

home/demo/<app>/
  venv/                    the app's own virtualenv
  calls.db, state.json     the dashboard's database, and when the app opened
  token                    for PyDash: it signs what FMD 1.13 exports, and opens the bridge of FMD 5
  password, session_key    of the dashboard's own pages (user admin), and of the app's sessions
"""

import os
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.demo.environment import FMD_1_13, FMD_5_1, RUN_SETTINGS, DemoError, Environment, Recipe
from deploy.local.embedded.folder import ensure_folder
from deploy.local.embedded.process import Command, base_environment, run
from deploy.local.home import PROJECT
from deploy.local.secret_files import long_token, pronounceable_password, read_or_make

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class App:
    name: str  # of its package in apps/, its folder, and the prefix of its settings
    title: str  # of its dashboard in PyDash
    port: int  # preferred
    recipe: Recipe
    # A page of FMD's own that needs no sign-in and is not recorded: app and monitoring are up when it answers.
    ready_path: str
    # Beside the app's own code.
    imports: tuple[Path, ...] = ()


SHOP = App("shop", "Demo shop", 8322, FMD_1_13, "/get_json_details")
WAREHOUSE = App("warehouse", "Demo warehouse", 8323, FMD_5_1, "/login", imports=(PROJECT / "agent",))
APPS = (SHOP, WAREHOUSE)


@dataclass(frozen=True)
class DemoCommand:
    """A process that runs as long as the demo does. ``env`` goes on top of the runner's own environment."""

    name: str
    argv: tuple[str, ...]
    env: dict[str, str] = field(repr=False)


@dataclass(frozen=True)
class DemoDashboard:
    """What PyDash has to be told to watch the app."""

    name: str
    url: str
    token_file: Path


class Demo:
    """One of the apps, with its state in ``home``."""

    def __init__(self, home: Path, app: App, *, environment: Environment | None = None) -> None:
        self.app = app
        self.folder = home / "demo" / app.name
        self._environment = environment or Environment(self.folder / "venv", app.recipe)

    async def prepare(self) -> None:
        """All that is slow; quick when it was done before. Afterwards the commands can start."""
        ensure_folder(self.folder.parent)
        ensure_folder(self.folder)
        await self._environment.ensure()
        history = self._command("history", "history", "--home", str(self.folder))
        environment = base_environment(without=("PYDASH_",)) | history.env
        code, said = await run(Command(history.name, history.argv, env=environment))
        if code != 0:
            reason = said[-1] if said else "no reason given"
            raise DemoError(f"the history of the {self.app.name} could not be written: {reason}")

    def commands(self, port: int) -> tuple[DemoCommand, DemoCommand]:
        """The app, and its visitors."""
        where = ("--home", str(self.folder), "--port", str(port))
        name = self.app.name
        prefix = name.upper()
        settings = {
            f"{prefix}_TOKEN": read_or_make(self._token_file, long_token),
            f"{prefix}_PASSWORD": read_or_make(self.folder / "password", pronounceable_password),
            f"{prefix}_SESSION_KEY": read_or_make(self.folder / "session_key", long_token),
        }
        return (
            self._command(name, "serve", *where, **settings),
            self._command(f"{name}-traffic", "traffic", *where),
        )

    def dashboard(self, port: int) -> DemoDashboard:
        return DemoDashboard(self.app.title, f"http://127.0.0.1:{port}/dashboard", self._token_file)

    @property
    def _token_file(self) -> Path:
        return self.folder / "token"

    def _command(self, name: str, module: str, *arguments: str, **settings: str) -> DemoCommand:
        argv = (str(self._environment.python), "-m", f"apps.{self.app.name}.{module}", *arguments)
        path = os.pathsep.join(str(folder) for folder in (_HERE, *self.app.imports))
        return DemoCommand(name, argv, {**RUN_SETTINGS, "PYTHONPATH": path, **settings})
