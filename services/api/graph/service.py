"""Decisions about graphs."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.api.graph.errors import GraphNotFoundError, TooManyGraphsError
from services.api.graph.repository import GraphRepository
from services.api.graph.schemas import GraphList, GraphRead, GraphWrite
from shared.db.models import Graph

GRAPHS_MAX = 50


async def list_graphs(graphs: GraphRepository) -> GraphList:
    return _read_all(await graphs.listed())


async def create_graph(graphs: GraphRepository, write: GraphWrite, now: datetime) -> GraphRead:
    """Behind all others. Raises DashboardNotFoundError, TooManyGraphsError."""
    listed = await _locked(graphs)
    if len(listed) >= GRAPHS_MAX:
        raise TooManyGraphsError(
            f"This dashboard has {GRAPHS_MAX} graphs, as many as there may be; delete one."
        )
    place = listed[-1].place + 1 if listed else 0
    return GraphRead.model_validate(await graphs.add(write.model_dump(), place, now))


async def change_graph(graphs: GraphRepository, graph_id: UUID, write: GraphWrite) -> GraphRead:
    """Raises GraphNotFoundError."""
    changed = await graphs.change(graph_id, write.model_dump())
    if changed is None:
        raise _not_found()
    return GraphRead.model_validate(changed)


async def move_graph(graphs: GraphRepository, graph_id: UUID, place: int) -> GraphList:
    """All graphs in their new order. Raises DashboardNotFoundError, GraphNotFoundError."""
    listed = await _locked(graphs)
    moved = next((graph for graph in listed if graph.id == graph_id), None)
    if moved is None:
        raise _not_found()
    ordered = [graph for graph in listed if graph is not moved]
    ordered.insert(place, moved)
    for number, graph in enumerate(ordered):
        graph.place = number
    return _read_all(ordered)


async def delete_graph(graphs: GraphRepository, graph_id: UUID) -> None:
    """Raises GraphNotFoundError."""
    if not await graphs.remove(graph_id):
        raise _not_found()


async def _locked(graphs: GraphRepository) -> Sequence[Graph]:
    await graphs.lock()
    return await graphs.listed()


def _read_all(graphs: Sequence[Graph]) -> GraphList:
    return GraphList(items=[GraphRead.model_validate(graph) for graph in graphs])


def _not_found() -> GraphNotFoundError:
    return GraphNotFoundError("This dashboard has no such graph.")
