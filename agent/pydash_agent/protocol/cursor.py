"""How far a reader is."""

from __future__ import annotations

import re
from typing import NamedTuple

from pydash_agent.protocol.errors import BadRequestError

_TEXT = re.compile(r"([0-9]{1,19})\.(-?[0-9]{1,19})", re.ASCII)
# Databases count rows in 64 bits at most.
_ID_MAX = 2**63 - 1


class Cursor(NamedTuple):
    """After the row ``id``, which is told from another row that was given the same id by its time.

    To the reader it is a text that means nothing.
    """

    id: int
    at_us: int

    def __str__(self) -> str:
        return f"{self.id}.{self.at_us}"

    @classmethod
    def parse(cls, text: str) -> Cursor:
        found = _TEXT.fullmatch(text)
        if found is None or int(found[1]) > _ID_MAX:
            raise BadRequestError("the cursor is none that was given here")
        return cls(int(found[1]), int(found[2]))
