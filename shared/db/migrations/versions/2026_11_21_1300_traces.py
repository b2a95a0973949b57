"""Outliers, profiles and exceptions.

Writer of all these tables: fetcher.
"""

import sqlalchemy as sa
from alembic import op

revision = "202611211300"
down_revision = "202611211220"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "trace_state",
        sa.Column("dashboard_id", sa.Uuid(), nullable=False),
        sa.Column("kinds", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("kinds_read_at", _MOMENT, nullable=True),
        sa.Column("outliers_cursor", sa.Text(), server_default="", nullable=False),
        sa.Column("profiles_cursor", sa.Text(), server_default="", nullable=False),
        sa.Column("exceptions_cursor", sa.Text(), server_default="", nullable=False),
        sa.Column("exceptions_after", _MOMENT, nullable=True),
        sa.Column("read_at", _MOMENT, nullable=True),
        sa.Column("failures", sa.Integer(), server_default="0", nullable=False),
        sa.Column("next_read_at", _MOMENT, nullable=False),
        sa.Column("claim", sa.Uuid(), nullable=True),
        sa.Column("claimed_until", _MOMENT, nullable=True),
        *_belongs_to_a_dashboard("trace_state"),
        sa.PrimaryKeyConstraint("dashboard_id", name=op.f("trace_state_pkey")),
    )
    op.create_index(op.f("trace_state_next_read_at_idx"), "trace_state", ["next_read_at"])
    op.create_table(
        "outliers",
        sa.Column("dashboard_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *_endpoint(),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("execution_ms", sa.Float(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("group_by", sa.Text(), nullable=False),
        sa.Column("ip", sa.Text(), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=False),
        sa.Column("notes", sa.LargeBinary(), nullable=False),
        *_belongs_to_a_dashboard("outliers"),
        sa.PrimaryKeyConstraint("dashboard_id", "id", name=op.f("outliers_pkey")),
    )
    op.create_table(
        "profiles",
        sa.Column("dashboard_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *_endpoint(),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("execution_ms", sa.Float(), nullable=False),
        sa.Column("lines", sa.LargeBinary(), nullable=False),
        *_belongs_to_a_dashboard("profiles"),
        sa.PrimaryKeyConstraint("dashboard_id", "id", name=op.f("profiles_pkey")),
    )
    op.create_table(
        "exceptions",
        sa.Column("dashboard_id", sa.Uuid(), nullable=False),
        sa.Column("group_id", sa.Uuid(), nullable=False),
        sa.Column("hour", _MOMENT, nullable=False),
        *_endpoint(),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("handled", sa.Boolean(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.Column("first_at", _MOMENT, nullable=False),
        sa.Column("last_at", _MOMENT, nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("stack", sa.LargeBinary(), nullable=False),
        *_belongs_to_a_dashboard("exceptions"),
        sa.PrimaryKeyConstraint("dashboard_id", "group_id", "hour", name=op.f("exceptions_pkey")),
    )
    for table, moment in (("outliers", "at"), ("profiles", "at"), ("exceptions", "last_at")):
        columns = ["dashboard_id", "endpoint_digest", moment]
        op.create_index(op.f(f"{table}_{'_'.join(columns)}_idx"), table, columns)


def downgrade() -> None:
    for table in ("exceptions", "profiles", "outliers", "trace_state"):
        op.drop_table(table)


def _endpoint() -> tuple[sa.Column[bytes], sa.Column[str]]:
    return (
        sa.Column("endpoint_digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("endpoint", sa.Text(), nullable=False),
    )


def _belongs_to_a_dashboard(table: str) -> tuple[sa.ForeignKeyConstraint]:
    return (
        sa.ForeignKeyConstraint(
            ["dashboard_id"],
            ["dashboards.id"],
            name=op.f(f"{table}_dashboard_id_fkey"),
            ondelete="CASCADE",
        ),
    )
