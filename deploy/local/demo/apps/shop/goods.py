from dataclasses import dataclass


@dataclass(frozen=True)
class Item:
    number: int
    name: str
    kind: str
    price_cents: int

    @property
    def price(self) -> str:
        return f"€ {self.price_cents / 100:.2f}"


def _shelf() -> tuple[Item, ...]:
    stock = {
        "green": (
            ("Sencha", 790),
            ("Gyokuro", 1990),
            ("Genmaicha", 690),
            ("Longjing", 1490),
            ("Hojicha", 850),
        ),
        "black": (("Assam", 650), ("Darjeeling", 1190), ("Keemun", 990), ("Lapsang Souchong", 890)),
        "oolong": (("Tieguanyin", 1590), ("Dong Ding", 1390), ("Da Hong Pao", 2490)),
        "herbal": (("Rooibos", 550), ("Camomile", 490), ("Peppermint", 450), ("Verbena", 590)),
        "ware": (("Glass teapot", 3490), ("Kyusu", 5990), ("Gaiwan", 2790), ("Matcha whisk", 1890)),
    }
    names = ((kind, name, cents) for kind, items in stock.items() for name, cents in items)
    return tuple(Item(number, name, kind, cents) for number, (kind, name, cents) in enumerate(names, start=1))


ITEMS = _shelf()
KINDS = tuple(dict.fromkeys(item.kind for item in ITEMS))


def item(number: int) -> Item | None:
    return ITEMS[number - 1] if 1 <= number <= len(ITEMS) else None


def of_kind(kind: str) -> list[Item]:
    return [item for item in ITEMS if item.kind == kind]


def matching(words: str) -> list[Item]:
    return [item for item in ITEMS if words.lower() in f"{item.name} {item.kind}".lower()]
