"""``python -m services.api.dashboard.rotate_tokens`` encrypts every dashboard's token with the newest key.

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
from shared.db.models import Dashboard
from shared.security.token_cipher import TokenCipher, TokenUnreadableError
from shared.settings.base import SettingFileError
from shared.settings.report import describe_invalid_settings

_AT_ONCE = 500


@dataclass
class Rotation:
    """``unreadable``: dashboards whose token was encrypted with a key that is gone."""

    renewed: int = 0
    current: int = 0
    unreadable: int = 0


async def rotate_tokens(sessions: Sessions, cipher: TokenCipher, at_once: int = _AT_ONCE) -> Rotation:
    """``at_once``: so many dashboards a transaction."""
    rotation, after = Rotation(), UUID(int=0)
    while True:
        async with sessions.begin() as session:
            rows = (
                await session.execute(
                    select(Dashboard.id, Dashboard.token_encrypted)
                    .where(Dashboard.id > after)
                    .order_by(Dashboard.id)
                    .limit(at_once)
                    .with_for_update(key_share=True)
                )
            ).all()
            if not rows:
                return rotation
            renewed = _renew(cipher, [(row.id, row.token_encrypted) for row in rows], rotation)
            if renewed:
                await session.execute(update(Dashboard), renewed)
        after = rows[-1].id


def _renew(
    cipher: TokenCipher, rows: Sequence[tuple[UUID, bytes]], rotation: Rotation
) -> list[dict[str, object]]:
    changes: list[dict[str, object]] = []
    for dashboard_id, encrypted in rows:
        try:
            renewed = cipher.renewed(encrypted)
        except TokenUnreadableError:
            rotation.unreadable += 1
            continue
        if renewed is None:
            rotation.current += 1
        else:
            rotation.renewed += 1
            changes.append({"id": dashboard_id, "token_encrypted": renewed})
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
