"""A mail's Message-ID, settled by its first attempt; an index of the mails that wait alone.

Writer of mail_deliveries: mailer. It also removes finished mails from mail_outbox, which the api fills.
"""

import sqlalchemy as sa
from alembic import op

revision = "202611211220"
down_revision = "202611211210"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("mail_deliveries", sa.Column("message_id", sa.Text(), nullable=True))
    op.drop_index(op.f("mail_deliveries_next_attempt_at_idx"), table_name="mail_deliveries")
    op.create_index(
        "mail_deliveries_due_idx",
        "mail_deliveries",
        ["next_attempt_at"],
        unique=False,
        postgresql_where=sa.text("outcome = 'waiting'"),
    )


def downgrade() -> None:
    op.drop_index("mail_deliveries_due_idx", table_name="mail_deliveries")
    op.create_index(
        op.f("mail_deliveries_next_attempt_at_idx"), "mail_deliveries", ["next_attempt_at"], unique=False
    )
    op.drop_column("mail_deliveries", "message_id")
