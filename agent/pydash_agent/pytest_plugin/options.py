"""What was asked for. Command line before ini file before environment."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest

REPEAT_MAX = 1000


@dataclass(frozen=True)
class Target:
    """Where the run is submitted to."""

    url: str
    api_key: str
    dashboard: str


@dataclass(frozen=True)
class Options:
    suite: str
    repeat: int
    version: str | None
    build: str | None
    # A fraction: 0.2 is "20%".
    fail_on_regression: float | None
    strict: bool
    target: Target | None
    # Where there is no target: why not.
    offline: str
    root: Path


def read_options(config: pytest.Config) -> Options | None:
    """None without ``--pydash``. Raises pytest.UsageError."""
    if not config.getoption("--pydash"):
        for needless in ("--pydash-fail-on-regression", "--pydash-strict"):
            if config.getoption(needless):
                raise pytest.UsageError(f"{needless} needs --pydash")
        return None
    repeat = config.getoption("--pydash-repeat")
    if not 1 <= repeat <= REPEAT_MAX:
        raise pytest.UsageError(f"--pydash-repeat must be between 1 and {REPEAT_MAX}")
    target, offline = _target(config)
    return Options(
        suite=_setting(config, "suite") or config.rootpath.name or "tests",
        repeat=repeat,
        version=config.getoption("--pydash-version") or None,
        build=config.getoption("--pydash-build") or None,
        fail_on_regression=_fraction(config.getoption("--pydash-fail-on-regression")),
        strict=bool(config.getoption("--pydash-strict")),
        target=target,
        offline=offline,
        root=config.rootpath,
    )


def _target(config: pytest.Config) -> tuple[Target | None, str]:
    given: dict[str, str] = {name: _setting(config, name) for name in ("url", "dashboard")}
    # Not an option: other users of the machine and the CI's log can read command lines.
    given["api_key"] = _api_key()
    missing = [f"PYDASH_{name.upper()}" for name, value in given.items() if not value]
    if missing:
        return None, f"not submitted, since {', '.join(missing)} {_verb(missing)} not set"
    if not given["url"].startswith(("http://", "https://")):
        raise pytest.UsageError("PyDash's URL must start with http:// or https://")
    return Target(_without_user(given["url"]).rstrip("/"), given["api_key"], given["dashboard"]), ""


def _without_user(url: str) -> str:
    # The key is what PyDash asks for, not this; and the URL is printed, to logs that others read.
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise pytest.UsageError(f"PyDash's URL is none: {error}") from None
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))


def _verb(names: list[str]) -> str:
    return "are" if len(names) > 1 else "is"


def _api_key() -> str:
    path = os.environ.get("PYDASH_API_KEY_FILE")
    if not path:
        return os.environ.get("PYDASH_API_KEY", "").strip()
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise pytest.UsageError(f"PYDASH_API_KEY_FILE cannot be read: {error}") from None


def _setting(config: pytest.Config, name: str) -> str:
    given: Any = config.getoption(f"--pydash-{name}") or config.getini(f"pydash_{name}")
    return str(given or os.environ.get(f"PYDASH_{name.upper()}", "")).strip()


def _fraction(given: str | None) -> float | None:
    if given is None:
        return None
    try:
        percent = float(given.strip().rstrip("%"))
    except ValueError:
        percent = -1.0
    # Not a number compares as false.
    if not 0 < percent <= 100_000:
        raise pytest.UsageError('--pydash-fail-on-regression must be a percentage above 0, for example "20%"')
    return percent / 100
