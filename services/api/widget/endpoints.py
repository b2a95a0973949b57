"""Widgets over HTTP: managed by those who may change the dashboard, read by wallboards."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, status
from fastapi.security import HTTPBasic
from starlette.responses import Response

from services.api.account.principal import SCHEMES, PrincipalDep
from services.api.dashboard.repository import DashboardRepository
from services.api.dashboard.service import readable
from services.api.problem.schemas import problems
from services.api.resources import Resources, ResourcesDep, SessionDep
from services.api.security.address import throttled_as
from services.api.security.caller import AddressDep
from services.api.statistic.inquiry import InquiryDep
from services.api.statistic.panel.plan import Scene
from services.api.widget.authentication import open_feed
from services.api.widget.document import plan_document
from services.api.widget.errors import WidgetKeyError
from services.api.widget.feed import AskedFormatDep, answer_feed
from services.api.widget.repository import WidgetRepository
from services.api.widget.schemas import (
    WidgetChange,
    WidgetCreate,
    WidgetDraft,
    WidgetList,
    WidgetPreview,
    WidgetRead,
)
from services.api.widget.service import WidgetService, in_body
from shared.contracts.ids import DashboardId
from shared.db.viewer import Role
from shared.query.errors import InvalidQueryError
from shared.query.snapshot import snapshot

router = APIRouter(tags=["widget"])

_FEEDS = "/api/v1/widgets"
# Only for the schema, as account/principal.py has it of the others.
_basic = HTTPBasic(
    auto_error=False,
    scheme_name="widget_key",
    description="The user name is the widget's key, or an API key of somebody who sees its dashboard.",
)
_FEED_RESPONSES = problems(403, 422, 429) | {
    200: {
        "description": "The widget, in Geckoboard's format; encrypted where it has a password.",
        "content": {"application/xml": {}, "application/json": {}},
    }
}


async def get_widget_service(
    dashboard_id: UUID, principal: PrincipalDep, resources: ResourcesDep, session: SessionDep
) -> WidgetService:
    """Raises DashboardNotFoundError."""
    viewer = principal.viewer
    row = await readable(DashboardRepository(session, viewer), dashboard_id)
    return WidgetService(
        WidgetRepository(session, viewer, DashboardId(dashboard_id)),
        resources.cipher,
        row,
        Scene(row.apply.first_call_at if row.apply else None, resources.clock.now()),
        f"{resources.settings.public_url}{_FEEDS}",
        # A feed's key outlives whatever it was read with: a key that only reads gets none.
        shows_keys=principal.may_change and row.role.reaches(Role.EDITOR),
    )


_ServiceDep = Annotated[WidgetService, Depends(get_widget_service)]


@router.get(
    "/dashboards/{dashboard_id}/widgets",  # noqa: FAST003 - the service's
    dependencies=SCHEMES,
    responses=problems(401, 404, 422),
)
async def get_widgets(widgets: _ServiceDep) -> WidgetList:
    """The widgets of a dashboard, with the address of each feed and, where you may change them, its key."""
    return await widgets.listed()


@router.post(
    "/dashboards/{dashboard_id}/widgets",  # noqa: FAST003 - the service's
    status_code=status.HTTP_201_CREATED,
    dependencies=SCHEMES,
    responses=problems(401, 403, 404, 409, 422),
)
async def create_widget(create: WidgetCreate, widgets: _ServiceDep) -> WidgetRead:
    """Makes a widget: a feed of one statistic for a wallboard, in the format of one of Geckoboard's widgets."""
    return await widgets.create(create)


@router.patch(
    "/dashboards/{dashboard_id}/widgets/{widget_id}",  # noqa: FAST003 - the service's
    dependencies=SCHEMES,
    responses=problems(401, 403, 404, 422),
)
async def change_widget(widget_id: UUID, change: WidgetChange, widgets: _ServiceDep) -> WidgetRead:
    """Changes what is given. The feed keeps its address and its key."""
    return await widgets.change(widget_id, change)


@router.post(
    "/dashboards/{dashboard_id}/widgets/{widget_id}/key",  # noqa: FAST003 - the service's
    dependencies=SCHEMES,
    responses=problems(401, 403, 404, 422),
)
async def renew_widget_key(widget_id: UUID, widgets: _ServiceDep) -> WidgetRead:
    """Gives the feed another key. Who has the old one, a former editor say, reads it no more."""
    return await widgets.renew_key(widget_id)


@router.delete(
    "/dashboards/{dashboard_id}/widgets/{widget_id}",  # noqa: FAST003 - the service's
    status_code=status.HTTP_204_NO_CONTENT,
    dependencies=SCHEMES,
    responses=problems(401, 403, 404, 422),
)
async def delete_widget(widget_id: UUID, widgets: _ServiceDep) -> None:
    """Deletes a widget: its feed answers nobody any more."""
    await widgets.delete(widget_id)


@router.post(
    "/dashboards/{dashboard_id}/widget-preview",  # noqa: FAST003 - the inquiry's
    dependencies=SCHEMES,
    responses=problems(401, 404, 422),
)
async def preview_widget(inquiry: InquiryDep, draft: WidgetDraft) -> WidgetPreview:
    """What the feed of such a widget would answer now. Nothing is stored."""
    try:
        plan = plan_document(draft.title, draft.definition, inquiry.scene)
        return WidgetPreview(document=await inquiry.read(plan))
    except InvalidQueryError as error:
        raise in_body(error) from None


@router.get(
    "/widgets/{widget_id}/feed",
    dependencies=[Depends(_basic)],
    response_class=Response,
    responses=_FEED_RESPONSES,
)
async def get_widget_feed(
    widget_id: UUID,
    request: Request,
    asked_format: AskedFormatDep,
    address: AddressDep,
    resources: ResourcesDep,
) -> Response:
    """The widget, for a wallboard. A widget with a password is answered as JSON only."""
    return await _feed(widget_id, request, asked_format, address, resources)


@router.post(
    "/widgets/{widget_id}/feed",
    dependencies=[Depends(_basic)],
    response_class=Response,
    responses=_FEED_RESPONSES,
)
async def post_widget_feed(
    widget_id: UUID,
    request: Request,
    asked_format: AskedFormatDep,
    address: AddressDep,
    resources: ResourcesDep,
) -> Response:
    """The same for wallboards that post; they may send `format` as a form."""
    return await _feed(widget_id, request, asked_format, address, resources)


async def _feed(
    widget_id: UUID, request: Request, asked_format: str | None, address: str, resources: Resources
) -> Response:
    """Raises WidgetKeyError, TooManyAttemptsError, WidgetUnrenderableError, InvalidQueryError."""
    authorization = request.headers.get("authorization", "")
    try:
        async with snapshot(resources.sessions) as session:
            feed = await open_feed(authorization, widget_id, resources, session)
            return await answer_feed(feed, asked_format, resources, session)
    except WidgetKeyError:
        # Behind the snapshot: guesses that wait for Redis must hold no connection to Postgres.
        await resources.throttles.unknown.admit(throttled_as(address))
        raise
