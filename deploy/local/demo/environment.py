"""A virtualenv of its own for a Flask-MonitoringDashboard: old ones need a Flask of their time."""

import hashlib
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy.local.embedded.folder import ensure_folder
from deploy.local.embedded.process import Command, Output, base_environment, run
from deploy.local.errors import LocalStackError
from deploy.local.file_lock import one_at_a_time

# In this order: what builds, what the dashboard needs, the dashboard itself; not every recipe has each. Nothing
# is built in isolation, so that nothing but what is locked is ever downloaded.
_LOCKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("build.lock", ()),
    ("requirements.lock", ("--no-build-isolation",)),
    ("fmd.lock", ("--no-build-isolation", "--no-deps")),
)

_OLDEST, _TOO_NEW = (3, 11), (3, 14)


# For every program that imports the dashboard. It asks the host for the name of its time zone and fails where
# there is none, and its export would be off by that zone; its libraries warn of what Python was to drop.
RUN_SETTINGS = {"TZ": "UTC", "PYTHONWARNINGS": "ignore"}


class DemoError(LocalStackError):
    pass


@dataclass(frozen=True)
class Recipe:
    """``locks`` is the folder of the lock files. ``trial`` is Python that imports all that will be used: compiling
    it takes a few seconds once, better here than when the app starts.
    """

    locks: Path
    trial: str

    def installs(self) -> list[tuple[Path, tuple[str, ...]]]:
        """Each lock with pip's options for it, in order."""
        files = ((self.locks / name, options) for name, options in _LOCKS)
        return [(path, options) for path, options in files if path.exists()]

    def fingerprint(self) -> str:
        """Of all that an installed environment depends on."""
        digest = hashlib.sha256(f"{sys.version}\0{sys.base_prefix}".encode())
        for path, _ in self.installs():
            digest.update(path.read_bytes())
        return digest.hexdigest()


_RECIPES = Path(__file__).with_name("recipes")

# All that a demo app imports, with the dashboard's database in memory.
_TRIAL = (
    "import flask_monitoringdashboard as dashboard; "
    "dashboard.config.database_name = 'sqlite://'; "
    "import flask_monitoringdashboard.views, waitress"
)

FMD_1_13 = Recipe(_RECIPES / "fmd-1.13", _TRIAL)
FMD_5_1 = Recipe(_RECIPES / "fmd-5.1", _TRIAL)


class Environment:
    def __init__(self, folder: Path, recipe: Recipe = FMD_1_13) -> None:
        self._folder = folder
        self._recipe = recipe

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
            return (
                self.python.exists() and self._stamp.read_text(encoding="ascii") == self._recipe.fingerprint()
            )
        except OSError:
            return False

    async def _install(self, output: Output | None) -> None:
        said: list[str] = []
        for installer in _installers(self._folder, self.python, self._recipe):
            shutil.rmtree(self._folder, ignore_errors=True)
            failed, said = await _run_all([*installer, [str(self.python), "-c", self._recipe.trial]], output)
            if not failed:
                self._stamp.write_text(self._recipe.fingerprint(), encoding="ascii")
                return
        raise DemoError(f"the app's packages could not be installed: {_reason(said)}")

    @property
    def _stamp(self) -> Path:
        return self._folder / "installed-from"


def _check_python(version: tuple[int, int]) -> None:
    if not _OLDEST <= version < _TOO_NEW:
        raise DemoError(
            "the demo runs on Python {}.{} to {}.{}, and this is {}.{}".format(
                *_OLDEST, _TOO_NEW[0], _TOO_NEW[1] - 1, *version
            )
        )


def _installers(folder: Path, python: Path, recipe: Recipe) -> list[list[list[str]]]:
    """First uv, where it is installed beside us, then pip: uv may not know this machine's certificates."""
    installs = [
        ["install", "--require-hashes", *options, "-r", str(lock)] for lock, options in recipe.installs()
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
