"""What lies on the shelves. Numbers beyond the last one are of articles that are not sold any more."""

from dataclasses import dataclass

COUNT = 96
_AISLES = "ABCD"
_BINS_PER_AISLE = COUNT // len(_AISLES)
_PACKINGS = ("pouch", "tin", "carton", "chest")


@dataclass(frozen=True)
class Article:
    number: int

    @property
    def packing(self) -> str:
        return _PACKINGS[self.number % len(_PACKINGS)]

    @property
    def bin(self) -> str:
        aisle, place = divmod(self.number - 1, _BINS_PER_AISLE)
        return f"{_AISLES[aisle]}-{place + 1:02d}"

    @property
    def in_stock(self) -> int:
        return self.number * 37 % 240


def all_articles() -> list[Article]:
    return [Article(number) for number in range(1, COUNT + 1)]


def article(number: int) -> Article | None:
    return Article(number) if 1 <= number <= COUNT else None
