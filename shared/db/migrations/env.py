"""Alembic's entry: runs on the connection that shared.db.migrate hands over."""

from alembic import context

from shared.db import models
from shared.db.base import Base

assert models  # imported so that every table is in the metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    compare_type=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
