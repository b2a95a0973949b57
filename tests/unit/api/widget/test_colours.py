"""Names have the colours that the pages give them."""

import re

from services.api.widget.plan.colours import COLOURS, REST, colours_of
from tests.unit.docs.documents import PROJECT

_TOKENS = PROJECT / "frontend" / "src" / "app" / "styles" / "tokens.css"


def test_they_are_the_palette_of_the_pages() -> None:
    text = _TOKENS.read_text(encoding="utf-8")
    assert re.findall(r"--series-\d: light-dark\(#(\w{6})", text) == list(COLOURS)
    assert f"--line-strong: light-dark(#{REST}" in text


def test_each_name_has_its_own() -> None:
    # As frontend/src/lib/theme/endpoint-mark.ts computes them.
    assert [colours_of([name])[0] for name in ("home", "cart", "größe")] == ["3c1ea5", "e16900", "2d6996"]
    assert colours_of([None]) == [REST]


def test_parts_of_one_widget_differ_while_there_are_enough() -> None:
    chosen = colours_of(["home", "search", None, *"abcdef", "one more"])

    assert chosen[:2] == ["3c1ea5", "0e9d80"]
    assert sorted(set(chosen) - {REST}) == sorted(COLOURS)
    assert len(chosen) == 10
