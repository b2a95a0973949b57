"""What is to be packed and sent. All there is to know of an order follows from its number, so none is kept."""

from dataclasses import dataclass

from . import articles

NUMBERS = range(100_000, 1_000_000)


@dataclass(frozen=True)
class Order:
    number: int

    @property
    def is_known(self) -> bool:
        return self.number in NUMBERS and self.number % 40 != 7

    @property
    def has_address(self) -> bool:
        """One that a carrier can read."""
        return self.number % 25 != 3

    @property
    def can_be_reserved(self) -> bool:
        """All of it is in stock."""
        return self.number % 30 != 11

    @property
    def is_picked(self) -> bool:
        """By another picker, who was quicker."""
        return self.number % 35 == 19

    @property
    def articles(self) -> list[int]:
        return [1 + self.number * factor % articles.COUNT for factor in (1, 7, 11)[: 1 + self.number % 3]]

    @property
    def parcel(self) -> str:
        return ("letter", "box", "letter", "tube", "box")[self.number % 5]
