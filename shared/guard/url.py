"""What a user may enter as the URL of a dashboard, before any address is looked up."""

from urllib.parse import urlsplit, urlunsplit

URL_LENGTH_MAX = 2_000


class UrlRefusedError(ValueError):
    """The URL cannot be that of a dashboard; the message says why."""


def normalise_url(text: str) -> str:
    """The URL without trailing slash, its host in lower case. Raises UrlRefusedError."""
    text = text.strip()
    if len(text) > URL_LENGTH_MAX or any(ord(character) <= 32 or ord(character) == 127 for character in text):
        raise UrlRefusedError(f"must be at most {URL_LENGTH_MAX} characters, without spaces")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise UrlRefusedError("is not a URL") from None
    if parts.scheme not in {"http", "https"}:
        raise UrlRefusedError("must begin with http:// or https://")
    if parts.username is not None or parts.password is not None:
        raise UrlRefusedError("must not hold a user name or password; the token has a field of its own")
    if parts.query or parts.fragment:
        raise UrlRefusedError("must not have a query or a fragment")
    host = parts.hostname
    if not host:
        raise UrlRefusedError("must name a host")
    shown = f"[{host}]" if ":" in host else host
    netloc = shown if port is None else f"{shown}:{port}"
    return urlunsplit((parts.scheme, netloc, parts.path.rstrip("/"), "", ""))
