"""Rollups, retention, and what a dashboard's owner may change.

Writers: rollup, dimension_rollup, ruled_calls, endpoint_changes_applied and the new columns of apply_state
and names: aggregator. endpoint_changes and the new columns of dashboards: api.
"""

import sqlalchemy as sa
from alembic import op

revision = "202611210600"
down_revision = "202611210300"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "dashboards", sa.Column("raw_retention_days", sa.Integer(), server_default="90", nullable=False)
    )
    op.add_column(
        "dashboards", sa.Column("apdex_threshold_ms", sa.Float(), server_default="500", nullable=False)
    )
    op.add_column("apply_state", sa.Column("sealed_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("apply_state", sa.Column("raw_from", sa.DateTime(timezone=True), nullable=True))
    op.add_column("apply_state", sa.Column("late_calls", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column(
        "apply_state", sa.Column("removed_calls", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.add_column("names", sa.Column("alias_of", sa.Integer(), nullable=True))
    op.create_table(
        "rollup",
        sa.Column("dashboard_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("endpoint", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("summary", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("visitors", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dashboard_id"], ["dashboards.id"], name=op.f("rollup_dashboard_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint(
            "dashboard_id", "unit", "endpoint", "version", "start", name=op.f("rollup_pkey")
        ),
    )
    op.create_table(
        "dimension_rollup",
        sa.Column("dashboard_id", sa.Uuid(), nullable=False),
        sa.Column("dimension", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("unit", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("endpoint", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entries", sa.LargeBinary(), nullable=False),
        sa.Column("digests", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dashboard_id"],
            ["dashboards.id"],
            name=op.f("dimension_rollup_dashboard_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "dashboard_id", "dimension", "unit", "endpoint", "start", name=op.f("dimension_rollup_pkey")
        ),
    )
    op.create_table(
        "ruled_calls",
        sa.Column("dashboard_id", sa.Uuid(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("calls", sa.BigInteger(), nullable=False),
        sa.Column("example", sa.Text(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["dashboard_id"],
            ["dashboards.id"],
            name=op.f("ruled_calls_dashboard_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("dashboard_id", "rule", name=op.f("ruled_calls_pkey")),
    )
    op.create_table(
        "endpoint_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dashboard_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
        sa.Column("target", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["dashboard_id"],
            ["dashboards.id"],
            name=op.f("endpoint_changes_dashboard_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("endpoint_changes_pkey")),
    )
    op.create_index(
        op.f("endpoint_changes_dashboard_id_idx"), "endpoint_changes", ["dashboard_id"], unique=False
    )
    op.create_table(
        "endpoint_changes_applied",
        sa.Column("change_id", sa.Uuid(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["endpoint_changes.id"],
            name=op.f("endpoint_changes_applied_change_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("change_id", name=op.f("endpoint_changes_applied_pkey")),
    )
    # What hardly compresses, or is compressed already, Postgres need not try to compress again.
    for table, column in (
        ("rollup", "summary"),
        ("rollup", "digest"),
        ("rollup", "visitors"),
        ("dimension_rollup", "entries"),
        ("dimension_rollup", "digests"),
    ):
        op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STORAGE EXTERNAL")


def downgrade() -> None:
    op.drop_table("endpoint_changes_applied")
    op.drop_index(op.f("endpoint_changes_dashboard_id_idx"), table_name="endpoint_changes")
    op.drop_table("endpoint_changes")
    op.drop_table("ruled_calls")
    op.drop_table("dimension_rollup")
    op.drop_table("rollup")
    op.drop_column("names", "alias_of")
    op.drop_column("apply_state", "removed_calls")
    op.drop_column("apply_state", "late_calls")
    op.drop_column("apply_state", "raw_from")
    op.drop_column("apply_state", "sealed_until")
    op.drop_column("dashboards", "apdex_threshold_ms")
    op.drop_column("dashboards", "raw_retention_days")
