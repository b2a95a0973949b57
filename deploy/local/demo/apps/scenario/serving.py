"""Serves an app on 127.0.0.1 until it is told to stop."""

# mypy: disable-error-code="import-not-found, import-untyped"

import argparse
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from sqlalchemy.engine import Engine
from waitress.server import create_server

from . import state
from .history import History, Tables
from .plan import Scenario

_HOST = "127.0.0.1"


@dataclass(frozen=True)
class Settings:
    version: str
    token: str = field(repr=False)
    password: str = field(repr=False)
    session_key: str = field(repr=False)


def serve(scenario: Scenario, tables: Tables, create_app: Callable[[Settings], Flask]) -> None:
    """`create_app` finds the database open."""
    prefix = scenario.name.upper()
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--home", type=Path, required=True, help="folder of the database")
    arguments.add_argument("--port", type=int, required=True)
    arguments.add_argument(
        "--version", default=os.environ.get(f"{prefix}_VERSION", scenario.releases.current)
    )
    given = arguments.parse_args()

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    settings = Settings(
        version=given.version,
        token=_secret(f"{prefix}_TOKEN"),
        password=_secret(f"{prefix}_PASSWORD"),
        session_key=_secret(f"{prefix}_SESSION_KEY"),
    )
    engine = tables.open(state.database(given.home), given.version)
    _complete_history(History(scenario, tables), given.home, engine)
    server = _listen(scenario.name, create_app(settings), given.port)
    address = f"http://{_HOST}:{given.port}/"
    print(f"The {scenario.name} is open: {address} (version {given.version})", flush=True)
    # The dashboard connects anew for every statement. While one connection stays open, closing the others is
    # cheap: only the last one to close folds the log into the database.
    with engine.connect():
        server.run()
    server.close()


def _complete_history(history: History, home: Path, engine: Engine) -> None:
    """At the first start only: later, the time that the app was closed stays empty."""
    known = state.load(home)
    if not known.served:
        history.catch_up(engine, known, until=datetime.now(UTC))
        state.save(home, replace(known, served=True))


def _listen(name: str, app: Flask, port: int) -> Any:
    try:
        return create_server(
            app,
            host=_HOST,
            port=port,
            threads=8,
            ident=None,
            # The dashboard records REMOTE_ADDR. The traffic comes from this machine and says for whom it asks;
            # that address takes its place.
            trusted_proxy=_HOST,
            trusted_proxy_count=1,
            trusted_proxy_headers={"x-forwarded-for"},
            clear_untrusted_proxy_headers=True,
        )
    except OSError as error:
        sys.exit(f"The {name} cannot listen on {_HOST}:{port}: {error.strerror}")


def _secret(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        sys.exit(f"{name} is not set")
    return value
