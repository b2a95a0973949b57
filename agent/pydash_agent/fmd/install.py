"""The dashboard that is installed in this process and bound to its app."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask


@dataclass(frozen=True)
class Dashboard:
    version: str
    link: str
    # Its module ``database``: engine, sessions and tables, as its own pages use them.
    database: Any


def bound_dashboard(app: Flask) -> Dashboard:
    # Late: the app need not have it for this package to be imported ...
    import flask_monitoringdashboard

    if flask_monitoringdashboard.blueprint.name not in app.blueprints:
        raise RuntimeError("call flask_monitoringdashboard.bind(app) first, then bridge(app, ...)")

    # ... and its tables are named, and its database opened, by what is configured when this is imported.
    from flask_monitoringdashboard import database

    # Before 2.0, tables and columns had other names.
    if not hasattr(database, "Request"):
        raise RuntimeError(
            "this Flask-MonitoringDashboard is older than 2.0: PyDash reads it without a bridge"
        )
    constants = Path(flask_monitoringdashboard.loc(), "constants.json").read_text(encoding="utf-8")
    link = str(flask_monitoringdashboard.config.link).strip("/")
    return Dashboard(str(json.loads(constants)["version"]), link, database)
