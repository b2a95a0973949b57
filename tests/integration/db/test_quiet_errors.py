"""Errors of statements are logged with all that led to them, and say nothing of whom the values are about."""

import traceback

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from shared.db.engine import Sessions

_VALUES = {"name": "ada", "code": "s3cr3t", "mail": "ada@pydash.example"}
_TABLE = "CREATE TEMPORARY TABLE told (name text UNIQUE, code text CHECK (code <> 's3cr3t'), mail text)"
_INSERT = "INSERT INTO told VALUES (:name, :code, :mail)"


@pytest.mark.parametrize(
    "failing",
    [
        "SELECT 1 / 0 FROM (VALUES (:name, :code, :mail)) AS given",
        # Of these Postgres itself quotes the row, and the key.
        _INSERT,
        "INSERT INTO told (name) VALUES (CAST(:mail AS text)), (CAST(:mail AS text))",
    ],
)
async def test_a_statement_that_fails_does_not_tell_its_values(sessions: Sessions, failing: str) -> None:
    async with sessions() as session:
        await session.execute(text(_TABLE))
        with pytest.raises(DBAPIError) as caught:
            await session.execute(text(failing), {n: v for n, v in _VALUES.items() if f":{n}" in failing})

    told = "".join(traceback.format_exception(caught.value))
    assert failing.split(maxsplit=1)[0] in told
    assert "s3cr3t" not in told
    assert "ada@pydash.example" not in told
