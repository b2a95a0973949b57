"""Uptime over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query

from services.api.account.principal import SCHEMES
from services.api.problem.schemas import problems
from services.api.statistic.inquiry import InquiryDep
from services.api.uptime import service
from services.api.uptime.repository import UptimeRepository
from services.api.uptime.schemas import DowntimeQuery, DowntimeRead

router = APIRouter(prefix="/dashboards/{dashboard_id}", tags=["uptime"], dependencies=SCHEMES)


@router.get("/downtime", responses=problems(401, 404, 422))
async def get_downtime(inquiry: InquiryDep, asked: Annotated[DowntimeQuery, Query()]) -> DowntimeRead:
    """When the app did not answer pings, day by day, and whether it is up, down or quiet now."""
    uptime = UptimeRepository(inquiry.session, inquiry.viewer, inquiry.dashboard_id)
    return await service.downtime(uptime, inquiry.row, asked, inquiry.scene.now)
