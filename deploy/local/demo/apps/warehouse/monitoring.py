"""Flask-MonitoringDashboard 5.1.0 as the warehouse uses it, with the bridge that lets PyDash read it.

It creates its engine and its tables when its database module is first imported, from the settings it has by
then: so they are set first, and that import stands below them.
"""

# mypy: disable-error-code="import-not-found, import-untyped"

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import flask_monitoringdashboard as dashboard
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

from pydash_agent.flask import bridge

# What FMD notes beside times: 2 outliers, 3 profiles as well. All others have level 1.
MONITOR_LEVELS = {"orders.next": 3, "shipments.rates": 3, "shipments.label": 2}

# A call is an outlier when it takes so many times the mean: less than FMD's own 2.5, so that there are some to see.
_OUTLIER_FACTOR = 1.0


def open_database(file: Path, version: str) -> Engine:
    dashboard.config.database_name = f"sqlite:///{file}"
    dashboard.config.version = version
    from flask_monitoringdashboard import database

    return cast("Engine", database.engine)


def watch(app: Flask, *, token: str, password: str, group_by: Callable[[], str]) -> None:
    """Measure every endpoint of the app, show it at /dashboard and to PyDash. The database is opened before."""
    from flask_monitoringdashboard import database

    event.listen(database.engine, "connect", _share_with_readers)
    dashboard.config.link = "dashboard"
    dashboard.config.username = "admin"
    dashboard.config.password = password
    dashboard.config.group_by = group_by
    dashboard.config.outlier_detection_constant = _OUTLIER_FACTOR
    # Its scheduler only draws custom graphs, and there are none.
    dashboard.bind(app, schedule=False)
    _stay_at_home()
    bridge(app, token=token)


def report(error: Exception) -> None:
    """Have the dashboard keep what the app caught, in a request."""
    dashboard.capture(error)


def _stay_at_home() -> None:
    # FMD 5 tells its makers how it is used, once somebody agrees on its pages: unless it cannot find their address.
    from flask_monitoringdashboard.core import telemetry

    telemetry.fetch_ip_from_github = lambda _url: None


def _share_with_readers(connection: Any, _record: object) -> None:
    # A long export must not make the clients wait, and a commit need not wait for the disk.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
