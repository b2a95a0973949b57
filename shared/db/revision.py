"""Which schema a database has, and which this code needs; without Alembic, which only migrating needs in memory."""

import re
from functools import cache
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_VERSIONS = Path(__file__).parent / "migrations" / "versions"
_REVISION = re.compile(r'^(?P<which>revision|down_revision) = (?:"(?P<name>\w+)"|None)$', re.MULTILINE)
# The table is Alembic's; where it is missing nothing was ever migrated.
_TABLE = text("SELECT to_regclass('alembic_version') IS NOT NULL")
_CURRENT = text("SELECT version_num FROM alembic_version")


@cache
def _revisions() -> dict[str, str]:
    """Each revision this code knows, and the one before it."""
    found = {}
    for file in _VERSIONS.glob("*.py"):
        names = {
            match["which"]: match["name"] for match in _REVISION.finditer(file.read_text(encoding="utf-8"))
        }
        found[names["revision"]] = names["down_revision"]
    return found


@cache
def head() -> str:
    """The newest revision this code knows."""
    [newest] = _revisions().keys() - _revisions().values()
    return newest


async def is_at_head(connection: AsyncConnection) -> bool:
    """Whether the database has (at least) this code's schema."""
    if not await connection.scalar(_TABLE):
        return False
    current = await connection.scalar(_CURRENT)
    if current is None:
        return False
    # A revision this code does not know is a newer release's: old code runs on the new schema.
    return current == head() or current not in _revisions()
