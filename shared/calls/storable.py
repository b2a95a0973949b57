"""Names as Postgres can keep them."""


def storable(name: str) -> str:
    """The one character that Postgres has no place for, NUL, becomes U+FFFD; all else stays as it came."""
    return name.replace("\x00", "\N{REPLACEMENT CHARACTER}")
