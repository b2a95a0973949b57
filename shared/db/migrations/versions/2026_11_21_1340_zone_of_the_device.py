"""Pages show times in the zone of the device unless another is chosen. Writer of the table: api.

So far they always did, whatever the account said: what everybody sees stays as it is.
"""

from alembic import op

revision = "202611211340"
down_revision = "202611211330"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.alter_column("users", "timezone", server_default="device")
    op.execute("UPDATE users SET timezone = 'device'")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.alter_column("users", "timezone", server_default="UTC")
    op.execute("UPDATE users SET timezone = 'UTC' WHERE timezone = 'device'")
