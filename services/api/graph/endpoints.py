"""Graphs that users make for themselves, over HTTP. What they draw is answered by `query_dashboard`."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, status

from services.api.account.principal import SCHEMES, PrincipalDep
from services.api.dashboard.repository import DashboardRepository
from services.api.dashboard.service import readable, require_role
from services.api.graph import service
from services.api.graph.repository import GraphRepository
from services.api.graph.schemas import GraphList, GraphPlace, GraphRead, GraphWrite
from services.api.problem.schemas import problems
from services.api.resources import ResourcesDep, SessionDep
from shared.contracts.ids import DashboardId
from shared.db.viewer import Role

router = APIRouter(
    prefix="/dashboards/{dashboard_id}/graphs",
    tags=["graph"],
    dependencies=SCHEMES,
)


async def get_seen(dashboard_id: UUID, principal: PrincipalDep, session: SessionDep) -> GraphRepository:
    """Raises DashboardNotFoundError."""
    await readable(DashboardRepository(session, principal.viewer), dashboard_id)
    return GraphRepository(session, principal.viewer, DashboardId(dashboard_id))


async def get_edited(dashboard_id: UUID, principal: PrincipalDep, session: SessionDep) -> GraphRepository:
    """Raises DashboardNotFoundError, RoleTooLowError."""
    row = await readable(DashboardRepository(session, principal.viewer), dashboard_id)
    require_role(row, Role.EDITOR)
    return GraphRepository(session, principal.viewer, DashboardId(dashboard_id))


_SeenDep = Annotated[GraphRepository, Depends(get_seen)]
_EditedDep = Annotated[GraphRepository, Depends(get_edited)]


@router.get("", responses=problems(401, 404, 422))
async def get_graphs(graphs: _SeenDep) -> GraphList:
    """The graphs that were made for a dashboard."""
    return await service.list_graphs(graphs)


@router.post("", status_code=status.HTTP_201_CREATED, responses=problems(401, 403, 404, 409, 422))
async def create_graph(write: GraphWrite, graphs: _EditedDep, resources: ResourcesDep) -> GraphRead:
    """Makes a graph, which everybody who sees the dashboard sees behind all others."""
    return await service.create_graph(graphs, write, resources.clock.now())


@router.put("/{graph_id}", responses=problems(401, 403, 404, 422))
async def change_graph(graph_id: UUID, write: GraphWrite, graphs: _EditedDep) -> GraphRead:
    """Makes a graph anew, in its place."""
    return await service.change_graph(graphs, graph_id, write)


@router.put("/{graph_id}/place", responses=problems(401, 403, 404, 422))
async def move_graph(graph_id: UUID, to: GraphPlace, graphs: _EditedDep) -> GraphList:
    """Puts a graph somewhere else among the others, and answers with all of them."""
    return await service.move_graph(graphs, graph_id, to.place)


@router.delete("/{graph_id}", status_code=status.HTTP_204_NO_CONTENT, responses=problems(401, 403, 404, 422))
async def delete_graph(graph_id: UUID, graphs: _EditedDep) -> None:
    """Deletes a graph; the calls that it showed stay."""
    await service.delete_graph(graphs, graph_id)
