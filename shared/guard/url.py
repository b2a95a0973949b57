"""What a user may enter as the URL of a dashboard, before any address is looked up.

Addresses are judged when they are connected to (``shared/guard/transport.py``); this keeps out what has no place
in such a URL at all, and tells why.
"""

import re
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from urllib.parse import SplitResult, urlsplit

import httpx

from shared.guard.ports import allows_port

URL_LENGTH_MAX = 2_000
# What is asked of a dashboard stands behind its URL: a page's name, a cursor.
_REQUEST_LENGTH_MAX = 4_000
_DEFAULT_PORTS = {"http": 80, "https": 443}
_NAME_LENGTH_MAX = 253
_LABEL = re.compile(r"[a-z0-9_-]{1,63}")
# Such a last label makes a host an IPv4 address, in one of the many forms that inet_aton reads.
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


class UrlRefusedError(ValueError):
    """The URL cannot be that of a dashboard; the message says why."""


def normalise_url(text: str) -> str:
    """One spelling for each URL, without trailing slash, its host as it is looked up. Raises UrlRefusedError."""
    text = text.strip()
    url = check_url(text)
    # Checked in the text: httpx says nothing of a query that is empty.
    if "?" in text or "#" in text:
        raise UrlRefusedError("must not have a query or a fragment")
    host = url.raw_host.decode().removesuffix(".")
    shown = f"[{IPv6Address(host)}]" if ":" in host else host
    port = "" if url.port in {None, _DEFAULT_PORTS[url.scheme]} else f":{url.port}"
    normal = f"{url.scheme}://{shown}{port}{url.raw_path.decode().rstrip('/')}"
    if max(len(text), len(normal)) > URL_LENGTH_MAX:
        raise UrlRefusedError(f"must be at most {URL_LENGTH_MAX} characters, without spaces")
    return normal


def check_url(text: str) -> httpx.URL:
    """The URL as it will be asked for. Raises UrlRefusedError."""
    if len(text) > _REQUEST_LENGTH_MAX or any(each.isspace() or not each.isprintable() for each in text):
        raise UrlRefusedError(f"must be at most {URL_LENGTH_MAX} characters, without spaces")
    if "\\" in text:
        raise UrlRefusedError("must not hold backslashes")
    try:
        parts, url = urlsplit(text), httpx.URL(text)
        port = parts.port
    except (ValueError, httpx.InvalidURL):
        raise UrlRefusedError("is not a URL") from None
    if parts.scheme not in _DEFAULT_PORTS:
        raise UrlRefusedError("must begin with http:// or https://")
    if "@" in parts.netloc:
        raise UrlRefusedError("must not hold a user name or password; the token has a field of its own")
    if not parts.hostname:
        raise UrlRefusedError("must name a host")
    _check_host(parts, url.raw_host.decode())
    if not allows_port(_DEFAULT_PORTS[parts.scheme] if port is None else port):
        raise UrlRefusedError("has a port at which no app can be monitored")
    return url


def _check_host(parts: SplitResult, host: str) -> None:
    """``host`` is httpx's reading, in ASCII: the one that will be looked up."""
    typed = parts.hostname or ""
    if typed.isascii() and typed != host.lower():
        # Where two readers find different hosts, one of them is being fooled.
        raise UrlRefusedError("is not a URL")
    if ":" in host:
        _check_ipv6(host)
        return
    labels = host.removesuffix(".").split(".")
    if _NUMBER.fullmatch(labels[-1]):
        _check_ipv4(typed)
    elif len(host) > _NAME_LENGTH_MAX or not all(_LABEL.fullmatch(label) for label in labels):
        raise UrlRefusedError("must name a host")


def _check_ipv6(host: str) -> None:
    if IPv6Address(host).scope_id is not None or "%" in host:
        raise UrlRefusedError("must not name a network interface of this machine")


def _check_ipv4(host: str) -> None:
    try:
        IPv4Address(host)
    except AddressValueError:
        raise UrlRefusedError("must give an address in its usual form, for example 192.0.2.7") from None
