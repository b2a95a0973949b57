"""When a callback is called."""

from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Literal

from shared.counter.log import Partitions

Callback = Callable[..., Awaitable[None] | None]


class Anything(Enum):
    """Stands for whichever group a hit is in; each group is then counted by itself."""

    ANY = "any"


@dataclass(frozen=True)
class Rule:
    """Every ``n`` hits; with ``after``, on the hit after that one and on every nth from there; until ``until``.

    Only hits of the resource and of the groups count; None and no groups are all hits.
    """

    when: Literal["before", "after"]
    callback: Callback
    n: int
    after: int | None
    until: int | None
    resource: str | Callable[..., Any] | None
    groups: Mapping[str, Hashable]

    def __post_init__(self) -> None:
        if self.n < 1:
            raise ValueError("n is 1 or more")
        if self.after is not None and self.after < 0:
            raise ValueError("after is 0 or more")
        if self.until is not None and self.until < 1:
            raise ValueError("until is 1 or more")

    @property
    def first(self) -> int:
        """The number of the first hit that it fires on."""
        return self.n if self.after is None else self.after + 1

    def counted(self, partitions: Partitions) -> Partitions | None:
        """The groups of a hit that are counted for this rule; None where the hit is not in them."""
        for name, group in self.groups.items():
            if group is not Anything.ANY and partitions[name] != group:
                return None
        return {name: partitions[name] for name in self.groups}

    def fires(self, count: int) -> bool:
        """Whether it does on the hit of that number."""
        if self.until is not None and count > self.until:
            return False
        if self.after is None:
            return count % self.n == 0
        return count > self.after and (count - self.after - 1) % self.n == 0

    @property
    def needs_no_number(self) -> bool:
        """Whether it fires on each hit beyond its first one, which of them it may be."""
        return self.n == 1 and self.until is None
