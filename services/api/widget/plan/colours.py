"""The colour of a name: the one that the pages give it (frontend/src/lib/theme/endpoint-mark.ts), on white."""

# --series-1 to --series-8 in frontend/src/app/styles/tokens.css.
COLOURS = ("0e9d80", "e16900", "9600f0", "2d6996", "a578e1", "5a2d4b", "a53c00", "3c1ea5")
REST = "838b93"

_OFFSET_BASIS, _PRIME, _MASK = 0x811C9DC5, 0x01000193, 0xFFFFFFFF


def colour_of(name: str) -> str:
    hashed = _OFFSET_BASIS
    for byte in name.encode("utf-8", "replace"):
        hashed = (hashed ^ byte) * _PRIME & _MASK
    return COLOURS[(hashed ^ (hashed >> 15)) % len(COLOURS)]
