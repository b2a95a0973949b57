"""Views of a dashboard's calls over HTTP. Each answer has an entity tag that changes when the data does."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from services.api.account.principal import SCHEMES
from services.api.endpoint.repository import EndpointRepository
from services.api.endpoint.service import require_known
from services.api.problem.schemas import problems
from services.api.statistic.batch import answer_batch
from services.api.statistic.batch_schemas import BatchRead, DashboardQuery
from services.api.statistic.fingerprint import TAGGED
from services.api.statistic.inquiry import InquiryDep
from services.api.statistic.panel.boxplots import plan_boxplot, plan_endpoint_boxplots, plan_version_boxplots
from services.api.statistic.panel.breakdown import plan_breakdown
from services.api.statistic.panel.heatmap import plan_heatmap
from services.api.statistic.panel.matrix import plan_matrix
from services.api.statistic.query import (
    BoxQuery,
    BreakdownQuery,
    HeatmapQuery,
    MatrixQuery,
    OfEndpointQuery,
    SelectionQuery,
)
from services.api.statistic.schemas import (
    BoxplotRead,
    BreakdownRead,
    EndpointBoxplotsRead,
    HeatmapRead,
    MatrixRead,
    VersionBoxplotsRead,
)
from shared.statistics.registry import StatisticName

router = APIRouter(prefix="/dashboards/{dashboard_id}", tags=["statistic"], dependencies=SCHEMES)
_RESPONSES = problems(401, 404, 422) | TAGGED


@router.get("/breakdown", response_model=BreakdownRead, responses=_RESPONSES)
async def get_breakdown(inquiry: InquiryDep, asked: Annotated[BreakdownQuery, Query()]) -> Response:
    """Statistics of each endpoint, version, group, address or status code, the busiest first."""
    return inquiry.respond(await inquiry.answer(asked, plan_breakdown(asked, inquiry.scene)))


@router.get("/visitor-heatmap", response_model=HeatmapRead, responses=_RESPONSES)
async def get_visitor_heatmap(inquiry: InquiryDep, asked: Annotated[SelectionQuery, Query()]) -> Response:
    """Visits of every hour of every day; clocks may skip an hour of a day, or repeat one."""
    heatmap = _heatmap(asked, StatisticName.TOTAL_VISITS)
    return inquiry.respond(await inquiry.answer(asked, plan_heatmap(heatmap, inquiry.scene)))


@router.get("/unique-visitor-heatmap", response_model=HeatmapRead, responses=_RESPONSES)
async def get_unique_visitor_heatmap(
    inquiry: InquiryDep, asked: Annotated[SelectionQuery, Query()]
) -> Response:
    """Different addresses of every hour of every day; clocks may skip an hour of a day, or repeat one."""
    heatmap = _heatmap(asked, StatisticName.UNIQUE_VISITORS)
    return inquiry.respond(await inquiry.answer(asked, plan_heatmap(heatmap, inquiry.scene)))


@router.get("/execution-time-heatmap", response_model=HeatmapRead, responses=_RESPONSES)
async def get_execution_time_heatmap(
    inquiry: InquiryDep, asked: Annotated[HeatmapQuery, Query()]
) -> Response:
    """One statistic of every hour of every day; clocks may skip an hour of a day, or repeat one."""
    return inquiry.respond(await inquiry.answer(asked, plan_heatmap(asked, inquiry.scene)))


@router.get("/endpoint-boxplots", response_model=EndpointBoxplotsRead, responses=_RESPONSES)
async def get_endpoint_execution_times_boxplots(
    inquiry: InquiryDep, asked: Annotated[SelectionQuery, Query()]
) -> Response:
    """How the execution times of each endpoint are spread."""
    return inquiry.respond(await inquiry.answer(asked, plan_endpoint_boxplots(asked, inquiry.scene)))


@router.get("/boxplot", response_model=BoxplotRead, responses=_RESPONSES)
async def get_execution_times_boxplot(inquiry: InquiryDep, asked: Annotated[BoxQuery, Query()]) -> Response:
    """How execution times are spread, of all calls or of one endpoint's, whole or per slice."""
    return inquiry.respond(await inquiry.answer(asked, plan_boxplot(asked, inquiry.scene)))


@router.get("/version-boxplots", response_model=VersionBoxplotsRead, responses=_RESPONSES)
async def get_execution_times_per_version_dashboard(
    inquiry: InquiryDep, asked: Annotated[SelectionQuery, Query()]
) -> Response:
    """How execution times are spread in each version of the app, in order of their first calls."""
    return inquiry.respond(await inquiry.answer(asked, plan_version_boxplots(asked, inquiry.scene)))


@router.get("/endpoint/version-boxplots", response_model=VersionBoxplotsRead, responses=_RESPONSES)
async def get_execution_times_per_version_endpoint(
    inquiry: InquiryDep, asked: Annotated[OfEndpointQuery, Query()]
) -> Response:
    """How one endpoint's execution times are spread in each version of the app."""
    endpoints = EndpointRepository(inquiry.session, inquiry.viewer, inquiry.dashboard_id)
    await require_known(endpoints, asked.endpoint)
    return inquiry.respond(await inquiry.answer(asked, plan_version_boxplots(asked, inquiry.scene)))


@router.get("/matrix", response_model=MatrixRead, responses=_RESPONSES)
async def get_matrix(inquiry: InquiryDep, asked: Annotated[MatrixQuery, Query()]) -> Response:
    """Calls and average execution time of each version for each of the busiest groups or addresses."""
    return inquiry.respond(await inquiry.answer(asked, plan_matrix(asked, inquiry.scene)))


@router.post("/query", response_model=BatchRead, responses=problems(401, 403, 404, 422))
async def query_dashboard(inquiry: InquiryDep, asked: DashboardQuery) -> Response:
    """All panels of a page in one round trip and from the same data; a panel's problem is its own.

    It only reads: POST because a page's question is longer than an address may be.
    """
    return inquiry.respond(await answer_batch(inquiry, asked))


def _heatmap(asked: SelectionQuery, statistic: StatisticName) -> HeatmapQuery:
    return HeatmapQuery(**asked.model_dump(exclude_unset=True), statistic=statistic)
