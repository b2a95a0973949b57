"""What a person sees of a mail. Anybody on this machine may send one, so that nothing of it is believed."""

from dataclasses import dataclass
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import BytesHeaderParser

_UNREADABLE = "(This mail is built in a way that cannot be shown.)"


@dataclass(frozen=True)
class Headers:
    sender: str
    recipient: str
    subject: str
    message_id: str


@dataclass(frozen=True)
class Bodies:
    text: str | None
    html: str | None


def headers_of(content: bytes) -> Headers:
    message = BytesHeaderParser().parsebytes(content)
    return Headers(
        sender=_header(message, "from"),
        recipient=_header(message, "to"),
        subject=_header(message, "subject"),
        message_id=_header(message, "message-id"),
    )


def bodies_of(content: bytes) -> Bodies:
    """The first part of each kind that is no attachment."""
    try:
        message = message_from_bytes(content)
        return Bodies(text=_part(message, "text/plain"), html=_part(message, "text/html"))
    except RecursionError:
        # Parts within parts, a thousand deep.
        return Bodies(text=_UNREADABLE, html=None)


def _header(message: Message, wanted: str) -> str:
    for name, value in message.raw_items():
        if name.lower() == wanted:
            # Bytes beyond ASCII arrive as halves of surrogates; in mails of today they are UTF-8.
            text = str(value).encode("utf-8", "surrogateescape").decode("utf-8", "replace")
            return _in_one_line(_decoded(text))
    return ""


def _decoded(text: str) -> str:
    try:
        return str(make_header(decode_header(text)))
    except (LookupError, ValueError, MessageError):
        return text


def _in_one_line(text: str) -> str:
    return "".join(each if each.isprintable() else " " for each in text).strip()


def _part(message: Message, kind: str) -> str | None:
    for part in message.walk():
        if part.get_content_type() != kind or part.get_content_disposition() == "attachment":
            continue
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            return _text(payload, part.get_content_charset("utf-8"))
    return None


def _text(payload: bytes, charset: str) -> str:
    try:
        text = payload.decode(charset, "replace")
    except (LookupError, ValueError):
        # No such charset, or one that is none, such as zlib.
        text = payload.decode("utf-8", "replace")
    return text.encode("utf-8", "replace").decode("utf-8")
