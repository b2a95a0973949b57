"""Names as people and programs can be shown them: of bounded length, with nothing in them that acts."""

import hashlib
import re

import numpy as np

NAME_CHARS_MAX = 1_000

_REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# In hexadecimal, 16 bytes as in name_digest.
_DIGEST_CHARS = 32
_ELLIPSIS = "\N{HORIZONTAL ELLIPSIS} "
_HEAD_CHARS = NAME_CHARS_MAX - len(_ELLIPSIS) - _DIGEST_CHARS

_ACTING = re.compile(
    "["
    # Control characters: Postgres has no place for NUL, a line break forges lines of logs and CSV files, and
    # an escape sequence commands the terminal in which a log is read.
    r"\x00-\x1f\x7f-\x9f"
    # Line and paragraph separator: line breaks to JavaScript, Python and many log readers.
    r"\u2028\u2029"
    # Embeddings, overrides and isolates of writing direction: they reorder the text around a name, so that one
    # passes for another. The marks U+200E, U+200F and U+061C only place what is beside them: Arabic and
    # Hebrew use them, so they stay, as do the joiners that Indic scripts and emoji are written with.
    r"\u202a-\u202e\u2066-\u2069"
    # Halves of surrogate pairs: text to Python, but not to UTF-8.
    r"\ud800-\udfff"
    "]"
)


def shortened(name: str) -> str:
    """Longer names keep their beginning, and a digest of all of them by which two stay two."""
    if len(name) <= NAME_CHARS_MAX:
        return name
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST_CHARS]
    return f"{name[:_HEAD_CHARS]}{_ELLIPSIS}{digest}"


def mended(name: str) -> str:
    """Each character that acts instead of being seen becomes U+FFFD."""
    # isprintable knows all of _ACTING and some harmless ones, and is twenty times as quick.
    return name if name.isprintable() else _ACTING.sub(_REPLACEMENT, name)


def presentable(name: str) -> str:
    """What is presentable already stays as it is."""
    return mended(shortened(name))


def are_surely_presentable(names: tuple[str, ...]) -> bool:
    """Quick for many names; False says no more than that some of them need a closer look."""
    text = "\n".join(names)
    if len(text) <= NAME_CHARS_MAX:
        return all(map(str.isprintable, names))
    if not text.isascii():
        return all(map(str.isprintable, names)) and max(map(len, names)) <= NAME_CHARS_MAX
    characters = np.frombuffer(text.encode(), np.uint8)
    breaks = np.flatnonzero(characters < ord(" "))
    # As many as join() put in: then they are those, and between them are the names.
    return (
        len(breaks) == len(names) - 1
        and bool(np.diff(breaks, prepend=-1, append=len(text)).max() - 1 <= NAME_CHARS_MAX)
        and "\x7f" not in text
    )
