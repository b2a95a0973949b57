"""Sources read by cursor, sources that change, and audits.

Writers: audits and the new columns of fetch_state and fetch_windows: fetcher; the new column of dashboards: api;
apply_state: aggregator.
"""

import sqlalchemy as sa
from alembic import op

revision = "202611211000"
down_revision = "202611210600"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("dashboards", sa.Column("source_changed_at", _MOMENT, nullable=True))
    op.add_column(
        "fetch_state", sa.Column("warnings", sa.ARRAY(sa.Text()), server_default="{}", nullable=False)
    )
    # Late is now what came behind the watermark; what came behind the seal is corrected.
    op.alter_column("apply_state", "late_calls", new_column_name="corrected_calls")
    op.add_column("fetch_state", sa.Column("protocol", sa.SmallInteger(), nullable=True))
    op.add_column("fetch_state", sa.Column("source_seen_at", _MOMENT, nullable=True))
    op.add_column("fetch_state", sa.Column("keys_from", _MOMENT, nullable=True))
    op.execute("UPDATE fetch_state SET keys_from = watermark")
    op.add_column("fetch_state", sa.Column("cursor", sa.Text(), server_default="", nullable=False))
    op.add_column("fetch_state", sa.Column("calls_after", _MOMENT, nullable=True))
    op.add_column("fetch_state", sa.Column("history_started_at", _MOMENT, nullable=True))
    op.add_column("fetch_state", sa.Column("history_ended_at", _MOMENT, nullable=True))
    op.add_column("fetch_state", sa.Column("late_calls", sa.BigInteger(), server_default="0", nullable=False))
    op.add_column(
        "fetch_state", sa.Column("calls_before", sa.BigInteger(), server_default="0", nullable=False)
    )
    op.add_column(
        "fetch_state", sa.Column("page_calls", sa.Integer(), server_default="20000", nullable=False)
    )
    op.add_column("fetch_windows", sa.Column("kind", sa.SmallInteger(), server_default="0", nullable=False))
    op.add_column("fetch_windows", sa.Column("cursor_after", sa.Text(), nullable=True))
    op.add_column("fetch_windows", sa.Column("cursor_until", sa.Text(), nullable=True))
    op.add_column("fetch_windows", sa.Column("keys", sa.LargeBinary(), nullable=True))
    # They are compressed already.
    op.execute("ALTER TABLE fetch_windows ALTER COLUMN keys SET STORAGE EXTERNAL")
    op.create_table(
        "audits",
        sa.Column("dashboard_id", sa.Uuid(), nullable=False),
        sa.Column("audited_at", _MOMENT, nullable=False),
        sa.Column("audited_until", _MOMENT, nullable=False),
        sa.Column("source_calls", sa.BigInteger(), nullable=False),
        sa.Column("unsettled_calls", sa.BigInteger(), nullable=False),
        sa.Column("counted_calls", sa.BigInteger(), nullable=False),
        sa.Column("missing_calls", sa.BigInteger(), nullable=False),
        sa.Column("surplus_calls", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dashboard_id"], ["dashboards.id"], name=op.f("audits_dashboard_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("dashboard_id", name=op.f("audits_pkey")),
    )


def downgrade() -> None:
    op.drop_table("audits")
    op.alter_column("apply_state", "corrected_calls", new_column_name="late_calls")
    for column in ("keys", "cursor_until", "cursor_after", "kind"):
        op.drop_column("fetch_windows", column)
    for column in (
        "page_calls",
        "calls_before",
        "late_calls",
        "history_ended_at",
        "history_started_at",
        "calls_after",
        "cursor",
        "keys_from",
        "source_seen_at",
        "protocol",
        "warnings",
    ):
        op.drop_column("fetch_state", column)
    op.drop_column("dashboards", "source_changed_at")
