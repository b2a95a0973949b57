"""The tables of Flask-MonitoringDashboard 5.1.0, as written history needs them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection, Engine

from ..scenario.history import Call
from ..scenario.releases import Release
from .monitoring import MONITOR_LEVELS, open_database

_COLUMNS = ("endpoint_id", "duration", "time_requested", "version_requested", "group_by", "ip", "status_code")


class Fmd51Tables:
    # FMD 5 takes the time before it begins to write.
    recording_ms = 0.0

    def open(self, file: Path, version: str) -> Engine:
        return open_database(file, version)

    def add_endpoints(self, connection: Connection, added: Mapping[str, tuple[datetime, Release]]) -> None:
        from flask_monitoringdashboard.database import Endpoint

        for name, (moment, release) in added.items():
            endpoint = {
                "name": name,
                "monitor_level": MONITOR_LEVELS.get(name, 1),
                "time_added": moment.replace(tzinfo=None),
                "version_added": release.version,
            }
            connection.execute(insert(Endpoint).values(endpoint))

    def add_calls(self, connection: Connection, calls: Sequence[Call]) -> None:
        from flask_monitoringdashboard.database import Endpoint, Request

        ids: dict[str, int] = dict(connection.execute(select(Endpoint.name, Endpoint.id)).tuples().all())
        # The driver takes the rows as they are; through SQLAlchemy's insert this takes three times as long.
        statement = insert(Request).compile(dialect=connection.dialect, column_keys=_COLUMNS)
        connection.exec_driver_sql(str(statement), [(ids[call.endpoint], *call[1:]) for call in calls])

        for name, last_call in {call.endpoint: call for call in calls}.items():
            requested = datetime.fromisoformat(last_call.time)
            connection.execute(update(Endpoint).where(Endpoint.name == name).values(last_requested=requested))

    def newest_call(self, connection: Connection) -> datetime:
        from flask_monitoringdashboard.database import Request

        newest: datetime = connection.execute(select(func.max(Request.time_requested))).scalar_one()
        return newest.replace(tzinfo=UTC)
