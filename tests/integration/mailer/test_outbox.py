"""Mail from the API's outbox to an SMTP server, through its failures."""

import asyncio
from datetime import timedelta
from email.message import Message
from uuid import UUID

import pytest
from sqlalchemy import func, select

from deploy.local.ports import free_port
from services.mailer.outbox.dispatcher import Dispatcher
from services.mailer.outbox.repository import ClaimedMail, OutboxRepository
from services.mailer.outbox.service import ATTEMPTS_MIN, forget_finished_mail
from services.mailer.resources import Resources
from shared.clock.clock import ManualClock
from shared.db.models import MailDelivery, OutboxMail
from tests.fixtures.waiting import eventually
from tests.integration.mailer.conftest import delivery, put, send_due_mail, with_settings
from tests.integration.mailer.sink import Sink

HOUR = timedelta(hours=1)
LEASE = timedelta(minutes=2)


def ids(mails: list[Message]) -> list[str]:
    return [str(mail["Message-ID"]) for mail in mails]


async def claim(resources: Resources, *busy: str) -> ClaimedMail | None:
    async with resources.sessions.begin() as session:
        outbox = OutboxRepository(session)
        await outbox.adopt_new(resources.clock.now())
        return await outbox.claim_due(resources.clock.now(), LEASE, "pydash.example", busy)


async def test_a_mail_is_sent_once_in_both_forms(resources: Resources, sink: Sink) -> None:
    mail_id = await put(resources.sessions, name="<b>alice</b>")

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
    mail_id = await put(resources.sessions)
    await send_due_mail(resources)
    state = await delivery(resources, mail_id)
    assert (state.outcome, state.attempts) == ("waiting", 1)
    assert "451" in (state.error or "")

    sink.answer = "250 OK"
    await send_due_mail(resources)
    assert sink.taken == []
    clock.move(timedelta(minutes=1))
    await send_due_mail(resources)

    assert ids(sink.taken) == [f"<{mail_id}@pydash.example>"]


async def test_a_sender_that_is_configured_anew_does_not_change_the_id_of_a_mail_that_was_tried(
    resources: Resources, sink: Sink, clock: ManualClock
) -> None:
    sink.answer = "451 try again"
    tried = await put(resources.sessions)
    await send_due_mail(resources)

    sink.answer = "250 OK"
    resources = with_settings(resources, mail_from="PyDash <mail@elsewhere.example>")
    fresh = await put(resources.sessions, "bob@pydash.example")
    clock.move(timedelta(minutes=1))
    await send_due_mail(resources)

    assert sorted(ids(sink.taken)) == sorted([f"<{tried}@pydash.example>", f"<{fresh}@elsewhere.example>"])


async def test_a_final_refusal_is_kept_and_not_tried_again(
    resources: Resources, sink: Sink, clock: ManualClock
) -> None:
    sink.refused_recipients["dead@pydash.example"] = "550 no such user"
    dead = await put(resources.sessions, "dead@pydash.example")
    alive = await put(resources.sessions)

    await send_due_mail(resources)

    assert (await delivery(resources, dead)).outcome == "failed"
    assert (await delivery(resources, dead)).error == "550 no such user"
    assert (await delivery(resources, alive)).outcome == "sent"
    clock.move(timedelta(days=1))
    await send_due_mail(resources)
    assert (await delivery(resources, dead)).attempts == 1


async def test_a_server_that_is_away_delays_mail_for_long_and_is_given_up_in_the_end(
    resources: Resources, clock: ManualClock
) -> None:
    resources = with_settings(resources, smtp_port=free_port(), mail_given_up_after=timedelta(days=1))
    mail_id = await put(resources.sessions, at=clock.now())
    hours = resources.settings.mail_given_up_after // HOUR
    for _ in range(hours):
        await send_due_mail(resources)
        assert (await delivery(resources, mail_id)).outcome == "waiting"
        clock.move(HOUR)
    assert (await delivery(resources, mail_id)).attempts == hours

    await send_due_mail(resources)

    assert (await delivery(resources, mail_id)).outcome == "failed"


async def test_a_mail_that_no_mailer_looked_at_for_a_week_gets_its_attempts_all_the_same(
    resources: Resources, sink: Sink, clock: ManualClock
) -> None:
    sink.answer = "451 try again"
    mail_id = await put(resources.sessions, at=clock.now() - timedelta(days=7))
    for attempt in range(1, ATTEMPTS_MIN):
        await send_due_mail(resources)
        state = await delivery(resources, mail_id)
        assert (state.outcome, state.attempts) == ("waiting", attempt)
        clock.move(HOUR)

    await send_due_mail(resources)

    assert (await delivery(resources, mail_id)).outcome == "failed"


async def test_a_mailer_that_died_between_claim_and_sending_leaves_its_mail_to_others(
    resources: Resources, sink: Sink, clock: ManualClock
) -> None:
    await put(resources.sessions)
    assert await claim(resources) is not None

    await send_due_mail(resources)
    assert sink.taken == []
    clock.move(LEASE)
    await send_due_mail(resources)
    assert len(sink.taken) == 1


async def test_what_a_mailer_says_of_a_mail_that_was_taken_over_does_not_count(
    resources: Resources, sink: Sink, clock: ManualClock
) -> None:
    mail_id = await put(resources.sessions)
    stalled = await claim(resources)
    assert stalled is not None
    clock.move(LEASE)
    await send_due_mail(resources)

    async with resources.sessions.begin() as session:
        await OutboxRepository(session).save_failed(stalled, "too late", clock.now())
    assert (await delivery(resources, mail_id)).outcome == "sent"


async def test_a_mail_is_claimed_by_one_of_many(resources: Resources, clock: ManualClock) -> None:
    put_in = {await put(resources.sessions, f"{number}@pydash.example") for number in range(20)}
    await claim(resources)
    clock.move(LEASE)

    claimed = await asyncio.gather(*(claim(resources) for _ in range(25)))

    assert sorted(mail.id for mail in claimed if mail is not None) == sorted(put_in)


@pytest.mark.parametrize(
    "recipient",
    [
        "alice@pydash.example\nBcc: everybody@pydash.example",
        "alice@pydash.example\r\nDATA",
        "alice@pydash.example, everybody@pydash.example",
        "Alice <alice@pydash.example>",
        "alice@pydash.example> SIZE=1",
        "alice",
        "",
    ],
)
async def test_a_recipient_that_is_no_address_fails_alone(
    resources: Resources, sink: Sink, recipient: str
) -> None:
    broken = await put(resources.sessions, recipient)
    healthy = await put(resources.sessions, "bob@pydash.example")

    await send_due_mail(resources)

    assert (await delivery(resources, broken)).outcome == "failed"
    assert (await delivery(resources, healthy)).outcome == "sent"
    assert [mail["To"] for mail in sink.taken] == ["bob@pydash.example"]


async def test_a_mail_without_a_template_or_a_value_fails_alone(resources: Resources, sink: Sink) -> None:
    lost = await put(resources.sessions, template="../settings")
    short = await put(resources.sessions)
    async with resources.sessions.begin() as session:
        (await session.get_one(OutboxMail, short)).values = {}
    healthy = await put(resources.sessions)

    await send_due_mail(resources)

    assert (await delivery(resources, lost)).outcome == "failed"
    assert "UndefinedError" in ((await delivery(resources, short)).error or "")
    assert (await delivery(resources, healthy)).outcome == "sent"


async def test_a_server_that_never_answers_for_an_address_holds_up_nobody_else(
    resources: Resources, sink: Sink
) -> None:
    resources = with_settings(resources, smtp_connections_max=2)
    sink.slow_recipients.add("slow@pydash.example")
    for _ in range(3):
        await put(resources.sessions, "slow@pydash.example")
    others = [f"{number}@pydash.example" for number in range(6)]
    for other in others:
        await put(resources.sessions, other)
    dispatcher = Dispatcher(resources)

    await dispatcher.dispatch()

    async def taken() -> list[str]:
        return sorted(str(mail["To"]) for mail in sink.taken)

    # Long before the minute is over that the slow one is given.
    await eventually(taken, lambda recipients: recipients == others, 20)
    await dispatcher.close(0)


async def test_a_server_that_never_answers_is_left_when_the_time_is_over(
    resources: Resources, sink: Sink
) -> None:
    resources = with_settings(resources, smtp_timeout=timedelta(seconds=1))
    sink.slow_recipients.add("slow@pydash.example")
    mail_id = await put(resources.sessions, "slow@pydash.example")

    await send_due_mail(resources)

    state = await delivery(resources, mail_id)
    assert (state.outcome, state.attempts) == ("waiting", 1)
    assert "took too long" in (state.error or "")


async def test_mails_that_were_refused_keep_no_new_one_waiting(
    resources: Resources, sink: Sink, clock: ManualClock
) -> None:
    sink.answer = "451 try again"
    for number in range(3):
        await put(resources.sessions, f"old-{number}@pydash.example")
    await send_due_mail(resources)
    sink.answer = "250 OK"
    clock.move(HOUR)
    await put(resources.sessions, "new@pydash.example")

    await send_due_mail(with_settings(resources, smtp_connections_max=1))

    assert sink.taken[0]["To"] == "new@pydash.example"
    assert len(sink.taken) == 4


async def test_no_more_mails_are_under_way_than_are_allowed(resources: Resources, sink: Sink) -> None:
    sink.seconds_a_mail = 0.2
    for number in range(12):
        await put(resources.sessions, f"{number}@pydash.example")

    dispatcher = Dispatcher(with_settings(resources, smtp_connections_max=3))
    # The API asks once a mail.
    for _ in range(12):
        await dispatcher.dispatch()
    await dispatcher.finish()

    assert len(set(ids(sink.taken))) == len(sink.taken) == 12
    assert 2 <= sink.most_at_once <= 3


async def test_a_mailer_that_is_told_to_stop_finishes_what_it_has_in_hand(
    resources: Resources, sink: Sink
) -> None:
    sink.seconds_a_mail = 0.2
    mails = [await put(resources.sessions, f"{number}@pydash.example") for number in range(9)]
    dispatcher = Dispatcher(with_settings(resources, smtp_connections_max=3))
    await dispatcher.dispatch()

    async def under_way() -> int:
        return sink.most_at_once

    await eventually(under_way, bool)
    await dispatcher.close()

    states = [(await delivery(resources, mail)).outcome for mail in mails]
    assert 1 <= len(sink.taken) == states.count("sent") <= 3


async def test_any_number_of_new_mails_is_taken_up_at_once(resources: Resources) -> None:
    """Postgres takes 32,767 parameters a statement."""
    now = resources.clock.now()
    async with resources.sessions.begin() as session:
        count = 12_000
        rows = [
            OutboxMail(id=UUID(int=number), template="none", recipient="x@y", values={}, created_at=now)
            for number in range(1, count + 1)
        ]
        session.add_all(rows)

    async with resources.sessions.begin() as session:
        await OutboxRepository(session).adopt_new(now)
        adopted = await session.scalar(select(func.count()).select_from(MailDelivery))
    assert adopted == count


async def test_finished_mails_go_in_time_and_waiting_ones_stay(
    resources: Resources, sink: Sink, clock: ManualClock
) -> None:
    sink.refused_recipients = {"dead@pydash.example": "550 no", "later@pydash.example": "451 later"}
    sent, dead, later = [
        await put(resources.sessions, f"{name}@pydash.example") for name in ("alice", "dead", "later")
    ]
    await send_due_mail(resources)

    async def left() -> set[UUID]:
        await forget_finished_mail(resources)
        async with resources.sessions() as session:
            return set(await session.scalars(select(OutboxMail.id)))

    assert await left() == {sent, dead, later}
    clock.move(resources.settings.mail_sent_kept + HOUR)
    assert await left() == {dead, later}
    clock.move(resources.settings.mail_failed_kept)
    assert await left() == {later}
