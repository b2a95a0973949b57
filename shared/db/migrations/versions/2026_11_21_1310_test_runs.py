"""Test suites, their runs and results.

Writer of the tables: api.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "202611211310"
down_revision = "202611211300"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "test_suites",
        sa.Column("dashboard_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["dashboard_id"],
            ["dashboards.id"],
            name=op.f("test_suites_dashboard_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("dashboard_id", "id", name=op.f("test_suites_pkey")),
        sa.UniqueConstraint("dashboard_id", "name", name=op.f("test_suites_dashboard_id_name_key")),
    )
    op.create_table(
        "test_cases",
        sa.Column("dashboard_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("suite_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dashboard_id", "suite_id"],
            ["test_suites.dashboard_id", "test_suites.id"],
            name="test_cases_suite_fkey",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("dashboard_id", "id", name=op.f("test_cases_pkey")),
        sa.UniqueConstraint(
            "dashboard_id", "suite_id", "digest", name=op.f("test_cases_dashboard_id_suite_id_digest_key")
        ),
    )
    op.create_table(
        "test_runs",
        sa.Column("dashboard_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("suite_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Text(), nullable=True),
        sa.Column("build", sa.Text(), nullable=True),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("submitted_at", _MOMENT, nullable=False),
        sa.Column("completed_at", _MOMENT, nullable=True),
        sa.Column("portions", sa.Integer(), nullable=False),
        sa.Column("received", postgresql.JSONB(), nullable=False),
        sa.Column("tests", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("flaky", sa.Integer(), nullable=False),
        sa.Column("duration_ms", sa.Float(), nullable=False),
        sa.Column("endpoints", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dashboard_id", "suite_id"],
            ["test_suites.dashboard_id", "test_suites.id"],
            name="test_runs_suite_fkey",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("dashboard_id", "id", name=op.f("test_runs_pkey")),
    )
    op.create_index(
        op.f("test_runs_dashboard_id_suite_id_started_at_idx"),
        "test_runs",
        ["dashboard_id", "suite_id", "started_at"],
    )
    op.create_table(
        "test_results",
        sa.Column("dashboard_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("passed", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("fastest_ms", sa.Float(), nullable=True),
        sa.Column("median_ms", sa.Float(), nullable=True),
        sa.Column("slowest_ms", sa.Float(), nullable=True),
        sa.Column("hits", postgresql.JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dashboard_id", "run_id"],
            ["test_runs.dashboard_id", "test_runs.id"],
            name="test_results_run_fkey",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("dashboard_id", "run_id", "case_id", name=op.f("test_results_pkey")),
    )
    op.create_index(
        op.f("test_results_dashboard_id_case_id_idx"), "test_results", ["dashboard_id", "case_id"]
    )
    op.create_index(
        "test_results_failed_idx",
        "test_results",
        ["dashboard_id", "run_id"],
        postgresql_where=sa.text("failed > 0"),
    )


def downgrade() -> None:
    for table in ("test_results", "test_runs", "test_cases", "test_suites"):
        op.drop_table(table)
