"""Flask-MonitoringDashboard 1.13.0 as the shop uses it.

It creates its engine and its tables when its database module is first imported, from the settings it has by
then: so they are set first, and that import stands below them.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import flask_monitoringdashboard as dashboard
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine


def open_database(file: Path, version: str) -> Engine:
    dashboard.config.database_name = f"sqlite:///{file}"
    dashboard.config.version = version
    from flask_monitoringdashboard import database

    return cast("Engine", database.engine)


def watch(app: Flask, *, token: str, password: str, group_by: Callable[[], str]) -> None:
    """Measure every endpoint of the app and show it at /dashboard. The database is opened before."""
    from flask_monitoringdashboard import database

    event.listen(database.engine, "connect", _share_with_readers)
    dashboard.config.link = "dashboard"
    dashboard.config.security_token = token
    dashboard.config.username = "admin"
    dashboard.config.password = password
    dashboard.config.guest_password = []
    dashboard.config.group_by = group_by
    # From the eleventh call of an endpoint on, FMD 1.13 keeps headers and environment of every call as an
    # outlier, slow or not: a table that outgrows the calls themselves.
    dashboard.config.outliers_enabled = False
    dashboard.bind(app)


def _share_with_readers(connection: Any, _record: object) -> None:
    # A long export must not make the visitors wait, and a commit need not wait for the disk.
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
