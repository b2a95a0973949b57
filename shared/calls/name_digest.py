"""What a name is found by: an index entry holds a third of a page at most, a name may be longer."""

import hashlib


def name_digest(name: str) -> bytes:
    """The first 16 bytes of the name's SHA-256."""
    return hashlib.sha256(name.encode()).digest()[:16]
