"""Makes a message of an outbox mail: subject, plain text and HTML from one template each."""

from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

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
    message_id: str,
    template: str,
    recipient: str,
    values: dict[str, Any],
    created_at: datetime,
    mail_from: str,
    public_url: str,
) -> EmailMessage:
    """Raises jinja2.TemplateError for a template or value that is missing, ValueError for a bad recipient."""
    context = {**values, "public_url": public_url.rstrip("/")}
    subject, _, text = _environment.get_template(f"{template}.txt").render(context).partition("\n")
    message = EmailMessage()
    message["From"] = mail_from
    message["To"] = recipient
    if "@" not in recipient or [each.addr_spec for each in message["To"].addresses] != [recipient]:
        raise ValueError("the recipient is not one address")
    # Whatever a value brought along: it is one line.
    message["Subject"] = " ".join(subject.split())
    message["Date"] = format_datetime(created_at)
    message["Message-ID"] = message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text.strip() + "\n")
    message.add_alternative(_environment.get_template(f"{template}.html").render(context), subtype="html")
    return message
