"""What Python's ``json.dumps`` writes though JSON has no such thing, said in JSON.

msgspec refuses all of it. Python's own parser would read it, but makes objects of whatever it meets, which can
take twenty times the answer's size; text that is put right keeps the parser that checks while it reads.
"""

import re

# An escape is matched whole, so that the second half of \\ or of a pair never counts as a beginning.
_ESCAPE = re.compile(
    r"""
    \\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}
    | (?P<lone> \\u[dD][89a-fA-F][0-9a-fA-F]{2} )
    | \\.
    """,
    re.VERBOSE | re.DOTALL,
)


def with_whole_characters(text: str) -> str:
    """JSON whose names hold U+FFFD for each half of a surrogate pair, which UTF-8 cannot carry."""
    return _ESCAPE.sub(lambda match: r"\ufffd" if match["lone"] else match[0], text)


def with_quoted_infinities(text: str, field: str) -> str:
    """JSON in which ``field`` has "NaN", "Infinity" and "-Infinity" for these literals."""
    # Inside a string the quote behind the name would be escaped: only the field itself can match.
    return re.sub(rf'("{field}"\s*:\s*)(NaN|-?Infinity)\b', r'\1"\2"', text)


def with_quoted_infinities_at(line: str, position: int) -> str:
    """As ``with_quoted_infinities``, of an array whose value at ``position`` comes after none but numbers."""
    return re.sub(rf'^(\s*\[(?:[^,"\[]*,){{{position}}}\s*)(NaN|-?Infinity)\b', r'\1"\2"', line)
