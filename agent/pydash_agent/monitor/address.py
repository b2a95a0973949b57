"""How much of a visitor's address is kept."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import ip_address, ip_network
from typing import Callable, Literal

Privacy = Literal["full", "network", "none"]

# Of an address, so many bits say which network it is in: some 256 subscribers, or one site.
_BITS_V4, _BITS_V6 = 24, 48


def address_keeper(privacy: Privacy) -> Callable[[str], str]:
    keepers: dict[str, Callable[[str], str]] = {"full": str, "network": network_of, "none": lambda _ip: ""}
    if privacy not in keepers:
        raise ValueError(f'ip must be "full", "network" or "none", not {privacy!r}')
    return keepers[privacy]


@lru_cache(maxsize=4096)
def network_of(ip: str) -> str:
    """The first address of its network; nothing of what is no address."""
    try:
        # The zone of a link-local address names an interface, and no network has one.
        address = ip_address(ip.partition("%")[0])
    except ValueError:
        return ""
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        address = mapped
    bits = _BITS_V4 if address.version == 4 else _BITS_V6
    return str(ip_network((address, bits), strict=False).network_address)
