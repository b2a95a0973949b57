"""Who comes: some 120 people with an account, guests, the payment provider, and the uptime probe.

Addresses are of the ranges kept for documentation (RFC 5737 and RFC 3849): nobody's.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from random import Random

GUEST = "guest"
PROBE_ADDRESS = "192.0.2.10"
PROVIDER_ADDRESSES = ("198.51.100.7", "198.51.100.8")

_FIRST_NAMES = (
    "ada", "bram", "chloe", "daan", "elif", "femke", "gijs", "hanna", "imran", "jonas",
    "kim", "lotte", "milan", "noor", "otto", "priya", "quinn", "rosa", "sem", "tess",
)  # fmt: skip
_INITIALS = "bdkmsv"
_GUEST_ADDRESSES = 180
_IPV6_SHARE = 0.3


@dataclass(frozen=True)
class Person:
    name: str
    addresses: tuple[str, ...]


class Population:
    """The same people for the same seed; a few of them come often, most seldom."""

    def __init__(self, seed: int) -> None:
        rng = Random(f"{seed}:population")
        pool = _address_pool(rng)
        names = [f"{first}.{initial}" for first in _FIRST_NAMES for initial in _INITIALS]
        rng.shuffle(names)
        self.people = tuple(
            Person(name, tuple(next(pool) for _ in range(rng.choice((1, 1, 2))))) for name in names
        )
        self.guest_addresses = tuple(next(pool) for _ in range(_GUEST_ADDRESSES))
        self._people_weights = list(accumulate(1 / (rank + 6) for rank in range(len(self.people))))
        self._guest_weights = list(accumulate(1 / (rank + 25) for rank in range(_GUEST_ADDRESSES)))

    def person(self, rng: Random) -> Person:
        return rng.choices(self.people, cum_weights=self._people_weights)[0]

    def guest_address(self, rng: Random) -> str:
        return rng.choices(self.guest_addresses, cum_weights=self._guest_weights)[0]


def _address_pool(rng: Random) -> Iterator[str]:
    version_4 = [f"192.0.2.{host}" for host in range(20, 250)] + [
        f"203.0.113.{host}" for host in range(2, 250)
    ]
    version_6 = [f"2001:db8:{net:x}::{host:x}" for net in range(16, 36) for host in range(1, 16)]
    rng.shuffle(version_4)
    rng.shuffle(version_6)
    while True:
        yield (version_6 if rng.random() < _IPV6_SHARE else version_4).pop()
