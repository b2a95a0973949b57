"""The tables of Flask-MonitoringDashboard 1.13.0, as written history needs them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection, Engine

from ..scenario.history import Call
from ..scenario.releases import Release
from .monitoring import open_database

_COLUMNS = ("endpoint", "execution_time", "time", "version", "group_by", "ip")


class Fmd113Tables:
    # Within each call it measures, FMD 1.13 also updates the endpoint's time of last access. This is about what
    # that takes.
    recording_ms = 2.0

    def open(self, file: Path, version: str) -> Engine:
        return open_database(file, version)

    def add_endpoints(self, connection: Connection, added: Mapping[str, tuple[datetime, Release]]) -> None:
        from flask_monitoringdashboard.database import MonitorRule

        for endpoint, (moment, release) in added.items():
            rule = {
                "endpoint": endpoint,
                "monitor": True,
                "time_added": moment.replace(tzinfo=None),
                "version_added": release.version,
            }
            connection.execute(insert(MonitorRule).values(rule))

    def add_calls(self, connection: Connection, calls: Sequence[Call]) -> None:
        from flask_monitoringdashboard.database import FunctionCall, MonitorRule

        # The driver takes the rows as they are; through SQLAlchemy's insert this takes three times as long.
        statement = insert(FunctionCall).compile(dialect=connection.dialect, column_keys=_COLUMNS)
        connection.exec_driver_sql(str(statement), [call[:6] for call in calls])

        for endpoint, last_call in {call.endpoint: call for call in calls}.items():
            accessed = datetime.fromisoformat(last_call.time)
            connection.execute(
                update(MonitorRule).where(MonitorRule.endpoint == endpoint).values(last_accessed=accessed)
            )

    def newest_call(self, connection: Connection) -> datetime:
        from flask_monitoringdashboard.database import FunctionCall

        statement = select(FunctionCall.time).order_by(FunctionCall.time.desc()).limit(1)
        newest: datetime = connection.execute(statement).scalar_one()
        return newest.replace(tzinfo=UTC)
