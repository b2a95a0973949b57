"""docs/protocol.md shows what is really answered."""

import json
import re

from pydash_agent.auth import Token
from pydash_agent.protocol.query import LIMIT_DEFAULT, LIMIT_MAX, SETTLE_DEFAULT, SETTLE_MAX
from pydash_agent.protocol.service import Request, Service
from tests.unit.agent.memory_source import NOW, MemorySource
from tests.unit.docs.documents import PROJECT, read

DOCUMENT = read(PROJECT / "docs" / "protocol.md").text
TOKEN = "correct-horse-battery"

NINE_US = 1_793_523_600_000_000
SOURCE = MemorySource(
    [
        (41, NINE_US, 12.5, "home", "1.0.0", "guest", "192.0.2.1", 200),
        (42, NINE_US + 250_000, 3.0, "search", "1.0.0", "ada", "2001:db8::1", 404),
        (44, NINE_US + 250_000, float("inf"), None, None, None, "", None),
    ]
)


def _example(language: str, containing: str) -> str:
    found: list[str] = re.findall(rf"^```{language}\n(.*?)^```$", DOCUMENT, re.MULTILINE | re.DOTALL)
    (example,) = (block for block in found if containing in block)
    return example


def _answer(route: str) -> str:
    service = Service(SOURCE, Token(TOKEN), lambda: NOW)
    answer = service.answer(Request("GET", route, "", f"Bearer {TOKEN}", ""))
    return b"".join(answer.body).decode()


def test_calls() -> None:
    assert _answer("calls") == _example("ndjson", "cursor")


def test_the_fields_of_about_and_endpoints() -> None:
    about = json.loads(_answer("about"))
    assert list(json.loads(_example("json", '"protocol"'))) == list(about)
    (endpoint,) = json.loads(_answer("endpoints"))["endpoints"]
    (example,) = json.loads(_example("json", '"endpoints"'))["endpoints"]
    assert list(example) == list(endpoint)


def test_bounds_and_defaults() -> None:
    limit = f"| `limit` | the most rows to give, 1 to {LIMIT_MAX:,} | {LIMIT_DEFAULT:,} |"
    most, default = (f"{settle.total_seconds():.0f}" for settle in (SETTLE_MAX, SETTLE_DEFAULT))
    settle = f"how long a commit may take, 0 to {most}, see [settled](#settled) | {default} |"
    assert limit in DOCUMENT
    assert settle in DOCUMENT
