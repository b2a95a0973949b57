"""``python -m services.mailer.outbox.failed``: the mails that were given up, and why.

``--retry`` makes them due again, for when what was wrong is mended. Both may run beside the mailer.
"""

import argparse
import asyncio
import sys
from datetime import datetime

from pydantic import ValidationError

from services.mailer.outbox.repository import OutboxRepository
from services.mailer.settings import MailerSettings
from shared.clock.clock import SystemClock
from shared.db.engine import Sessions, create_engine, create_sessions
from shared.settings.base import SettingFileError
from shared.settings.report import describe_invalid_settings

_SHOWN_MAX = 200


async def describe_failed(sessions: Sessions) -> str:
    """A line a mail, the latest first."""
    async with sessions() as session:
        outbox = OutboxRepository(session)
        mails, count = await outbox.failed(_SHOWN_MAX), await outbox.count_failed()
    lines = [
        f"{mail.created_at:%Y-%m-%d %H:%M:%SZ}  {mail.id}  {mail.template}  {mail.recipient!r}  "
        f"{mail.attempts} attempts  {mail.error}"
        for mail in mails
    ]
    more = f", the latest {_SHOWN_MAX} are shown" if count > len(lines) else ""
    return "\n".join([*lines, f"{count} mails failed{more}"])


async def retry_failed(sessions: Sessions, now: datetime) -> int:
    async with sessions.begin() as session:
        return await OutboxRepository(session).retry_failed(now)


async def run(settings: MailerSettings, *, retry: bool) -> str:
    engine = create_engine(settings.database_url.get_secret_value(), pool_max=1)
    try:
        sessions = create_sessions(engine)
        if retry:
            return f"{await retry_failed(sessions, SystemClock().now())} mails are due again"
        return await describe_failed(sessions)
    finally:
        await engine.dispose()


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m services.mailer.outbox.failed")
    parser.add_argument("--retry", action="store_true", help="make all of them due again")
    retry = parser.parse_args().retry
    try:
        settings = MailerSettings()
    except (ValidationError, SettingFileError) as error:
        sys.exit(describe_invalid_settings("failed-mail", error))
    sys.stdout.write(asyncio.run(run(settings, retry=retry)) + "\n")


if __name__ == "__main__":
    main()
