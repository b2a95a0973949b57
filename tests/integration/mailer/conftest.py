"""A mailer's resources over a real database, and an SMTP server to send to."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from deploy.local.ports import LOOPBACK
from services.mailer.outbox.dispatcher import Dispatcher
from services.mailer.resources import Resources, open_resources
from services.mailer.settings import MailerSettings
from shared.clock.clock import ManualClock
from shared.db.engine import Sessions
from shared.db.models import MailDelivery, OutboxMail
from tests.integration.mailer.sink import Sink, serving

ResourcesWith = Callable[..., Awaitable[Resources]]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime.now(UTC))


@pytest.fixture
def sink() -> Sink:
    return Sink()


@pytest.fixture
def smtp_port(sink: Sink) -> Iterator[int]:
    with serving(sink) as port:
        yield port


@pytest.fixture
async def resources(
    fresh_database: str, redis_url: str, clock: ManualClock, smtp_port: int
) -> AsyncIterator[Resources]:
    settings = mailer_settings(fresh_database, redis_url, smtp_port=smtp_port)
    async with open_resources(settings) as opened:
        yield replace(opened, clock=clock)


def mailer_settings(database_url: str, redis_url: str, **changes: Any) -> MailerSettings:
    return MailerSettings.model_validate(
        {
            "database_url": SecretStr(database_url),
            "redis_url": SecretStr(redis_url),
            "smtp_host": LOOPBACK,
            "smtp_security": "none",
            "mail_from": "PyDash <pydash@pydash.example>",
            **changes,
        }
    )


def with_settings(resources: Resources, **changes: Any) -> Resources:
    """As if the mailer had been started with other settings."""
    settings = resources.settings.model_copy(update=changes)
    transport = replace(resources.transport, settings=settings)  # type: ignore[type-var]
    return replace(resources, settings=settings, transport=transport)


async def put(
    sessions: Sessions,
    recipient: str = "alice@pydash.example",
    *,
    at: datetime | None = None,
    template: str = "password_changed",
    **values: Any,
) -> UUID:
    """As the API does it."""
    mail_id = uuid4()
    async with sessions.begin() as session:
        session.add(
            OutboxMail(
                id=mail_id,
                template=template,
                recipient=recipient,
                values={"name": "alice", "changed_at": "2026-05-20T12:00:00+00:00", **values},
                created_at=at or datetime.now(UTC),
            )
        )
    return mail_id


async def delivery(resources: Resources, mail_id: UUID) -> MailDelivery:
    async with resources.sessions() as session:
        return (await session.scalars(select(MailDelivery).where(MailDelivery.mail_id == mail_id))).one()


async def send_due_mail(resources: Resources) -> None:
    """All that is due now, to its end."""
    dispatcher = Dispatcher(resources)
    await dispatcher.dispatch()
    await dispatcher.finish()
