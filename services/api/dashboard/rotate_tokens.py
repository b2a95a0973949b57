"""``python -m services.api.dashboard.rotate_tokens`` encrypts every dashboard's token with the newest key.

Keys and passwords of widgets are tokens here, too.

To be run after a key was put in front of PYDASH_TOKEN_KEYS, before the old one is taken out. It may be run again
and at any time: services go on, tokens under the newest key stay as they are.
"""

import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import select, update

from services.api.settings import ApiSettings
from shared.db.engine import Sessions, create_engine, create_sessions
from shared.db.models import Dashboard, Widget
from shared.security.token_cipher import TokenCipher, TokenUnreadableError
from shared.settings.base import SettingFileError
from shared.settings.report import describe_invalid_settings

_AT_ONCE = 500
# All that is kept encrypted: the table, and the column.
_KEPT: tuple[tuple[type[Dashboard | Widget], str], ...] = (
    (Dashboard, "token_encrypted"),
    (Widget, "key_encrypted"),
    (Widget, "password_encrypted"),
)


@dataclass
class Rotation:
    """``unreadable``: tokens that were encrypted with a key that is gone."""

    renewed: int = 0
    current: int = 0
    unreadable: int = 0


async def rotate_tokens(sessions: Sessions, cipher: TokenCipher, at_once: int = _AT_ONCE) -> Rotation:
    """``at_once``: so many tokens a transaction."""
    rotation = Rotation()
    for table, name in _KEPT:
        await _rotate(sessions, cipher, at_once, rotation, table, name)
    return rotation


async def _rotate(
    sessions: Sessions,
    cipher: TokenCipher,
    at_once: int,
    rotation: Rotation,
    table: type[Dashboard | Widget],
    name: str,
) -> None:
    column, after = getattr(table, name), UUID(int=0)
    while True:
        async with sessions.begin() as session:
            rows = (
                await session.execute(
                    select(table.id, column)
                    .where(table.id > after, column.is_not(None))
                    .order_by(table.id)
                    .limit(at_once)
                    .with_for_update(key_share=True)
                )
            ).all()
            if not rows:
                return
            renewed = _renew(cipher, [(row_id, token) for row_id, token in rows], rotation)
            if renewed:
                await session.execute(
                    update(table), [{"id": row_id, name: token} for row_id, token in renewed]
                )
        after = rows[-1][0]


def _renew(
    cipher: TokenCipher, rows: Sequence[tuple[UUID, bytes]], rotation: Rotation
) -> list[tuple[UUID, bytes]]:
    changes: list[tuple[UUID, bytes]] = []
    for row_id, encrypted in rows:
        try:
            renewed = cipher.renewed(encrypted)
        except TokenUnreadableError:
            rotation.unreadable += 1
            continue
        if renewed is None:
            rotation.current += 1
        else:
            rotation.renewed += 1
            changes.append((row_id, renewed))
    return changes


async def run(settings: ApiSettings) -> Rotation:
    engine = create_engine(settings.database_url.get_secret_value(), pool_max=1)
    try:
        cipher = TokenCipher(settings.token_keys.get_secret_value())
        return await rotate_tokens(create_sessions(engine), cipher)
    finally:
        await engine.dispose()


def main() -> None:
    try:
        settings = ApiSettings()
    except (ValidationError, SettingFileError) as error:
        sys.exit(describe_invalid_settings("rotate-tokens", error))
    rotation = asyncio.run(run(settings))
    sys.stdout.write(
        f"{rotation.renewed} tokens renewed, {rotation.current} were current, {rotation.unreadable} unreadable\n"
    )
    if rotation.unreadable:
        sys.exit("unreadable tokens need the key that they were encrypted with, or must be entered again")


if __name__ == "__main__":
    main()
