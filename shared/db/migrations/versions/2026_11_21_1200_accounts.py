"""Codes in mails, what users may set, and deletion.

Writers: account_codes and the new columns of users: api. dead_letters: aggregator. A dashboard without an owner
is a deleted one: each service clears its own tables of it, then the api removes the row.
"""

import sqlalchemy as sa
from alembic import op

revision = "202611211200"
down_revision = "202611211100"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("users", sa.Column("timezone", sa.Text(), server_default="UTC", nullable=False))
    op.add_column("users", sa.Column("theme", sa.Text(), server_default="system", nullable=False))
    op.add_column("users", sa.Column("sounds", sa.Boolean(), server_default=sa.false(), nullable=False))
    # An address is its user's from verification on: nobody can keep another's from being registered.
    op.drop_constraint(op.f("users_mail_key_key"), "users", type_="unique")
    op.create_index(
        "users_verified_mail_key_key",
        "users",
        ["mail_key"],
        unique=True,
        postgresql_where=sa.text("verified_at IS NOT NULL"),
    )
    op.create_table(
        "account_codes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("mail", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("account_codes_user_id_fkey"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("account_codes_pkey")),
        sa.UniqueConstraint("secret_hash", name=op.f("account_codes_secret_hash_key")),
    )
    op.create_index(op.f("account_codes_user_id_idx"), "account_codes", ["user_id"], unique=False)
    op.alter_column("dashboards", "owner_id", nullable=True)
    # So that no dead letter of a deleted dashboard can stay, or come later.
    op.execute(
        "UPDATE dead_letters SET dashboard_id = NULL"
        " WHERE NOT EXISTS (SELECT FROM dashboards WHERE dashboards.id = dead_letters.dashboard_id)"
    )
    op.create_foreign_key(
        op.f("dead_letters_dashboard_id_fkey"),
        "dead_letters",
        "dashboards",
        ["dashboard_id"],
        ["id"],
        ondelete="CASCADE",
    )


def downgrade() -> None:
    op.drop_constraint(op.f("dead_letters_dashboard_id_fkey"), "dead_letters", type_="foreignkey")
    # What is left of deleted dashboards goes at once: the release before knows no dashboard without an owner.
    op.execute("DELETE FROM dashboards WHERE owner_id IS NULL")
    op.alter_column("dashboards", "owner_id", nullable=False)
    op.drop_index(op.f("account_codes_user_id_idx"), table_name="account_codes")
    op.drop_table("account_codes")
    op.drop_index("users_verified_mail_key_key", table_name="users")
    # Of one address only the verified user, or else one of the others, can stay.
    op.execute(
        "DELETE FROM users WHERE verified_at IS NULL AND EXISTS (SELECT FROM users other"
        " WHERE other.mail_key = users.mail_key AND (other.verified_at IS NOT NULL OR other.id < users.id))"
    )
    op.create_unique_constraint(op.f("users_mail_key_key"), "users", ["mail_key"])
    for column in ("sounds", "theme", "timezone"):
        op.drop_column("users", column)
