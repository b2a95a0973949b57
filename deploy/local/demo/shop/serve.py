"""Serves the shop on 127.0.0.1 until it is told to stop."""

import argparse
import os
import signal
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy.engine import Engine
from waitress.server import BaseWSGIServer, create_server

from . import history, monitoring, releases, state
from .app import Settings, create_app

_HOST = "127.0.0.1"


def main() -> None:
    arguments = argparse.ArgumentParser(prog="shop.serve", description=__doc__)
    arguments.add_argument("--home", type=Path, required=True, help="folder of the database")
    arguments.add_argument("--port", type=int, required=True)
    arguments.add_argument("--version", default=os.environ.get("SHOP_VERSION", releases.CURRENT))
    given = arguments.parse_args()

    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    settings = Settings(
        version=given.version,
        token=_secret("SHOP_TOKEN"),
        password=_secret("SHOP_PASSWORD"),
        session_key=_secret("SHOP_SESSION_KEY"),
    )
    engine = monitoring.open_database(state.database(given.home), given.version)
    _complete_history(given.home, engine)
    server = _listen(create_app(settings), given.port)
    print(f"The shop is open: http://{_HOST}:{given.port}/ (version {given.version})", flush=True)
    # FMD connects anew for every statement. While one connection stays open, closing the others is cheap: only
    # the last one to close folds the log into the database.
    with engine.connect():
        server.run()
    server.close()


def _complete_history(home: Path, engine: Engine) -> None:
    """At the first start only: later, the time that the shop was closed stays empty."""
    known = state.load(home)
    if not known.served:
        history.catch_up(engine, known, until=datetime.now(UTC))
        state.save(home, replace(known, served=True))


def _listen(app: Flask, port: int) -> BaseWSGIServer:
    try:
        return create_server(
            app,
            host=_HOST,
            port=port,
            threads=8,
            ident=None,
            # FMD records REMOTE_ADDR. The traffic comes from this machine and says for whom it asks; that
            # address takes its place.
            trusted_proxy=_HOST,
            trusted_proxy_count=1,
            trusted_proxy_headers={"x-forwarded-for"},
            clear_untrusted_proxy_headers=True,
        )
    except OSError as error:
        sys.exit(f"The shop cannot listen on {_HOST}:{port}: {error.strerror}")


def _secret(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        sys.exit(f"{name} is not set")
    return value


if __name__ == "__main__":
    main()
