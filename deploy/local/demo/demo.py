"""The demo: a small shop under the real Flask-MonitoringDashboard 1.13.0, with weeks of history and visitors.

home/demo/
  venv/                    the dashboard's own virtualenv
  calls.db, shop.json      the dashboard's database, and when the shop opened
  token                    signs what the dashboard exports
  password, session_key    of the dashboard's own pages (user admin), and of the shop's sessions
"""

from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.demo.environment import RUN_SETTINGS, DemoError, Environment
from deploy.local.embedded.folder import ensure_folder
from deploy.local.embedded.process import Command, base_environment, run
from deploy.local.secret_files import long_token, pronounceable_password, read_or_make

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class DemoCommand:
    """A process that runs as long as the demo does. ``env`` goes on top of the runner's own environment."""

    name: str
    argv: tuple[str, ...]
    env: dict[str, str] = field(repr=False)


@dataclass(frozen=True)
class DemoDashboard:
    """What PyDash has to be told to watch the shop."""

    name: str
    url: str
    token: str = field(repr=False)


class Demo:
    def __init__(self, home: Path, *, environment: Environment | None = None) -> None:
        self._folder = home / "demo"
        self._environment = environment or Environment(self._folder / "venv")

    async def prepare(self) -> None:
        """All that is slow; quick when it was done before. Afterwards the commands can start."""
        ensure_folder(self._folder)
        await self._environment.ensure()
        history = self._command("history", "history", "--home", str(self._folder))
        environment = base_environment(without=("PYDASH_",)) | history.env
        code, said = await run(Command(history.name, history.argv, env=environment))
        if code != 0:
            raise DemoError(
                f"the demo's history could not be written: {said[-1] if said else 'no reason given'}"
            )

    def commands(self, port: int) -> list[DemoCommand]:
        where = ("--home", str(self._folder), "--port", str(port))
        shop = self._command(
            "shop",
            "serve",
            *where,
            SHOP_TOKEN=self._token,
            SHOP_PASSWORD=read_or_make(self._folder / "password", pronounceable_password),
            SHOP_SESSION_KEY=read_or_make(self._folder / "session_key", long_token),
        )
        return [shop, self._command("traffic", "traffic", *where)]

    def dashboard(self, port: int) -> DemoDashboard:
        return DemoDashboard("Demo shop", f"http://127.0.0.1:{port}/dashboard", self._token)

    @property
    def _token(self) -> str:
        return read_or_make(self._folder / "token", long_token)

    def _command(self, name: str, module: str, *arguments: str, **settings: str) -> DemoCommand:
        argv = (str(self._environment.python), "-m", f"shop.{module}", *arguments)
        return DemoCommand(name, argv, {**RUN_SETTINGS, "PYTHONPATH": str(_HERE), **settings})
