"""Every kind of widget and each form that a view may give: exactly what comes out, and what is refused."""

from collections import UserString
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from pydash_agent.widgets import TEXT_INFO, TEXT_NONE, TEXT_WARN, WidgetError
from pydash_agent.widgets.formats import FORMATS
from pydash_agent.widgets.rendering import render
from tests.fixtures.widget_cases import CASES, XML, Case

BULLET: dict[str, Any] = {"label": "Calls", "axis_points": [0, 1000], "current": 500, "comparative": 600}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_json_and_xml(case: Case) -> None:
    document = {**case.options, **FORMATS[case.kind](case.value)}

    assert render(document, "json") == (case.json, "application/json")
    assert render(document, None) == (XML + case.xml, "application/xml")


def test_every_kind_has_a_case() -> None:
    assert {case.kind for case in CASES} == set(FORMATS)


def test_marks_of_messages() -> None:
    assert (TEXT_NONE, TEXT_WARN, TEXT_INFO) == (0, 1, 2)


def test_iterables_other_than_lists() -> None:
    def slices() -> Iterator[tuple[int, str]]:
        yield 1, "one"
        yield 2, "two"

    assert FORMATS["pie_chart"](slices())["item"] == [
        {"value": 1, "label": "one"},
        {"value": 2, "label": "two"},
    ]
    assert FORMATS["line_chart"]((dict.fromkeys([3, 4], 5).keys(), ["a", "b"]))["item"] == [3, 4]


def test_iterables_where_one_would_do() -> None:
    charted = FORMATS["line_chart"]([[1], range(3), {"a": 1}.keys()])
    assert charted["settings"] == {"axisx": [0, 1, 2], "axisy": ["a"]}
    assert FORMATS["text"](message for message in ("a", "b"))["item"] == [
        {"text": "a", "type": TEXT_NONE},
        {"text": "b", "type": TEXT_NONE},
    ]


def test_a_text_is_one_whatever_its_type() -> None:
    # As frameworks have them, to translate them later.
    late = UserString("calls")
    assert FORMATS["line_chart"](([1], late))["settings"] == {"axisx": [late]}
    document = FORMATS["text"](late)
    assert render(document, "json").content == '{"item": [{"text": "calls", "type": 0}]}'
    assert "<text>calls</text>" in render(document, None).content


def test_what_a_view_returned_is_left_as_it_was() -> None:
    item = {"value": 10}
    items = [(1, "a"), (2, "b")]

    FORMATS["number"]((item, None, "$"))
    FORMATS["funnel"]({"items": items, "sort": True})

    assert item == {"value": 10}
    assert items == [(1, "a"), (2, "b")]


@pytest.mark.parametrize(
    ("greatest", "shown", "sublabel"),
    [
        (999, 999, None),
        (1_000, 1.0, "Thousands"),
        (999_999, 1000.0, "Thousands"),
        (1_000_000, 1.0, "Millions"),
        (2_500_000_000, 2.5, "Billions"),
    ],
)
def test_bullets_are_scaled_by_the_end_of_their_axis(
    greatest: int, shown: float, sublabel: str | None
) -> None:
    item = FORMATS["bullet"]({**BULLET, "axis_points": [0, greatest]})["item"]

    assert item["axis"]["point"][1] == shown
    assert item.get("sublabel") == sublabel


def test_a_scaled_bullet_says_so_beside_its_sublabel() -> None:
    document = FORMATS["bullet"](
        {**BULLET, "sublabel": "U.S. $", "projected": 900, "orientation": "vertical"}
    )

    assert document["item"]["sublabel"] == "U.S. $ (thousands)"
    assert document["item"]["measure"]["projected"] == {"start": 0, "end": 0.9}
    assert document["orientation"] == "vertical"


@pytest.mark.parametrize(
    ("points", "red", "amber", "green"),
    [
        ([], (0, 0), (0, 0), (0, 0)),
        ([0, 0], (0, 0), (0, 0), (0, 0)),
        ([0, 2], (0, 0), (0, 2), (2, 2)),
        ([-300, 0], (-300, -201), (-200, -101), (-100, 0)),
        ([0, 0.75], (0, 0.25), (0.25, 0.5), (0.5, 0.75)),
    ],
)
def test_ranges_that_are_not_given_are_thirds(
    points: list[float], red: tuple[float, float], amber: tuple[float, float], green: tuple[float, float]
) -> None:
    ranges = FORMATS["bullet"]({**BULLET, "axis_points": points, "red": [7, 8]})["item"]["range"]

    assert [(each["start"], each["end"]) for each in ranges.values()] == [red, amber, green]
    assert list(ranges) == ["red", "amber", "green"]


def test_decimals_of_databases() -> None:
    item = FORMATS["bullet"]({**BULLET, "current": Decimal("1.5"), "axis_points": [Decimal(0), Decimal(9)]})[
        "item"
    ]
    assert item["measure"]["current"] == {"start": 0, "end": 1.5}
    assert render(FORMATS["number"](Decimal("1.5")), "json").content == '{"item": [{"value": 1.5}]}'


@pytest.mark.parametrize(
    ("kind", "value", "says"),
    [
        ("number", (1, 2, "$", 4), "previous"),
        ("number", [], "current"),
        ("rag", 5, "list"),
        ("rag", (1, 2, 3, 4), "red, amber and green"),
        ("rag", (1, 2), "red, amber and green"),
        ("rag", [(1, "a", "b"), 2, 3], "value, text"),
        ("text", [("a", 7)], "2 (info)"),
        ("text", [("a", [])], "2 (info)"),
        ("pie_chart", "abc", "list"),
        ("pie_chart", [()], "value, label, colour"),
        ("line_chart", 5, "list"),
        ("line_chart", [], "values"),
        ("line_chart", (5,), "values"),
        ("geck_o_meter", (1, 2), "(value, min, max)"),
        ("funnel", [1], "dictionary"),
        ("funnel", {}, "missing: items"),
        ("funnel", {"items": 5}, "items"),
        ("funnel", {"items": [1, None], "sort": True}, "needs a number"),
        ("funnel", {"items": [1, "2"], "sort": True}, "needs a number"),
        ("funnel", {"items": [1, {"label": "a"}], "sort": True}, "needs a number"),
        ("funnel", {"items": [], "type": "round"}, "standard or reverse"),
        ("funnel", {"items": [], "percentage": True}, "show or hide"),
        ("bullet", 5, "dictionary"),
        ("bullet", {"label": "Calls", "current": 5}, "missing: axis_points, comparative"),
        ("bullet", {**BULLET, "axis_points": 5}, "axis_points"),
        ("bullet", {**BULLET, "axis_points": ["far"]}, "far"),
        ("bullet", {**BULLET, "current": "much"}, "current must be a number"),
        ("bullet", {**BULLET, "comparative": None}, "comparative must be a number"),
        ("bullet", {**BULLET, "projected": (1, 2, 3)}, "projected must be (start, end)"),
        ("bullet", {**BULLET, "red": 1, "amber": 2, "green": 3}, "red must be (start, end)"),
        ("bullet", {**BULLET, "orientation": "askew"}, "horizontal or vertical"),
    ],
)
def test_what_does_not_fit_is_said(kind: str, value: Any, says: str) -> None:
    with pytest.raises(WidgetError) as refused:
        FORMATS[kind](value)

    assert says in str(refused.value)
