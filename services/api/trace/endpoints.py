"""What apps noted of single calls, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from services.api.account.principal import SCHEMES
from services.api.problem.schemas import problems
from services.api.statistic.inquiry import InquiryDep
from services.api.trace.schemas import (
    ExceptionList,
    ExceptionsQuery,
    OutlierDetails,
    OutlierList,
    OutliersQuery,
    ProfileQuery,
    ProfileRead,
)
from services.api.trace.service import Traces

router = APIRouter(prefix="/dashboards/{dashboard_id}", tags=["trace"], dependencies=SCHEMES)


@router.get("/outliers", responses=problems(401, 404, 422))
async def get_outliers(inquiry: InquiryDep, asked: Annotated[OutliersQuery, Query()]) -> OutlierList:
    """Calls that took much longer than usual, as the app's own dashboard caught them at monitor level 2 or 3.

    The newest of each endpoint are kept, for 30 days.
    """
    return await Traces(inquiry).outliers(asked)


@router.get("/outliers/{outlier_id}", responses=problems(401, 404, 422))
async def get_outlier(inquiry: InquiryDep, outlier_id: UUID) -> OutlierDetails:
    """One outlier with its request, its stack, and what the host was doing.

    Values that tell a secret were masked in the app.
    """
    return await Traces(inquiry).outlier(outlier_id)


@router.get("/profile", responses=problems(401, 404, 422))
async def get_profile(inquiry: InquiryDep, asked: Annotated[ProfileQuery, Query()]) -> ProfileRead:
    """Where an endpoint's time goes, line by line: its profiles of monitor level 3 laid upon each other."""
    return await Traces(inquiry).profile(asked)


@router.get("/exceptions", responses=problems(401, 404, 422))
async def get_exceptions(inquiry: InquiryDep, asked: Annotated[ExceptionsQuery, Query()]) -> ExceptionList:
    """What calls raised, grouped by endpoint, type and place, with the last message and stack of each group."""
    return await Traces(inquiry).exceptions(asked)
