"""Which addresses a source may have. A URL is user input; the network behind us is not theirs to explore."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

# Private ranges stay allowed: monitoring one's own network is what PyDash is for.
_DENIED_BY_DEFAULT: tuple[Network, ...] = tuple(
    ip_network(network)
    for network in (
        "0.0.0.0/8",  # "this host", which many systems connect to loopback
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local, the clouds' metadata services among them
        "100.100.100.200/32",  # Alibaba's metadata service
        "192.0.0.192/32",  # Oracle's metadata service
        "168.63.129.16/32",  # Azure's
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
        "::/128",
        "::1/128",
        "fe80::/10",
        "fd00:ec2::/32",  # metadata services over IPv6: AWS,
        "fd20:ce::254/128",  # Google,
        "fd00:c1::a9fe:a9fe/128",  # Oracle,
        "fd00:42::42/128",  # Scaleway
        "ff00::/8",
    )
)
# Prefixes whose last 32 bits are an IPv4 address: NAT64 and SIIT.
_IPV4_EMBEDDING = (
    IPv6Network("64:ff9b::/96"),
    IPv6Network("::ffff:0:0:0/96"),
)
# NAT64's prefix for local use. Which of the layouts of RFC 6052 a network translates with is its own choice.
_NAT64_LOCAL = IPv6Network("64:ff9b:1::/48")
_THIS_NETWORK = IPv4Network("0.0.0.0/8")
# ISATAP: the upper half of an interface id that ends in an IPv4 address.
_ISATAP = frozenset({0x0000_5EFE, 0x0200_5EFE})


def parse_networks(text: str) -> tuple[Network, ...]:
    """Comma-separated networks in CIDR form. Raises ValueError naming the one that is not."""
    return tuple(ip_network(part.strip()) for part in text.split(",") if part.strip())


@dataclass(frozen=True)
class AddressPolicy:
    """``deny`` wins over ``allow``, which wins over the default."""

    allow: Sequence[Network] = ()
    deny: Sequence[Network] = ()

    def allows(self, address: Address) -> bool:
        # An IPv4 address can be spelt inside an IPv6 one; every spelling must be allowed.
        spellings = {address, *_embedded(address)}
        return all(self._allows_spelling(spelling) for spelling in spellings)

    def _allows_spelling(self, address: Address) -> bool:
        if _within(address, self.deny):
            return False
        return _within(address, self.allow) or not _within(address, _DENIED_BY_DEFAULT)


def _embedded(address: Address) -> list[IPv4Address]:
    if isinstance(address, IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    number, last = int(address), IPv4Address(int(address) & 0xFFFF_FFFF)
    if _within(address, _IPV4_EMBEDDING) or number >> 32 & 0xFFFF_FFFF in _ISATAP:
        found.append(last)
    if number >> 32 == 0 and number > 1:  # the deprecated IPv4-compatible form ::a.b.c.d
        found.append(last)
    if address in _NAT64_LOCAL:
        found += [last, *_nat64_local(number)]
    return [each for each in found if each is not None]


def _nat64_local(number: int) -> list[IPv4Address]:
    """What an address is under the shorter prefixes of RFC 6052, which all leave out bits 64 to 71."""
    bits = f"{number:0128b}"
    without_gap = bits[:64] + bits[72:]
    readings = [IPv4Address(int(without_gap[start : start + 32], 2)) for start in (48, 56, 64)]
    # Under the longest prefix these places hold zeros or the address's first digits: no address of anybody.
    return [reading for reading in readings if reading not in _THIS_NETWORK]


def _within(address: Address, networks: Sequence[Network]) -> bool:
    return any(address.version == network.version and address in network for network in networks)
