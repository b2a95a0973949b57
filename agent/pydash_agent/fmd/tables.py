"""Every query to the dashboard's tables. All read, none writes.

They are made by SQLAlchemy's ``Query``, which is the same in every release of SQLAlchemy that a dashboard may run
with, and are bounded by primary keys: the time has an index only from release 5.1 on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import Any

from sqlalchemy import DateTime, cast, func, null
from sqlalchemy.orm import Session

from pydash_agent.fmd.stamp import Stamp
from pydash_agent.protocol.source import Endpoint, Held, Row

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MICROSECOND = timedelta(microseconds=1)


class Tables:
    def __init__(self, database: Any, stamp: Stamp) -> None:
        self._sessions = database.DBSession
        self.request: Any = database.Request
        self.endpoint: Any = database.Endpoint
        # Postgres turns a time that says that it is UTC into the session's own time zone to store it in a column
        # without one. The cast turns it back.
        self._is_zoned = stamp.is_aware and database.engine.dialect.name == "postgresql"
        self._epoch = self._stored(_EPOCH)
        self.time = self._moment(self.request.time_requested)
        # The status came with release 3.0.
        self.has_status = hasattr(self.request, "status_code")

    def held(self) -> Held:
        """Counting reads the whole table. The first call is the first by id, for want of an index on time."""
        request = self.request
        with self.session() as session:
            calls = session.query(func.count(request.time_requested)).scalar()
            first = session.query(self.time).filter(self._is_call()).order_by(request.id).limit(1).scalar()
            return Held(calls or 0, self._aware(first))

    def endpoints(self) -> list[Endpoint]:
        endpoint = self.endpoint
        with self.session() as session:
            rows = (
                session.query(
                    endpoint.name,
                    endpoint.monitor_level,
                    self._moment(endpoint.time_added),
                    endpoint.version_added,
                    self._moment(endpoint.last_requested),
                )
                .order_by(endpoint.id)
                .all()
            )
        return [
            Endpoint(name, level or 0, self._aware(added), version, self._aware(requested))
            for name, level, added, version, requested in rows
        ]

    def at_us(self, row_id: int) -> int | None:
        """The time of that row; ``None`` if there is none."""
        with self.session() as session:
            at = session.query(self.time).filter(self.request.id == row_id).scalar()
        return None if at is None else self.us(at)

    def greatest_id(self) -> int:
        with self.session() as session:
            return session.query(func.max(self.request.id)).scalar() or 0

    def greatest_id_before(self, moment: datetime, after_id: int) -> int | None:
        """Of the rows after ``after_id`` that are as old as ``moment``. Walks back from the end of the table, past
        what is newer.
        """
        request = self.request
        with self.session() as session:
            found: int | None = (
                session.query(request.id)
                .filter(request.id > after_id, self.time <= self._stored(moment))
                .order_by(request.id.desc())
                .limit(1)
                .scalar()
            )
            return found

    def read(self, after_id: int, last_id: int, limit: int) -> list[Row]:
        request, endpoint = self.request, self.endpoint
        with self.session() as session:
            query = (
                session.query(
                    request.id,
                    self.time,
                    request.duration,
                    endpoint.name,
                    request.version_requested,
                    request.group_by,
                    request.ip,
                    request.status_code if self.has_status else null(),
                )
                .outerjoin(endpoint, request.endpoint_id == endpoint.id)
                .filter(request.id > after_id, request.id <= last_id, self._is_call())
                .order_by(request.id)
                .limit(limit)
            )
            # Straight from the connection: what the ORM adds to a row takes as long as the row itself.
            rows = session.connection().execute(query.statement).fetchall()
        epoch = self._epoch
        return [
            (row_id, (at - epoch) // _MICROSECOND, execution_ms, name, version, group_by, ip, status)
            for row_id, at, execution_ms, name, version, group_by, ip, status in rows
        ]

    def count(self, after_id: int, last_id: int | None) -> int:
        request = self.request
        with self.session() as session:
            query = session.query(func.count(request.time_requested)).filter(request.id > after_id)
            if last_id is not None:
                query = query.filter(request.id <= last_id)
            return query.scalar() or 0

    @contextmanager
    def session(self) -> Iterator[Session]:
        # One of the dashboard's own. Not its ``session_scope``: that prints an error and goes on, and it commits.
        session: Session = self._sessions()
        try:
            yield session
        finally:
            session.close()

    def _is_call(self) -> Any:
        # Only a row made by hand has no time.
        return self.request.time_requested.isnot(None)

    def _moment(self, column: Any) -> Any:
        return cast(column, DateTime(timezone=True)) if self._is_zoned else column

    def _stored(self, moment: datetime) -> datetime:
        """As the expressions of ``_moment`` are: in UTC without saying so, unless they have a zone."""
        return moment if self._is_zoned else moment.astimezone(timezone.utc).replace(tzinfo=None)

    def _aware(self, at: datetime | None) -> datetime | None:
        return at if at is None or self._is_zoned else at.replace(tzinfo=timezone.utc)

    def us(self, at: datetime) -> int:
        return (at - self._epoch) // _MICROSECOND
