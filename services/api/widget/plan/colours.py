"""The colours of names: those that the pages give them (frontend/src/lib/theme/endpoint-mark.ts), on white."""

from collections.abc import Iterable

# --series-1 to --series-8 in frontend/src/app/styles/tokens.css.
COLOURS = ("0e9d80", "e16900", "9600f0", "2d6996", "a578e1", "5a2d4b", "a53c00", "3c1ea5")
REST = "838b93"

_OFFSET_BASIS, _PRIME, _MASK = 0x811C9DC5, 0x01000193, 0xFFFFFFFF


def colours_of(names: Iterable[str | None]) -> list[str]:
    """Each its own, as long as there are enough: a name whose colour is taken gets the next that is free.

    None is the rest together.
    """
    taken: list[int] = []
    chosen = []
    for name in names:
        if name is None:
            chosen.append(REST)
            continue
        place = _place(name)
        while place in taken and len(taken) < len(COLOURS):
            place = (place + 1) % len(COLOURS)
        taken.append(place)
        chosen.append(COLOURS[place])
    return chosen


def _place(name: str) -> int:
    hashed = _OFFSET_BASIS
    for byte in name.encode("utf-8", "replace"):
        hashed = (hashed ^ byte) * _PRIME & _MASK
    return (hashed ^ (hashed >> 15)) % len(COLOURS)
