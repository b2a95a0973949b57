"""Mail from the API's outbox to an SMTP server, through its failures."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import Message
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiosmtpd.controller import Controller
from pydantic import SecretStr
from sqlalchemy import select

from deploy.local.ports import LOOPBACK, free_port
from services.mailer.outbox.repository import OutboxRepository
from services.mailer.outbox.service import send_due_mail
from services.mailer.resources import Resources, open_resources
from services.mailer.settings import MailerSettings
from shared.clock.clock import ManualClock
from shared.db.models import MailDelivery, OutboxMail


class Sink:
    """An SMTP server's handler: keeps what it took, and answers as it is told."""

    def __init__(self) -> None:
        self.taken: list[Message] = []
        self.answer = "250 OK"
        self.refused_recipients: dict[str, str] = {}

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        if address in self.refused_recipients:
            return self.refused_recipients[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        if self.answer.startswith("250"):
            self.taken.append(message_from_bytes(envelope.content))
        return self.answer


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime.now(UTC))


@pytest.fixture
def sink() -> Sink:
    return Sink()


@pytest.fixture
def smtp_port(sink: Sink) -> Any:
    controller = Controller(sink, hostname=LOOPBACK, port=free_port())
    controller.start()
    yield controller.port
    controller.stop()


@pytest.fixture
async def resources(
    fresh_database: str, redis_url: str, clock: ManualClock, smtp_port: int
) -> AsyncIterator[Resources]:
    settings = MailerSettings.model_validate(
        {
            "database_url": SecretStr(fresh_database),
            "redis_url": SecretStr(redis_url),
            "smtp_host": LOOPBACK,
            "smtp_port": smtp_port,
            "smtp_security": "none",
            "mail_from": "PyDash <pydash@pydash.example>",
        }
    )
    async with open_resources(settings) as opened:
        yield replace(opened, clock=clock)


async def put(resources: Resources, recipient: str = "alice@pydash.example", **values: str) -> UUID:
    mail_id = uuid4()
    async with resources.sessions.begin() as session:
        session.add(
            OutboxMail(
                id=mail_id,
                template="password_changed",
                recipient=recipient,
                values={"name": "alice", "changed_at": "2026-05-20T12:00:00+00:00", **values},
                created_at=resources.clock.now(),
            )
        )
    return mail_id


async def delivery(resources: Resources, mail_id: UUID) -> MailDelivery:
    async with resources.sessions() as session:
        return (await session.scalars(select(MailDelivery).where(MailDelivery.mail_id == mail_id))).one()


async def test_a_mail_is_sent_once_in_both_forms(resources: Resources, sink: Sink) -> None:
    mail_id = await put(resources, name="<b>alice</b>")

    await send_due_mail(resources)
    await send_due_mail(resources)

    [mail] = sink.taken
    assert (mail["To"], mail["Subject"]) == ("alice@pydash.example", "Your PyDash password was changed")
    assert mail["Message-ID"] == f"<{mail_id}@pydash.example>"
    plain, html = (part.get_payload(decode=True) for part in mail.get_payload())  # type: ignore[union-attr]
    assert b"<b>alice</b>" in plain
    assert b"&lt;b&gt;alice&lt;/b&gt;" in html
    assert (await delivery(resources, mail_id)).outcome == "sent"


async def test_a_passing_refusal_is_tried_again_later_under_the_same_id(
    resources: Resources, sink: Sink, clock: ManualClock
) -> None:
    sink.answer = "451 try again"
    mail_id = await put(resources)
    await send_due_mail(resources)
    state = await delivery(resources, mail_id)
    assert (state.outcome, state.attempts) == ("waiting", 1)
    assert "451" in (state.error or "")

    sink.answer = "250 OK"
    await send_due_mail(resources)
    assert sink.taken == []
    clock.move(timedelta(minutes=1))
    await send_due_mail(resources)

    assert [mail["Message-ID"] for mail in sink.taken] == [f"<{mail_id}@pydash.example>"]


async def test_a_final_refusal_is_kept_and_not_tried_again(
    resources: Resources, sink: Sink, clock: ManualClock
) -> None:
    sink.refused_recipients["dead@pydash.example"] = "550 no such user"
    dead, alive = await put(resources, "dead@pydash.example"), await put(resources)

    await send_due_mail(resources)

    assert (await delivery(resources, dead)).outcome == "failed"
    assert (await delivery(resources, alive)).outcome == "sent"
    clock.move(timedelta(days=1))
    await send_due_mail(resources)
    assert (await delivery(resources, dead)).attempts == 1


async def test_a_server_that_is_away_delays_mail_and_gives_up_in_the_end(
    resources: Resources, clock: ManualClock
) -> None:
    away = replace(
        resources.transport,  # type: ignore[type-var]
        settings=resources.settings.model_copy(update={"smtp_port": free_port()}),
    )
    resources = replace(resources, transport=away)
    mail_id = await put(resources)
    for attempt in range(1, resources.settings.mail_attempts_max + 1):
        await send_due_mail(resources)
        assert (await delivery(resources, mail_id)).attempts == attempt
        clock.move(timedelta(hours=1))

    assert (await delivery(resources, mail_id)).outcome == "failed"


async def test_a_mailer_that_died_between_claim_and_sending_leaves_its_mail_to_others(
    resources: Resources, sink: Sink, clock: ManualClock
) -> None:

    await put(resources)
    async with resources.sessions.begin() as session:
        outbox = OutboxRepository(session)
        await outbox.adopt_new(clock.now())
        assert len(await outbox.claim_due(clock.now(), timedelta(minutes=2), 10)) == 1

    await send_due_mail(resources)
    assert sink.taken == []
    clock.move(timedelta(minutes=2))
    await send_due_mail(resources)
    assert len(sink.taken) == 1


async def test_a_mail_that_cannot_be_made_fails_alone(resources: Resources, sink: Sink) -> None:
    broken = await put(resources, "alice@pydash.example\nBcc: everybody@pydash.example")
    healthy = await put(resources)

    await send_due_mail(resources)

    assert (await delivery(resources, broken)).outcome == "failed"
    assert (await delivery(resources, healthy)).outcome == "sent"
    assert len(sink.taken) == 1
