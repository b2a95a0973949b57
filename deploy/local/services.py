"""The four services as the local stack runs them: settings, ports, commands."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from deploy.local.embedded.process import Command, base_environment
from deploy.local.errors import LocalStackError
from deploy.local.home import CACHE, PROJECT, Home
from deploy.local.ports import LOOPBACK

API = "api"
WORKERS = ("fetcher", "aggregator", "mailer")

# The demo's apps listen on this machine; elsewhere the fetcher refuses loopback addresses.
_LOOPBACK_NETWORKS = "127.0.0.0/8,::1/128"

_PREFIX = "PYDASH_"


def setting(name: str, environment: Mapping[str, str] | None = None) -> str | None:
    """What the user set for ``PYDASH_<name>``, itself or through its ``_FILE``."""
    environment = os.environ if environment is None else environment
    file = environment.get(f"{_PREFIX}{name}_FILE")
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise LocalStackError(f"{_PREFIX}{name}_FILE: cannot read {file}: {error}") from None
    return environment.get(_PREFIX + name) or None


def stack_settings(home: Home, *, url: str, database_url: Path, redis_url: Path) -> dict[str, str]:
    """What every command that works on this stack needs; secrets as paths only."""
    return {
        "PYDASH_DATABASE_URL_FILE": str(database_url),
        "PYDASH_REDIS_URL_FILE": str(redis_url),
        **_unless_chosen(
            {
                "SECRET_KEY_FILE": str(home.secret_key),
                "TOKEN_KEYS_FILE": str(home.token_keys),
                "PUBLIC_URL": url,
                "COOKIE_SECURE": "false",
                "FETCH_ALLOW": _LOOPBACK_NETWORKS,
            }
        ),
    }


def service_command(
    name: str, port: int, home: Home, settings: Mapping[str, str], spa: Path | None
) -> Command:
    own = {
        **settings,
        "PYDASH_HOST": LOOPBACK,
        "PYDASH_PORT": str(port),
        **_unless_chosen(
            {
                # The files get everything; on the terminal stands what needs somebody.
                "LOG_DIR": str(home.logs),
                "LOG_LEVEL": "WARNING",
                "LOG_FORMAT": "columns",
            }
        ),
    }
    if name == API and spa is not None:
        own |= _unless_chosen({"SPA_DIR": str(spa)})
    return module_command(f"services.{name}", environment=own, name=name)


def module_command(
    module: str, *arguments: str, environment: Mapping[str, str], name: str | None = None
) -> Command:
    """``python -m module`` of this project, with these settings over our own environment."""
    return Command(
        name or module,
        [sys.executable, "-m", module, *arguments],
        env={
            # Half a dozen programs import the same packages at each start: compiled once, in a place of our
            # own, even where Python is told to leave nothing beside the sources.
            **base_environment(without=("PYTHONDONTWRITEBYTECODE",)),
            "PYTHONPYCACHEPREFIX": str(CACHE / "python"),
            "PYTHONUNBUFFERED": "1",
            **environment,
        },
        cwd=PROJECT,
    )


def ready_url(port: int) -> str:
    return f"http://{LOOPBACK}:{port}/readyz"


def _unless_chosen(defaults: Mapping[str, str]) -> dict[str, str]:
    """Of these settings, those that the user made no choice about in the environment."""
    chosen = {
        name.removeprefix(_PREFIX).removesuffix("_FILE") for name in os.environ if name.startswith(_PREFIX)
    }
    return {
        _PREFIX + name: value for name, value in defaults.items() if name.removesuffix("_FILE") not in chosen
    }
