"""Fills a database of Flask-MonitoringDashboard 5.1.0 and times its API, in the virtualenv that has it.

    python fmd_probe.py COLUMNS ROUNDS

makes the database in the current folder. COLUMNS is what fmd.py saved. Prints, as the last line, the least
seconds that each question took and the size of the database, as JSON.
"""

import json
import sqlite3
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import flask
import flask_monitoringdashboard as dashboard
import numpy as np

_DATABASE = Path("fmd.db").resolve()
_DAYS = 30
# The busiest: the first that is added.
_ENDPOINT_ID = 1

_ADD_ENDPOINT = """INSERT INTO Endpoint (id, name, monitor_level, time_added, version_added)
    VALUES (?, ?, 1, ?, '1.0.0')"""
_ADD_REQUEST = """INSERT INTO Request
    (time_requested, duration, status_code, endpoint_id, version_requested, group_by, ip)
    VALUES (?, ?, ?, ?, ?, ?, ?)"""


def main(columns: Path, rounds: int) -> None:
    dashboard.config.database_name = f"sqlite:///{_DATABASE}"
    app = flask.Flask("shop")
    app.secret_key = "of a benchmark"
    dashboard.bind(app, schedule=False)
    saved = np.load(columns)
    fill(saved)
    client = app.test_client()
    client.post("/dashboard/login", data={"name": "admin", "password": "admin"})
    least = {name: least_seconds(ask, rounds) for name, ask in questions(client, saved).items()}
    print(json.dumps({"seconds": least, "bytes": _DATABASE.stat().st_size}))  # noqa: T201 - read by fmd.py


def fill(saved: Any) -> None:
    """Writes the rows that the ORM would, but past it: that would take minutes."""
    times = np.char.replace(np.datetime_as_string(saved["at_us"].view("datetime64[us]")), "T", " ").tolist()
    names = {kind: saved[f"{kind}_names"].tolist() for kind in ("version", "group_by", "ip")}
    requests = zip(
        times,
        saved["execution_ms"].tolist(),
        saved["status"].tolist(),
        (saved["endpoint"] + _ENDPOINT_ID).tolist(),
        *([names[kind][code] for code in saved[kind].tolist()] for kind in names),
        strict=True,
    )
    endpoints = enumerate(saved["endpoint_names"].tolist(), _ENDPOINT_ID)
    with closing(sqlite3.connect(_DATABASE)) as database, database:
        database.executemany(_ADD_ENDPOINT, [(number, name, times[0]) for number, name in endpoints])
        database.executemany(_ADD_REQUEST, requests)


def questions(client: Any, saved: Any) -> dict[str, Callable[[], Any]]:
    today = datetime.now(UTC).date()
    days = f"{today - timedelta(days=_DAYS)}/{today}"
    versions = {"data": {"versions": saved["version_names"].tolist()}}
    return {
        "overview": lambda: client.get("/dashboard/api/overview"),
        "hourly_load": lambda: client.get(f"/dashboard/api/hourly_load/{days}"),
        "hourly_load of one endpoint": lambda: client.get(
            f"/dashboard/api/hourly_load/{days}/{_ENDPOINT_ID}"
        ),
        "endpoint_versions": lambda: client.post(
            f"/dashboard/api/endpoint_versions/{_ENDPOINT_ID}", json=versions
        ),
    }


def least_seconds(ask: Callable[[], Any], rounds: int) -> float:
    least = float("inf")
    for _ in range(rounds):
        started = time.perf_counter()
        response = ask()
        least = min(least, time.perf_counter() - started)
        # Who is not logged in is sent elsewhere, quickly.
        if response.status_code != 200 or not response.is_json:
            raise RuntimeError(f"the dashboard answered {response.status}")
    return least


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
