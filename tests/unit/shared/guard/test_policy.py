from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.guard.policy import AddressPolicy, parse_networks

_DEFAULT = AddressPolicy()

_LOOPBACK_SPELLINGS = (
    "127.0.0.1",
    "127.255.255.254",
    "0.0.0.0",  # noqa: S104 - connected to, not listened on
    "0.1.2.3",
    "::1",
    "::",
    "::ffff:127.0.0.1",  # IPv4-mapped
    "::ffff:7f00:1",
    "::127.0.0.1",  # IPv4-compatible
    "2002:7f00:1::",  # 6to4
    "2001:0:7f00:1::",  # Teredo, as its server
    "2001:0:c000:201::80ff:fffe",  # Teredo, as its client (inverted bits)
    "64:ff9b::127.0.0.1",  # NAT64
    "64:ff9b:1::127.0.0.1",  # NAT64's local prefix, as /96
    "64:ff9b:1:7f00:0:100::",  # as /48
    "64:ff9b:1:7f00:0:100:5db8:d70e",  # as /48, with a public address behind
    "64:ff9b:1:7f:0:1:5db8:d70e",  # as /56
    "64:ff9b:1:0:7f:0:100:5db8",  # as /64
    "::ffff:0:127.0.0.1",  # SIIT
    "2001:db8::5efe:127.0.0.1",  # ISATAP
    "2001:db8::200:5efe:7f00:1",
)
_METADATA = (
    "169.254.169.254",  # AWS, Google, Azure, DigitalOcean, OpenStack
    "169.254.170.2",  # AWS ECS
    "fd00:ec2::254",  # AWS over IPv6
    "fe80::a9fe:a9fe",  # OpenStack over IPv6
    "100.100.100.200",  # Alibaba
    "192.0.0.192",  # Oracle
    "168.63.129.16",  # Azure's agent, which hands out certificates
    "fd20:ce::254",  # Google over IPv6
    "fd00:c1::a9fe:a9fe",  # Oracle over IPv6
    "fd00:42::42",  # Scaleway over IPv6
    "::ffff:169.254.169.254",
    "::169.254.169.254",
    "2002:a9fe:a9fe::1",
    "64:ff9b::a9fe:a9fe",
)
_NOBODYS = (
    "224.0.0.1",
    "239.255.255.250",
    "255.255.255.255",
    "240.0.0.1",
    "169.254.1.1",
    "fe80::1",
    "fe80::1%eth0",
    "ff02::1",
)
_FINE = (
    "93.184.215.14",
    "10.0.0.7",
    "172.16.3.4",
    "192.168.1.20",
    "100.64.0.1",
    "192.0.0.191",
    "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
    "fd12:3456:789a::1",
    "::ffff:192.168.1.20",
    "64:ff9b::5db8:d70e",
    "64:ff9b:1::5db8:d70e",
    "64:ff9b:1::10.0.0.7",
    "2001:db8::5efe:10.0.0.7",
)


@pytest.mark.parametrize("text", [*_LOOPBACK_SPELLINGS, *_METADATA, *_NOBODYS])
def test_an_address_that_no_source_can_have_is_denied_however_it_is_spelt(text: str) -> None:
    assert not _DEFAULT.allows(ip_address(text))


@pytest.mark.parametrize("text", _FINE)
def test_public_and_private_addresses_are_allowed(text: str) -> None:
    assert _DEFAULT.allows(ip_address(text))


def test_an_allowed_network_is_reached_though_the_default_denies_it() -> None:
    policy = AddressPolicy(allow=parse_networks("127.0.0.0/8"))

    assert policy.allows(ip_address("127.0.0.1"))
    assert policy.allows(ip_address("::ffff:127.0.0.1"))
    assert not policy.allows(ip_address("::1"))
    assert not policy.allows(ip_address("169.254.169.254"))


def test_deny_beats_allow_and_the_default() -> None:
    policy = AddressPolicy(
        allow=parse_networks("127.0.0.0/8, 10.0.0.0/8"), deny=parse_networks("10.1.0.0/16, 127.0.0.2/32")
    )

    assert policy.allows(ip_address("10.2.0.1"))
    assert not policy.allows(ip_address("10.1.0.1"))
    assert not policy.allows(ip_address("::ffff:10.1.0.1"))
    assert not policy.allows(ip_address("64:ff9b::10.1.0.1"))
    assert not policy.allows(ip_address("127.0.0.2"))


def test_allowing_all_of_ipv6_does_not_allow_an_ipv4_address_in_disguise() -> None:
    policy = AddressPolicy(allow=parse_networks("::/0"))

    assert policy.allows(ip_address("::1"))
    assert not policy.allows(ip_address("::ffff:127.0.0.1"))


@given(st.ip_addresses(v=4))
def test_the_disguises_of_an_address_are_judged_like_the_address(address: object) -> None:
    mapped, nat64 = ip_address(f"::ffff:{address}"), ip_address(f"64:ff9b::{address}")
    expected = _DEFAULT.allows(ip_address(str(address)))

    assert (_DEFAULT.allows(mapped), _DEFAULT.allows(nat64)) == (expected, expected)


@pytest.mark.parametrize(
    ("text", "networks"),
    [
        ("", []),
        (" , ", []),
        ("10.0.0.0/8", ["10.0.0.0/8"]),
        (" 10.0.0.0/8 ,fd00::/8, 192.0.2.7", ["10.0.0.0/8", "fd00::/8", "192.0.2.7/32"]),
    ],
)
def test_networks_are_read_from_a_comma_separated_list(text: str, networks: list[str]) -> None:
    assert parse_networks(text) == tuple(ip_network(network) for network in networks)


@pytest.mark.parametrize("text", ["10.0.0.0/33", "example.org", "10.0.0.1/8", "10.0.0.0/8;fd00::/8"])
def test_what_is_no_network_is_named(text: str) -> None:
    with pytest.raises(ValueError, match=text.split("/", maxsplit=1)[0]):
        parse_networks(f"192.0.2.0/24, {text}")
