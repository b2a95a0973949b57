"""All dashboards at a glance, on the wire."""

from datetime import datetime

from pydantic import BaseModel, Field

from services.api.dashboard.schemas import DashboardRead
from services.api.uptime.schemas import StandingRead


class OverviewTotals(BaseModel):
    visits: int
    p95_execution_time: float | None = Field(
        description="Milliseconds, of the period's calls that are rolled up, which an hour is a minute or so after "
        "its end; null without any."
    )


class OverviewItem(BaseModel):
    """A dashboard, and how it fared lately."""

    dashboard: DashboardRead
    uptime: StandingRead
    uptime_percent: float | None = Field(
        description="Of the last 30 days, as far as pings tell; null where nothing was observed."
    )
    totals: OverviewTotals = Field(description="Of the 24 hours before the present one.")
    totals_before: OverviewTotals = Field(description="Of the 24 hours before these.")
    visits: list[int] = Field(description="Of each of the last 24 full hours, and of the present one so far.")
    p95_execution_time: list[float | None] = Field(
        description="Milliseconds, of the same hours; null without calls, and until an hour is rolled up."
    )


class OverviewList(BaseModel):
    start: datetime = Field(description="Of the first of the items' hours.")
    items: list[OverviewItem] = Field(description="In the order that the dashboards were added.")
    next_cursor: str | None = Field(description="Pass as cursor to get the next page; null on the last one.")
