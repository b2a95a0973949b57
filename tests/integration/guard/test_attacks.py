"""Every attack of the table against the fetcher's own way of asking, and what is no attack passes."""

from collections import Counter
from dataclasses import replace

import httpx
import pytest

from services.fetcher.source.errors import AddressNotAllowedError
from shared.guard.policy import AddressPolicy, parse_networks
from shared.guard.transport import AddressRefusedError
from tests.fixtures.hostile.attack import ATTACKER, Attack, attempt, internet
from tests.fixtures.hostile.names import MIXED, REBINDING, TO_FORBIDDEN
from tests.fixtures.hostile.table import ATTACKS
from tests.fixtures.hostile.urls import SPELLINGS

# No request may take much longer than its deadline, whatever it meets.
_LATE_SECONDS_MAX = 5.0
_EVERYTHING = AddressPolicy(allow=parse_networks("0.0.0.0/0, ::/0"))


def named(attack: Attack) -> str:
    return attack.name


@pytest.mark.parametrize("attack", ATTACKS, ids=named)
async def test_an_attack_is_refused_and_reaches_nobody(attack: Attack) -> None:
    outcome = await attempt(attack)

    assert outcome.withstood(attack), outcome
    assert outcome.seconds < attack.patience.total_seconds() + _LATE_SECONDS_MAX
    assert "secret" not in str(outcome.error)


def test_no_attack_is_counted_twice() -> None:
    assert len(ATTACKS) >= 80
    assert [name for name, times in Counter(map(named, ATTACKS)).items() if times > 1] == []


@pytest.mark.parametrize("attack", SPELLINGS, ids=named)
async def test_the_guard_holds_without_the_check_of_the_url(attack: Attack) -> None:
    """A client of its own asks: only the address is judged, after httpx and the system read the host."""
    async with internet(attack, AddressPolicy()) as (client, network):
        with pytest.raises((AddressRefusedError, httpx.InvalidURL, httpx.TransportError)):
            await client.get(attack.url)

    assert (list(network.reached), network.trapped) == ([], 0)


@pytest.mark.parametrize("attack", [*TO_FORBIDDEN, *MIXED, *REBINDING[:3]], ids=named)
async def test_the_trap_catches_what_a_policy_without_denials_lets_through(attack: Attack) -> None:
    # With the forbidden address alone, so that it is the one that is tried.
    bare = replace(attack, lookups=[[attack.lookups[-1][_worst(attack)]]] if attack.lookups else None)
    outcome = await attempt(replace(bare, requests=1), _EVERYTHING)

    assert outcome.reached
    assert outcome.trapped == 1


def _worst(attack: Attack) -> int:
    assert attack.lookups is not None
    return next(at for at, address in enumerate(attack.lookups[-1]) if not address.startswith("203.0."))


async def test_a_refusal_does_not_tell_the_address() -> None:
    attack = Attack(
        "told", "http://rebinding.example/", AddressNotAllowedError, lookups=[["169.254.169.254"]]
    )
    outcome = await attempt(attack)

    assert outcome.error is not None
    assert "169" not in str(outcome.error)
    assert "whoever runs PyDash" in str(outcome.error)


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://shop.example/dashboard", ATTACKER),
        ("http://shop.example:8000/dashboard", ATTACKER),
        ("http://shop.example:65535/dashboard", ATTACKER),
        ("http://shop_1.backend.svc:5000/dashboard", ATTACKER),
        ("http://shop.example./dashboard", ATTACKER),
        ("http://b\u00fccher.example/dashboard", ATTACKER),
        ("http://xn--bcher-kva.example/dashboard", ATTACKER),
        ("http://\u4f8b\u3048.example/dashboard", ATTACKER),
        ("http://203.0.113.7/dashboard", ATTACKER),
        ("http://[2001:db8::7]:5000/dashboard", "2001:db8::7"),
        ("http://[2001:DB8:0:0:0:0:0:7]/dashboard", "2001:db8::7"),
        ("http://shop.example/get_json_data/1/2", ATTACKER),
        ("http://shop.example/pydash/v2/calls?after=7.1&limit=10", ATTACKER),
        ("http://shop.example/a%20b/\u00e9", ATTACKER),
        ("http://3.example/dashboard", ATTACKER),
        ("http://0x7f.example/dashboard", ATTACKER),
    ],
)
async def test_what_is_no_attack_is_answered(url: str, address: str) -> None:
    outcome = await attempt(Attack(url, url, None, status=200, lookups=[[address]]))

    assert outcome.error is None
    assert outcome.answer is not None
    assert outcome.answer.body == b"secret"


@pytest.mark.parametrize(
    "address", ["10.1.2.3", "172.16.0.9", "192.168.1.20", "100.64.0.1", "fd12:3456::1", "64:ff9b::c0a8:114"]
)
async def test_private_networks_are_reached(address: str) -> None:
    attack = Attack(address, "http://intranet.example/dashboard", None, status=200, lookups=[[address]])
    outcome = await attempt(attack)

    assert (outcome.reached, outcome.trapped) == ([address], 1)
    assert outcome.answer is not None


async def test_the_right_certificate_is_taken() -> None:
    attack = Attack("right", "https://shop.example/dashboard", None, 200, [[ATTACKER]], certificate="right")

    assert (await attempt(attack)).withstood(attack)
