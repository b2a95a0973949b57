"""Where a request comes from: the one place that decides it.

The address is the socket's, unless that is a proxy the operator has named. A proxy adds the address it was reached
from at the right of X-Forwarded-For; what stands further left anybody may have written. So the header is read from
the right, as long as each address is a trusted proxy's.
"""

from collections.abc import Sequence
from ipaddress import IPv6Address, ip_address

from starlette.requests import Request

from shared.guard.policy import Address, Network

# What one household or server has of IPv6; whoever has one address of it has all.
_IPV6_PREFIX = 64


def client_address(request: Request, trusted: Sequence[Network]) -> str:
    """The rightmost address that is not a trusted proxy's; what is no address ends the search before it."""
    peer = request.client.host if request.client else ""
    address = _parsed(peer)
    if address is None:
        return peer
    forwarded = ",".join(request.headers.getlist("x-forwarded-for")).split(",")
    while forwarded and any(address in network for network in trusted):
        before = _parsed(forwarded.pop())
        if before is None:
            break
        address = before
    return str(address)


def throttled_as(address: str) -> str:
    """What is counted together: an IPv4 address, or the network that an IPv6 address is in."""
    parsed = _parsed(address)
    if isinstance(parsed, IPv6Address):
        kept = int(parsed) >> (128 - _IPV6_PREFIX) << (128 - _IPV6_PREFIX)
        return f"{IPv6Address(kept)}/{_IPV6_PREFIX}"
    return address


def _parsed(text: str) -> Address | None:
    """Of ``192.0.2.1``, ``192.0.2.1:443``, ``2001:db8::1``, ``[2001:db8::1]:443`` and ``fe80::1%eth0``."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
