"""API keys with scope, dashboards, expiry and last use; shares; links.

Writer of the tables it touches: api.
"""

import sqlalchemy as sa
from alembic import op

revision = "202611211210"
down_revision = "202611211200"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    # A revoked key is no row from now on.
    op.execute("DELETE FROM api_keys WHERE revoked_at IS NOT NULL")
    op.drop_column("api_keys", "revoked_at")
    op.add_column("api_keys", sa.Column("scope", sa.Text(), server_default="manage", nullable=False))
    op.add_column("api_keys", sa.Column("for_all", sa.Boolean(), server_default="true", nullable=False))
    op.add_column("api_keys", sa.Column("expires_at", _MOMENT, nullable=True))
    op.add_column("api_keys", sa.Column("last_used_at", _MOMENT, nullable=True))
    op.create_table(
        "api_key_dashboards",
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("dashboard_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dashboard_id"],
            ["dashboards.id"],
            name=op.f("api_key_dashboards_dashboard_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["key_id"], ["api_keys.id"], name=op.f("api_key_dashboards_key_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("key_id", "dashboard_id", name=op.f("api_key_dashboards_pkey")),
    )
    op.create_index(op.f("api_key_dashboards_dashboard_id_idx"), "api_key_dashboards", ["dashboard_id"])
    op.create_table(
        "dashboard_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dashboard_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["dashboard_id"],
            ["dashboards.id"],
            name=op.f("dashboard_links_dashboard_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("dashboard_links_pkey")),
    )
    op.create_index(op.f("dashboard_links_dashboard_id_idx"), "dashboard_links", ["dashboard_id"])
    op.create_table(
        "shares",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dashboard_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("invited", sa.Text(), nullable=False),
        sa.Column("invited_key", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["dashboard_id"], ["dashboards.id"], name=op.f("shares_dashboard_id_fkey"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("shares_user_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("shares_pkey")),
        sa.UniqueConstraint("dashboard_id", "invited_key", name=op.f("shares_dashboard_id_invited_key_key")),
    )
    op.create_index(op.f("shares_user_id_idx"), "shares", ["user_id"])


def downgrade() -> None:
    op.drop_table("shares")
    op.drop_table("dashboard_links")
    op.drop_table("api_key_dashboards")
    for column in ("last_used_at", "expires_at", "for_all", "scope"):
        op.drop_column("api_keys", column)
    op.add_column("api_keys", sa.Column("revoked_at", _MOMENT, nullable=True))
