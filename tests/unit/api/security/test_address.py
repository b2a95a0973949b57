"""Whom a request is taken to come from."""

import pytest
from starlette.requests import Request

from services.api.security.address import client_address, throttled_as
from shared.guard.policy import parse_networks

PROXIES = parse_networks("10.0.0.0/8, 2001:db8:1::/48")


def address(peer: str | None, *forwarded: str) -> str:
    headers = [(b"x-forwarded-for", each.encode()) for each in forwarded]
    scope = {"type": "http", "headers": headers, "client": None if peer is None else (peer, 4711)}
    return client_address(Request(scope), PROXIES)


@pytest.mark.parametrize(
    ("peer", "forwarded", "expected"),
    [
        ("192.0.2.1", [], "192.0.2.1"),
        # Whoever is no proxy may write what they like.
        ("192.0.2.1", ["198.51.100.7"], "192.0.2.1"),
        ("10.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        # What stands left of an address that is not trusted, that address may have written.
        ("10.0.0.1", ["203.0.113.9, 198.51.100.7"], "198.51.100.7"),
        ("10.0.0.1", ["203.0.113.9, 198.51.100.7, 10.0.0.2"], "198.51.100.7"),
        # Several headers are one list.
        ("10.0.0.1", ["203.0.113.9", "198.51.100.7"], "198.51.100.7"),
        ("10.0.0.1", ["203.0.113.9, nonsense"], "10.0.0.1"),
        ("10.0.0.1", ["203.0.113.9, unknown, 10.0.0.2"], "10.0.0.2"),
        ("10.0.0.1", [""], "10.0.0.1"),
        ("10.0.0.1", [], "10.0.0.1"),
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", ["198.51.100.7:5431"], "198.51.100.7"),
        ("10.0.0.1", ["[2001:db8:2::1]:5431"], "2001:db8:2::1"),
        ("2001:db8:1::1", ["2001:DB8:2:0::1"], "2001:db8:2::1"),
        # A socket for both kinds of addresses says IPv4 so.
        ("::ffff:10.0.0.1", ["198.51.100.7"], "198.51.100.7"),
        ("::ffff:192.0.2.1", ["198.51.100.7"], "192.0.2.1"),
        ("fe80::1%eth0", [], "fe80::1"),
        (None, ["198.51.100.7"], ""),
        ("testclient", ["198.51.100.7"], "testclient"),
    ],
)
def test_only_what_trusted_proxies_say_is_believed(
    peer: str | None, forwarded: list[str], expected: str
) -> None:
    assert address(peer, *forwarded) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:2:3:4:5:6:7", "2001:db8:2:3::/64"),
        ("", ""),
    ],
)
def test_a_network_of_ipv6_is_throttled_as_one(given: str, expected: str) -> None:
    assert throttled_as(given) == expected
