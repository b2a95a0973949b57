"""A Flask app of one endpoint, which handles as many requests as a line of its input says, again and again.

It runs in the virtualenv of a Flask-MonitoringDashboard. For each line it prints how many seconds that took, with
all that was to be written: ``bare`` nothing is, ``monitor`` PyDash's monitor writes, ``fmd`` the dashboard does.
"""

# mypy: disable-error-code="import-not-found, import-untyped"

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from flask import Flask
from werkzeug.test import EnvironBuilder


def _bare(_app: Flask, _folder: Path) -> Callable[[], None]:
    return lambda: None


def _monitor(app: Flask, folder: Path) -> Callable[[], None]:
    from pydash_agent.flask import monitor

    monitor(app, token="a-token-of-the-benchmarks", path=folder / "monitor.db", version="1")
    # Nothing but the recorder says that all is written.
    measured = app.wsgi_app._app
    closing: Callable[[], None] = measured._monitor.recorder.close
    return closing


def _fmd(app: Flask, folder: Path) -> Callable[[], None]:
    import flask_monitoringdashboard as dashboard

    dashboard.config.database_name = f"sqlite:///{folder}/fmd.db"
    dashboard.bind(app, schedule=False)
    return _join_threads


def _join_threads() -> None:
    # The dashboard writes each call in a thread of its own, and they would only lock each other out.
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join()


_KINDS = {"bare": _bare, "monitor": _monitor, "fmd": _fmd}


def main(kind: str, folder: str) -> None:
    app = Flask(__name__, static_folder=None)
    app.add_url_rule("/home", "home", lambda: "ok")
    written = _KINDS[kind](app, Path(folder))
    environ = EnvironBuilder("/home", environ_base={"REMOTE_ADDR": "192.0.2.1"}).get_environ()
    for line in sys.stdin:
        started = perf_counter()
        for _ in range(int(line)):
            for _part in app.wsgi_app(dict(environ), lambda *_: lambda _written: None):
                pass
            if kind == "fmd":
                written()
        written()
        print("seconds", perf_counter() - started, flush=True)  # noqa: T201 - what it was asked for


if __name__ == "__main__":
    main(*sys.argv[1:])
