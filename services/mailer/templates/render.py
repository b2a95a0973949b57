"""Makes a message of an outbox mail: subject, plain text and HTML from one template each."""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any
from uuid import UUID

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

_environment = Environment(
    loader=PackageLoader("services.mailer.templates", ""),
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


def render(
    *,
    mail_id: UUID,
    template: str,
    recipient: str,
    values: dict[str, Any],
    created_at: datetime,
    mail_from: str,
    public_url: str,
) -> EmailMessage:
    """Raises jinja2.TemplateError for a template or value that is missing, ValueError for a bad recipient.

    The Message-ID is made of the mail's id: whatever crashes, two copies of a mail carry the same one.
    """
    context = {**values, "public_url": public_url.rstrip("/")}
    subject, _, text = _environment.get_template(f"{template}.txt").render(context).partition("\n")
    message = EmailMessage()
    message["From"] = mail_from
    message["To"] = recipient
    if len(message["To"].addresses) != 1:
        raise ValueError("the recipient is not one address")
    message["Subject"] = subject.strip()
    message["Date"] = format_datetime(created_at)
    domain = parseaddr(mail_from)[1].rpartition("@")[2] or "localhost"
    message["Message-ID"] = f"<{mail_id}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text.strip() + "\n")
    message.add_alternative(_environment.get_template(f"{template}.html").render(context), subtype="html")
    return message
