"""Exactly what the feed of each kind of widget answers, with every option, and without any call."""

import json
from typing import Any, NamedTuple

from tests.fixtures.cast import Cast
from tests.fixtures.widget_cases import XML
from tests.integration.api.test_access import assert_problem
from tests.integration.api.widget.conftest import DAY, ask, defined, make_widget, widgets_of


class Answer(NamedTuple):
    name: str
    definition: dict[str, Any]
    json: str
    xml: str


class Empty(NamedTuple):
    definition: dict[str, Any]
    json: str


_AXIS = '"axis": {"point": [0.0, 5.0, 10.0]}'
_AXIS_XML = "<axis><point>0.0</point><point>5.0</point><point>10.0</point></axis>"
_THIRDS = (
    '"range": {"red": {"start": 0.0, "end": 2.0}, "amber": {"start": 3.0, "end": 6.0}, '
    '"green": {"start": 7.0, "end": 10.0}}'
)
_THIRDS_XML = (
    "<range><red><start>0.0</start><end>2.0</end></red><amber><start>3.0</start><end>6.0</end></amber>"
    "<green><start>7.0</start><end>10.0</end></green></range>"
)

ANSWERS = [
    Answer(
        "number",
        defined("number"),
        '{"item": [{"value": 4}, {"value": 2}]}',
        "<root><item><value>4</value></item><item><value>2</value></item></root>",
    ),
    Answer(
        "number-with-every-option",
        defined("number", "median_execution_time", prefix="ms ", absolute=True, reverse=True),
        '{"absolute": "true", "type": "reverse", "item": [{"value": 25.0, "prefix": "ms "}, {"value": 30.0}]}',
        "<root><absolute>true</absolute><type>reverse</type><item><value>25.0</value><prefix>ms </prefix></item>"
        "<item><value>30.0</value></item></root>",
    ),
    Answer(
        "number-alone-and-filtered",
        defined("number", previous=False, filters={"endpoint": "home", "status": 200}),
        '{"item": [{"value": 2}]}',
        "<root><item><value>2</value></item></root>",
    ),
    Answer(
        "number-of-what-is-listed",
        defined("number", "versions", previous=False),
        '{"item": [{"value": 2}]}',
        "<root><item><value>2</value></item></root>",
    ),
    Answer(
        "rag",
        defined("rag", amber=3, red=10),
        '{"item": [{"value": "", "text": ""}, {"value": 4, "text": "Shop"}, {"value": "", "text": ""}]}',
        "<root><item><value></value><text></text></item><item><value>4</value><text>Shop</text></item>"
        "<item><value></value><text></text></item></root>",
    ),
    Answer(
        "rag-where-less-is-worse",
        defined("rag", amber=10, red=4),
        '{"item": [{"value": 4, "text": "Shop"}, {"value": "", "text": ""}, {"value": "", "text": ""}]}',
        "<root><item><value>4</value><text>Shop</text></item><item><value></value><text></text></item>"
        "<item><value></value><text></text></item></root>",
    ),
    Answer(
        "text",
        defined("text", "average_execution_time"),
        '{"item": [{"text": "Shop: 40.0 ms", "type": 0}]}',
        "<root><item><text>Shop: 40.0 ms</text><type>0</type></item></root>",
    ),
    Answer(
        "text-of-each-endpoint",
        defined("text", "slowest_measured_execution_time", by="endpoint", amber=30, red=100),
        '{"item": [{"text": "home: 30.0 ms", "type": 2}, {"text": "search: 100.0 ms", "type": 1}]}',
        "<root><item><text>home: 30.0 ms</text><type>2</type></item>"
        "<item><text>search: 100.0 ms</text><type>1</type></item></root>",
    ),
    Answer(
        "pie-chart",
        defined("pie_chart", by="endpoint"),
        '{"item": [{"value": 3, "label": "home", "colour": "3c1ea5"}, '
        '{"value": 1, "label": "search", "colour": "0e9d80"}]}',
        "<root><item><value>3</value><label>home</label><colour>3c1ea5</colour></item>"
        "<item><value>1</value><label>search</label><colour>0e9d80</colour></item></root>",
    ),
    Answer(
        "pie-chart-of-what-is-counted",
        defined("pie_chart", "visits_per_ip", top=1),
        '{"item": [{"value": 3, "label": "192.0.2.1", "colour": "e16900"}, '
        '{"value": 1, "label": "others", "colour": "838b93"}]}',
        "<root><item><value>3</value><label>192.0.2.1</label><colour>e16900</colour></item>"
        "<item><value>1</value><label>others</label><colour>838b93</colour></item></root>",
    ),
    Answer(
        "line-chart",
        defined("line_chart", timeslice="hour", colour="ff8800", range={"hour": "2026-05-20T10"}),
        '{"item": [2], "settings": {"axisx": ["2026-05-20T10"], "axisy": [2, 2], "colour": "ff8800"}}',
        "<root><item>2</item><settings><axisx>2026-05-20T10</axisx><axisy>2</axisy><axisy>2</axisy>"
        "<colour>ff8800</colour></settings></root>",
    ),
    Answer(
        "line-chart-in-steps-that-suit",
        defined("line_chart", range={"start_date": "2026-05-18", "end_date": "2026-05-23"}),
        '{"item": [0, 2, 4, 0, 0, 0], "settings": {"axisx": ["2026-05-18", "2026-05-19", "2026-05-20", '
        '"2026-05-22", "2026-05-23"], "axisy": [0, 4]}}',
        "<root><item>0</item><item>2</item><item>4</item><item>0</item><item>0</item><item>0</item>"
        "<settings><axisx>2026-05-18</axisx><axisx>2026-05-19</axisx><axisx>2026-05-20</axisx>"
        "<axisx>2026-05-22</axisx><axisx>2026-05-23</axisx><axisy>0</axisy><axisy>4</axisy></settings></root>",
    ),
    Answer(
        "geck-o-meter",
        defined("geck_o_meter", maximum=10),
        '{"item": 4, "max": {"value": 10.0}, "min": {"value": 0}}',
        "<root><item>4</item><max><value>10.0</value></max><min><value>0</value></min></root>",
    ),
    Answer(
        "geck-o-meter-with-every-option",
        defined("geck_o_meter", minimum=1, maximum=10, minimum_text="quiet", maximum_text="busy"),
        '{"item": 4, "max": {"value": 10.0, "text": "busy"}, "min": {"value": 1.0, "text": "quiet"}}',
        "<root><item>4</item><max><value>10.0</value><text>busy</text></max>"
        "<min><value>1.0</value><text>quiet</text></min></root>",
    ),
    Answer(
        "funnel",
        defined("funnel", by="version"),
        '{"item": [{"value": 2, "label": "1.0"}, {"value": 2, "label": "1.1"}], '
        '"type": "standard", "percentage": "show"}',
        "<root><item><value>2</value><label>1.0</label></item><item><value>2</value><label>1.1</label></item>"
        "<type>standard</type><percentage>show</percentage></root>",
    ),
    Answer(
        "funnel-with-every-option",
        defined(
            "funnel", "average_execution_time", by="endpoint", type="reverse", percentage="hide", sort=True
        ),
        '{"item": [{"value": 100.0, "label": "search"}, {"value": 20.0, "label": "home"}], '
        '"type": "reverse", "percentage": "hide"}',
        "<root><item><value>100.0</value><label>search</label></item>"
        "<item><value>20.0</value><label>home</label></item>"
        "<type>reverse</type><percentage>hide</percentage></root>",
    ),
    Answer(
        "bullet",
        defined("bullet", axis_points=[0, 5, 10]),
        f'{{"orientation": "horizontal", "item": {{"label": "Shop", {_AXIS}, {_THIRDS}, '
        '"measure": {"current": {"start": 0, "end": 4}}, "comparative": {"point": 2}}}',
        f"<root><orientation>horizontal</orientation><item><label>Shop</label>{_AXIS_XML}{_THIRDS_XML}"
        "<measure><current><start>0</start><end>4</end></current></measure>"
        "<comparative><point>2</point></comparative></item></root>",
    ),
    Answer(
        "bullet-with-every-option",
        defined(
            "bullet",
            axis_points=[0, 2000],
            comparative=1500,
            projected=1000,
            sublabel="visits",
            red=[0, 500],
            amber=[500, 1000],
            green=[1000, 2000],
            orientation="vertical",
            auto_scale=True,
        ),
        '{"orientation": "vertical", "item": {"label": "Shop", "sublabel": "visits (thousands)", '
        '"axis": {"point": [0.0, 2.0]}, "range": {"red": {"start": 0.0, "end": 0.5}, '
        '"amber": {"start": 0.5, "end": 1.0}, "green": {"start": 1.0, "end": 2.0}}, '
        '"measure": {"current": {"start": 0.0, "end": 0.0}, "projected": {"start": 0.0, "end": 1.0}}, '
        '"comparative": {"point": 1.5}}}',
        "<root><orientation>vertical</orientation><item><label>Shop</label><sublabel>visits (thousands)</sublabel>"
        "<axis><point>0.0</point><point>2.0</point></axis><range><red><start>0.0</start><end>0.5</end></red>"
        "<amber><start>0.5</start><end>1.0</end></amber><green><start>1.0</start><end>2.0</end></green></range>"
        "<measure><current><start>0.0</start><end>0.0</end></current>"
        "<projected><start>0.0</start><end>1.0</end></projected></measure>"
        "<comparative><point>1.5</point></comparative></item></root>",
    ),
    Answer(
        "bullet-that-is-not-scaled",
        defined("bullet", axis_points=[0, 3000], comparative=1, auto_scale=False),
        '{"orientation": "horizontal", "item": {"label": "Shop", "axis": {"point": [0.0, 3000.0]}, '
        '"range": {"red": {"start": 0.0, "end": 999.0}, "amber": {"start": 1000.0, "end": 1999.0}, '
        '"green": {"start": 2000.0, "end": 3000.0}}, "measure": {"current": {"start": 0, "end": 4}}, '
        '"comparative": {"point": 1.0}}}',
        "<root><orientation>horizontal</orientation><item><label>Shop</label><axis><point>0.0</point>"
        "<point>3000.0</point></axis><range><red><start>0.0</start><end>999.0</end></red>"
        "<amber><start>1000.0</start><end>1999.0</end></amber>"
        "<green><start>2000.0</start><end>3000.0</end></green></range>"
        "<measure><current><start>0</start><end>4</end></current></measure>"
        "<comparative><point>1.0</point></comparative></item></root>",
    ),
]

# Of a dashboard without a call, as JSON: there is something to draw, and it says nothing untrue.
EMPTY = [
    Empty({"kind": "number", "statistic": "median_execution_time"}, '{"item": [{"value": ""}]}'),
    Empty(
        {"kind": "rag", "statistic": "error_rate", "amber": 0.01, "red": 0.05},
        '{"item": [{"value": "", "text": ""}, {"value": "", "text": ""}, {"value": "", "text": ""}]}',
    ),
    Empty(
        {"kind": "text", "statistic": "median_execution_time"},
        '{"item": [{"text": "Shop: no calls", "type": 0}]}',
    ),
    Empty({"kind": "text", "statistic": "total_visits", "by": "endpoint"}, '{"item": []}'),
    Empty({"kind": "pie_chart", "statistic": "total_visits", "by": "endpoint"}, '{"item": []}'),
    Empty({"kind": "pie_chart", "statistic": "visits_per_ip"}, '{"item": []}'),
    Empty(
        {"kind": "line_chart", "statistic": "median_execution_time", "range": {"day": "2026-05-20"}},
        '{"item": [' + ", ".join(["0"] * 24) + '], "settings": {"axisx": ["2026-05-20T00", "2026-05-20T06", '
        '"2026-05-20T12", "2026-05-20T17", "2026-05-20T23"], "axisy": [0, 0]}}',
    ),
    Empty(
        {"kind": "geck_o_meter", "statistic": "median_execution_time", "minimum": 5, "maximum": 9},
        '{"item": 5.0, "max": {"value": 9.0}, "min": {"value": 5.0}}',
    ),
    Empty(
        {"kind": "funnel", "statistic": "total_visits", "by": "endpoint"},
        '{"item": [], "type": "standard", "percentage": "show"}',
    ),
    Empty(
        {"kind": "bullet", "statistic": "median_execution_time", "axis_points": [0, 5, 10]},
        f'{{"orientation": "horizontal", "item": {{"label": "Shop", {_AXIS}, {_THIRDS}, '
        '"measure": {"current": {"start": 0, "end": 0}}, "comparative": {"point": 0}}}',
    ),
]


async def test_json_and_xml_of_every_kind(shop: Cast) -> None:
    for name, definition, as_json, as_xml in ANSWERS:
        made = await make_widget(shop, definition)
        answers = [await ask(shop, made, "?format=json"), await ask(shop, made)]

        assert [answer.text for answer in answers] == [as_json, XML + as_xml], name
        types = [answer.headers["content-type"] for answer in answers]
        assert types == ["application/json", "application/xml"]
        await shop.owner.delete(f"{widgets_of(shop)}/{made['id']}")


async def test_a_dashboard_without_calls_has_empty_widgets(cast: Cast) -> None:
    for definition, as_json in EMPTY:
        made = await make_widget(cast, definition)

        assert (await ask(cast, made, "?format=json")).text == as_json
        assert (await ask(cast, made)).text.startswith(f"{XML}<root")


async def test_a_preview_is_what_the_feed_answers(shop: Cast) -> None:
    for _, definition, as_json, _ in ANSWERS:
        draft = {"title": "Shop", "definition": definition}
        answer = await shop.owner.post(f"/dashboards/{shop.dashboard_id}/widget-preview", json=draft)

        assert answer.status_code == 200, answer.text
        assert answer.json() == {"document": json.loads(as_json)}
    assert (await shop.owner.get(widgets_of(shop))).json() == {"items": []}


CONTRADICTIONS: list[tuple[dict[str, Any], str, str]] = [
    ({"kind": "sundial", "statistic": "total_visits"}, "", "'number', 'rag', 'text'"),
    ({"statistic": "total_visits"}, "", "kind"),
    (defined("number", "joy"), "/number/statistic", "total_visits"),
    (defined("bullet"), "/bullet/axis_points", "missing"),
    (defined("bullet", axis_points=[1]), "/bullet/axis_points", "at least 2"),
    (defined("rag", amber=1), "/rag/red", "missing"),
    (defined("line_chart", colour="pink"), "/line_chart/colour", "pattern"),
    (defined("geck_o_meter", minimum=5, maximum=5), "", "more than the minimum"),
    (defined("number", range={"week": "2026-53"}), "", "week"),
    (defined("number", range={"day": "2026-05-20", "year": "2026"}), "", "at most one"),
    (defined("number", range={"last": {"count": 1, "unit": "day"}, **DAY}), "", "beside last"),
    (defined("line_chart", range={"year": "2026"}, timeslice="hour"), "", "at most 500"),
    (defined("number", surprise=1), "/number/surprise", "not known"),
]


async def test_what_cannot_be_is_said(cast: Cast) -> None:
    for definition, pointer, says in CONTRADICTIONS:
        draft = {"title": "Shop", "definition": definition}
        for path in (widgets_of(cast), f"/dashboards/{cast.dashboard_id}/widget-preview"):
            answer = await cast.owner.post(path, json=draft)

            assert_problem(answer, 422)
            pointers = {error["pointer"] for error in answer.json()["errors"]}
            assert f"#/body/definition{pointer}" in pointers, answer.text
            assert says in answer.json()["detail"]
