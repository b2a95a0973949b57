"""A virtualenv of its own for Flask-MonitoringDashboard 1.13.0: it needs a Flask of its time."""

import hashlib
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from deploy.local.embedded.folder import ensure_folder
from deploy.local.embedded.process import Command, Output, base_environment, run
from deploy.local.errors import LocalStackError
from deploy.local.file_lock import one_at_a_time

_HERE = Path(__file__).parent

# In this order: what builds, what the dashboard needs, the dashboard itself. Nothing is built in isolation,
# so that nothing but what is locked is ever downloaded.
_LOCKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("build.lock", ()),
    ("requirements.lock", ("--no-build-isolation",)),
    ("fmd.lock", ("--no-build-isolation", "--no-deps")),
)

_OLDEST, _TOO_NEW = (3, 11), (3, 14)

# What importing the dashboard brings in, with its database in memory. Compiling it all takes a few seconds
# once; better here than when the shop starts.
_TRIAL = (
    "import flask_monitoringdashboard as dashboard; "
    "dashboard.config.database_name = 'sqlite://'; "
    "import flask_monitoringdashboard.views, waitress"
)

# For every program that imports the dashboard. It asks the host for the name of its time zone and fails where
# there is none, and its export would be off by that zone; its libraries warn of what Python was to drop.
RUN_SETTINGS = {"TZ": "UTC", "PYTHONWARNINGS": "ignore"}


class DemoError(LocalStackError):
    pass


class Environment:
    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def python(self) -> Path:
        return self._folder / "bin" / "python"

    async def ensure(self, output: Output | None = None) -> None:
        """Installs it if it is missing or stale. Several processes may ask for the same one at once."""
        _check_python(sys.version_info[:2])
        ensure_folder(self._folder.parent)
        async with one_at_a_time(self._folder.with_suffix(".lock")):
            if not self._is_current():
                await self._install(output)

    def _is_current(self) -> bool:
        try:
            return self.python.exists() and self._stamp.read_text(encoding="ascii") == fingerprint()
        except OSError:
            return False

    async def _install(self, output: Output | None) -> None:
        said: list[str] = []
        for installer in _installers(self._folder, self.python):
            shutil.rmtree(self._folder, ignore_errors=True)
            failed, said = await _run_all([*installer, [str(self.python), "-c", _TRIAL]], output)
            if not failed:
                self._stamp.write_text(fingerprint(), encoding="ascii")
                return
        raise DemoError(f"the demo's packages could not be installed: {_reason(said)}")

    @property
    def _stamp(self) -> Path:
        return self._folder / "installed-from"


def fingerprint() -> str:
    """Of all that an installed environment depends on."""
    digest = hashlib.sha256(f"{sys.version}\0{sys.base_prefix}".encode())
    for name, _ in _LOCKS:
        digest.update((_HERE / name).read_bytes())
    return digest.hexdigest()


def _check_python(version: tuple[int, int]) -> None:
    if not _OLDEST <= version < _TOO_NEW:
        raise DemoError(
            "the demo shop runs on Python {}.{} to {}.{}, and this is {}.{}".format(
                *_OLDEST, _TOO_NEW[0], _TOO_NEW[1] - 1, *version
            )
        )


def _installers(folder: Path, python: Path) -> list[list[list[str]]]:
    """First uv, where it is installed beside us, then pip: uv may not know this machine's certificates."""
    installs = [
        ["install", "--require-hashes", *options, "-r", str(_HERE / name)] for name, options in _LOCKS
    ]
    pip = [
        [sys.executable, "-m", "venv", str(folder)],
        *(
            [str(python), "-m", "pip", "--disable-pip-version-check", *install, "--no-compile"]
            for install in installs
        ),
    ]
    uv = str(Path(sys.executable).with_name("uv"))
    if not Path(uv).exists():
        return [pip]
    quick = [
        [uv, "venv", "--quiet", "--python", sys.executable, str(folder)],
        *([uv, "pip", *install, "--python", str(python)] for install in installs),
    ]
    return [quick, pip]


async def _run_all(commands: Sequence[Sequence[str]], output: Output | None) -> tuple[bool, list[str]]:
    """Whether one of them failed, and what it said."""
    # Our own secrets and Python settings are no installer's business.
    environment = base_environment(without=("PYDASH_", "PYTHON", "VIRTUAL_ENV")) | RUN_SETTINGS
    for command in commands:
        code, said = await run(Command("demo environment", command, env=environment), output)
        if code != 0:
            return True, said
    return False, []


def _reason(said: Sequence[str]) -> str:
    errors = [line for line in said if line.lower().startswith("error")]
    lines = errors or [line for line in said if line.strip()] or ["nothing was said about why"]
    return lines[-1].strip()
