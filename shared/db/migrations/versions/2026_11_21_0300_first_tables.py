"""The first tables.

Writers: users, refresh_families, api_keys, dashboards, mail_outbox: api. fetch_state, fetch_windows,
source_endpoints: fetcher. apply_state, names, call_block, partition_leases,
aggregator_members, dead_letters: aggregator.
mail_deliveries: mailer.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "202611210300"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    # Waiting for a lock blocks everybody behind us: give up early, the migration can be run again.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "dead_letters",
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("entry_id", sa.Text(), nullable=False),
        sa.Column("dashboard_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("origin", "entry_id", name=op.f("dead_letters_pkey")),
    )
    op.create_index(op.f("dead_letters_dashboard_id_idx"), "dead_letters", ["dashboard_id"], unique=False)
    op.create_table(
        "aggregator_members",
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("owner", name=op.f("aggregator_members_pkey")),
    )
    op.create_table(
        "mail_outbox",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("values", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("mail_outbox_pkey")),
    )
    op.create_index(op.f("mail_outbox_created_at_idx"), "mail_outbox", ["created_at"], unique=False)
    op.create_table(
        "partition_leases",
        sa.Column("partition", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("partition", name=op.f("partition_leases_pkey")),
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_key", sa.Text(), nullable=False),
        sa.Column("mail", sa.Text(), nullable=False),
        sa.Column("mail_key", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("users_pkey")),
        sa.UniqueConstraint("mail_key", name=op.f("users_mail_key_key")),
        sa.UniqueConstraint("name_key", name=op.f("users_name_key_key")),
    )
    op.create_table(
        "api_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("api_keys_user_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("api_keys_pkey")),
    )
    op.create_index(op.f("api_keys_user_id_idx"), "api_keys", ["user_id"], unique=False)
    op.create_table(
        "dashboards",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("token_encrypted", sa.LargeBinary(), nullable=False),
        sa.Column("poll_interval_seconds", sa.Integer(), nullable=False),
        sa.Column("settle_seconds", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["owner_id"], ["users.id"], name=op.f("dashboards_owner_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("dashboards_pkey")),
    )
    op.create_index(op.f("dashboards_owner_id_idx"), "dashboards", ["owner_id"], unique=False)
    op.create_table(
        "mail_deliveries",
        sa.Column("mail_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mail_id"], ["mail_outbox.id"], name=op.f("mail_deliveries_mail_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("mail_id", name=op.f("mail_deliveries_pkey")),
    )
    op.create_index(
        op.f("mail_deliveries_next_attempt_at_idx"), "mail_deliveries", ["next_attempt_at"], unique=False
    )
    op.create_table(
        "refresh_families",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refreshed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("user_agent", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("refresh_families_user_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("refresh_families_pkey")),
    )
    op.create_index(op.f("refresh_families_user_id_idx"), "refresh_families", ["user_id"], unique=False)
    op.create_table(
        "apply_state",
        sa.Column("dashboard_id", sa.Uuid(), nullable=False),
        sa.Column("applied_sequence", sa.BigInteger(), nullable=False),
        sa.Column("applied_calls", sa.BigInteger(), nullable=False),
        sa.Column("first_call_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_call_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["dashboard_id"],
            ["dashboards.id"],
            name=op.f("apply_state_dashboard_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("dashboard_id", name=op.f("apply_state_pkey")),
    )
    op.create_table(
        "call_block",
        sa.Column("dashboard_id", sa.Uuid(), nullable=False),
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("format", sa.SmallInteger(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["dashboard_id"], ["dashboards.id"], name=op.f("call_block_dashboard_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("dashboard_id", "hour", "sequence", name=op.f("call_block_pkey")),
    )
    op.create_table(
        "fetch_state",
        sa.Column("dashboard_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.SmallInteger(), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("error_detail", sa.Text(), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("watermark", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_sequence", sa.BigInteger(), nullable=False),
        sa.Column("history_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("history_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_calls", sa.BigInteger(), nullable=False),
        sa.Column("window_seconds", sa.Integer(), nullable=False),
        sa.Column("source_version", sa.Text(), nullable=True),
        sa.Column("source_total", sa.BigInteger(), nullable=True),
        sa.Column("endpoints_read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_poll_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claim", sa.Uuid(), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["dashboard_id"],
            ["dashboards.id"],
            name=op.f("fetch_state_dashboard_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("dashboard_id", name=op.f("fetch_state_pkey")),
    )
    op.create_index(op.f("fetch_state_next_poll_at_idx"), "fetch_state", ["next_poll_at"], unique=False)
    op.create_table(
        "fetch_windows",
        sa.Column("dashboard_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("window_end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Text(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["dashboard_id"],
            ["dashboards.id"],
            name=op.f("fetch_windows_dashboard_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("dashboard_id", "sequence", name=op.f("fetch_windows_pkey")),
    )
    op.create_table(
        "names",
        sa.Column("dashboard_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.SmallInteger(), nullable=False),
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.ForeignKeyConstraint(
            ["dashboard_id"], ["dashboards.id"], name=op.f("names_dashboard_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("dashboard_id", "kind", "id", name=op.f("names_pkey")),
        sa.UniqueConstraint(
            "dashboard_id", "kind", "digest", name=op.f("names_dashboard_id_kind_digest_key")
        ),
    )
    op.create_table(
        "source_endpoints",
        sa.Column("dashboard_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("monitor_level", sa.SmallInteger(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version_added", sa.Text(), nullable=True),
        sa.Column("last_requested_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["dashboard_id"],
            ["dashboards.id"],
            name=op.f("source_endpoints_dashboard_id_fkey"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("dashboard_id", "digest", name=op.f("source_endpoints_pkey")),
    )
    # Blocks are compressed already: Postgres compressing them again would only cost time.
    op.execute("ALTER TABLE call_block ALTER COLUMN data SET STORAGE EXTERNAL")


def downgrade() -> None:
    op.drop_table("source_endpoints")
    op.drop_table("names")
    op.drop_table("fetch_windows")
    op.drop_index(op.f("fetch_state_next_poll_at_idx"), table_name="fetch_state")
    op.drop_table("fetch_state")
    op.drop_table("call_block")
    op.drop_table("apply_state")
    op.drop_index(op.f("refresh_families_user_id_idx"), table_name="refresh_families")
    op.drop_table("refresh_families")
    op.drop_index(op.f("mail_deliveries_next_attempt_at_idx"), table_name="mail_deliveries")
    op.drop_table("mail_deliveries")
    op.drop_index(op.f("dashboards_owner_id_idx"), table_name="dashboards")
    op.drop_table("dashboards")
    op.drop_index(op.f("api_keys_user_id_idx"), table_name="api_keys")
    op.drop_table("api_keys")
    op.drop_table("users")
    op.drop_table("partition_leases")
    op.drop_table("aggregator_members")
    op.drop_index(op.f("mail_outbox_created_at_idx"), table_name="mail_outbox")
    op.drop_table("mail_outbox")
    op.drop_index(op.f("dead_letters_dashboard_id_idx"), table_name="dead_letters")
    op.drop_table("dead_letters")
