"""Graphs that users make for themselves: kept per dashboard, in an order, seen by all who see it."""

from typing import Any
from uuid import uuid4

import pytest

from services.api.graph.service import GRAPHS_MAX
from tests.fixtures.cast import GRAPH, Cast, created
from tests.integration.api.test_access import assert_problem


def graphs_of(cast: Cast) -> str:
    return f"/dashboards/{cast.dashboard_id}/graphs"


async def titles(cast: Cast) -> list[str]:
    return [item["title"] for item in (await cast.owner.get(graphs_of(cast))).json()["items"]]


async def test_a_graph_is_kept_as_it_was_made_and_made_anew(cast: Cast) -> None:
    asked = {
        "title": "  Slow searches ",
        "kind": "line",
        "statistic": "ninety-ninth_percentile_execution_time",
        "slice": "hour",
        "split": "version",
        "endpoint": "search",
        "status": 200,
    }
    made = await created(cast.owner, graphs_of(cast), asked)
    assert made | asked == made | {"title": asked["title"]}
    assert (made["title"], made["version"], made["ip"]) == ("Slow searches", None, None)
    assert (await cast.owner.get(graphs_of(cast))).json() == {"items": [made]}

    changed = await cast.owner.put(
        f"{graphs_of(cast)}/{made['id']}",
        json={"title": "Load", "kind": "heatmap", "statistic": "total_visits"},
    )

    assert changed.json() == {
        **dict.fromkeys(made),
        "id": made["id"],
        "created_at": made["created_at"],
        "title": "Load",
        "kind": "heatmap",
        "statistic": "total_visits",
    }
    assert (await cast.owner.get(graphs_of(cast))).json() == {"items": [changed.json()]}


async def test_graphs_are_moved_and_deleted(cast: Cast) -> None:
    made = [await created(cast.owner, graphs_of(cast), GRAPH | {"title": title}) for title in "abcd"]
    assert await titles(cast) == ["a", "b", "c", "d"]

    for graph, place, expected in ((3, 0, "dabc"), (0, 2, "dbac"), (3, 1000, "bacd")):
        moved = await cast.owner.put(f"{graphs_of(cast)}/{made[graph]['id']}/place", json={"place": place})
        assert [item["title"] for item in moved.json()["items"]] == list(expected)
        assert await titles(cast) == list(expected)

    assert (await cast.owner.delete(f"{graphs_of(cast)}/{made[0]['id']}")).status_code == 204
    await created(cast.owner, graphs_of(cast), GRAPH | {"title": "e"})
    assert await titles(cast) == ["b", "c", "d", "e"]


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"statistic": "status_classes"}, "no single number"),
        ({"kind": "heatmap"}, "takes no slice"),
        ({"kind": "heatmap", "slice": None, "split": "version"}, "cannot be split"),
        ({"kind": "area", "statistic": "median_execution_time", "split": "endpoint"}, "choose lines instead"),
        ({"split": "ip"}, "'endpoint' or 'version'"),
        ({"title": " "}, "must not be empty"),
        ({"colour": "red"}, "not known"),
    ],
)
async def test_what_cannot_be_drawn_is_refused(cast: Cast, fields: dict[str, Any], says: str) -> None:
    refused = await cast.owner.post(graphs_of(cast), json=GRAPH | fields)

    assert_problem(refused, 422)
    assert says in refused.json()["detail"]
    assert await titles(cast) == []


async def test_there_may_be_so_many_and_no_more(cast: Cast) -> None:
    for _ in range(GRAPHS_MAX):
        await created(cast.owner, graphs_of(cast), GRAPH)

    assert_problem(await cast.owner.post(graphs_of(cast), json=GRAPH), 409)
    assert len(await titles(cast)) == GRAPHS_MAX


async def test_what_is_not_there_is_neither_changed_nor_moved_nor_deleted(cast: Cast) -> None:
    for method, path, body in (
        ("PUT", f"/{uuid4()}", GRAPH),
        ("PUT", f"/{uuid4()}/place", {"place": 0}),
        ("DELETE", f"/{uuid4()}", None),
    ):
        assert_problem(await cast.owner.request(method, graphs_of(cast) + path, json=body), 404)
