"""Test runs of the monitored apps, as their pytest plugin submits them. Writer: services/api."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, Identity, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import Base


class TestSuite(Base):
    __tablename__ = "test_suites"
    __table_args__ = (UniqueConstraint("dashboard_id", "name"),)

    dashboard_id: Mapped[UUID] = mapped_column(
        ForeignKey("dashboards.id", ondelete="CASCADE"), primary_key=True
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    created_at: Mapped[datetime]


class TestCase(Base):
    """The name of a test, once, so that results are small. ``digest`` is what it is found by."""

    __tablename__ = "test_cases"
    __table_args__ = (
        ForeignKeyConstraint(
            ["dashboard_id", "suite_id"],
            ["test_suites.dashboard_id", "test_suites.id"],
            name="test_cases_suite_fkey",
            ondelete="CASCADE",
        ),
        UniqueConstraint("dashboard_id", "suite_id", "digest"),
    )

    dashboard_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    suite_id: Mapped[UUID]
    digest: Mapped[bytes]
    name: Mapped[str]


class TestRun(Base):
    """``id`` is the plugin's. It arrives in ``portions``; the numbers of those that are here are in ``received``.

    ``completed_at`` is null until all are: before that nothing shows the run. ``endpoints`` are the endpoints that
    its tests hit, a list of objects with the fields of EndpointTested.
    """

    __tablename__ = "test_runs"
    __table_args__ = (
        ForeignKeyConstraint(
            ["dashboard_id", "suite_id"],
            ["test_suites.dashboard_id", "test_suites.id"],
            name="test_runs_suite_fkey",
            ondelete="CASCADE",
        ),
        Index(None, "dashboard_id", "suite_id", "started_at"),
    )

    dashboard_id: Mapped[UUID] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    suite_id: Mapped[UUID]
    version: Mapped[str | None]
    build: Mapped[str | None]
    started_at: Mapped[datetime]
    submitted_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]
    portions: Mapped[int]
    received: Mapped[list[int]] = mapped_column(JSONB)
    tests: Mapped[int]
    failed: Mapped[int]
    skipped: Mapped[int]
    flaky: Mapped[int]
    duration_ms: Mapped[float]
    endpoints: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)


class TestResult(Base):
    """A test in a run: how often it passed, failed and was skipped, and how long its body took.

    ``hits`` is a list of [endpoint, calls, milliseconds of them all].
    """

    __tablename__ = "test_results"
    __table_args__ = (
        ForeignKeyConstraint(
            ["dashboard_id", "run_id"],
            ["test_runs.dashboard_id", "test_runs.id"],
            name="test_results_run_fkey",
            ondelete="CASCADE",
        ),
        Index(None, "dashboard_id", "case_id"),
        # Of many results few fail, and they are what is looked for.
        Index(
            "test_results_failed_idx",
            "dashboard_id",
            "run_id",
            postgresql_where=text("failed > 0"),
        ),
    )

    dashboard_id: Mapped[UUID] = mapped_column(primary_key=True)
    run_id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    passed: Mapped[int]
    failed: Mapped[int]
    skipped: Mapped[int]
    fastest_ms: Mapped[float | None]
    median_ms: Mapped[float | None]
    slowest_ms: Mapped[float | None]
    hits: Mapped[list[list[Any]]] = mapped_column(JSONB)
