"""The mails that the API has written, as the mailer can send them, and the codes in them."""

from sqlalchemy import select

from services.api.resources import Resources
from services.mailer.templates.render import render
from shared.db.models import OutboxMail
from tests.fixtures.cast import Cast


async def mails(cast: Cast) -> list[OutboxMail]:
    """All of them, oldest first, also those that answers have not waited for."""
    resources: Resources = cast.app.state.resources
    await resources.later.finished()
    async with resources.sessions() as session:
        found = list(await session.scalars(select(OutboxMail).order_by(OutboxMail.created_at)))
    for mail in found:
        # It would fail for a value that the template lacks.
        render(
            message_id=f"<{mail.id}@pydash.example>",
            template=mail.template,
            recipient=mail.recipient,
            values=mail.values,
            created_at=mail.created_at,
            mail_from="PyDash <pydash@pydash.example>",
            public_url="http://pydash.example",
        )
    return found


async def mailed(cast: Cast) -> list[tuple[str, str]]:
    """Template and recipient of each."""
    return [(mail.template, mail.recipient) for mail in await mails(cast)]


async def last_code(cast: Cast, template: str) -> str:
    codes = [mail.values["code"] for mail in await mails(cast) if mail.template == template]
    return str(codes[-1])
