"""Pings, and what they found.

Writers: ping_state, uptime: fetcher. The new column of dashboards: api.
"""

import sqlalchemy as sa
from alembic import op

revision = "202611211100"
down_revision = "202611211000"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(
        "dashboards", sa.Column("ping_interval_seconds", sa.Integer(), server_default="300", nullable=True)
    )
    op.create_table(
        "ping_state",
        sa.Column("dashboard_id", sa.Uuid(), nullable=False),
        sa.Column("pinged_at", _MOMENT, nullable=True),
        sa.Column("claim", sa.Uuid(), nullable=True),
        sa.Column("claimed_until", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["dashboard_id"],
            ["dashboards.id"],
            name=op.f("ping_state_dashboard_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("dashboard_id", name=op.f("ping_state_pkey")),
    )
    op.create_table(
        "uptime",
        sa.Column("dashboard_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["dashboard_id"], ["dashboards.id"], name=op.f("uptime_dashboard_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("dashboard_id", "started_at", name=op.f("uptime_pkey")),
    )


def downgrade() -> None:
    op.drop_table("uptime")
    op.drop_table("ping_state")
    op.drop_column("dashboards", "ping_interval_seconds")
