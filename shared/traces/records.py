"""What is kept of a trace as one value: the fetcher writes it, the API reads it."""

import msgspec


class Frame(msgspec.Struct, frozen=True):
    """A place in the code of an app."""

    file: str
    line: int
    function: str
    code: str


class ProfileLine(Frame, frozen=True):
    """In the order of the code, each followed by those it called, one deeper; the first is the endpoint's own."""

    depth: int
    ms: float


class OutlierNotes(msgspec.Struct, frozen=True):
    url: str
    headers: list[tuple[str, str]]
    environment: list[tuple[str, str]]
    cpu_percent: list[float]
    memory_total_bytes: int | None
    memory_available_bytes: int | None
    stack: list[Frame]


def encode(record: OutlierNotes | list[Frame] | list[ProfileLine]) -> bytes:
    return msgspec.json.encode(record)


def decode_notes(stored: bytes) -> OutlierNotes:
    return msgspec.json.decode(stored, type=OutlierNotes)


def decode_stack(stored: bytes) -> list[Frame]:
    return msgspec.json.decode(stored, type=list[Frame])


def decode_lines(stored: bytes) -> list[ProfileLine]:
    return msgspec.json.decode(stored, type=list[ProfileLine])
