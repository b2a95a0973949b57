"""What a feed answers."""

from typing import Annotated

from fastapi import Depends, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from pydash_agent.widgets import WidgetError
from pydash_agent.widgets.rendering import format_given, is_form, render
from services.api.resources import Resources
from services.api.statistic.panel.plan import Scene
from services.api.widget.authentication import Feed
from services.api.widget.document import plan_document
from services.api.widget.errors import WidgetUnrenderableError
from services.api.widget.service import definition_of
from shared.contracts.ids import DashboardId
from shared.db.models import Widget
from shared.query.reader import StatisticsReader
from shared.security.token_cipher import TokenCipher, TokenUnreadableError

_FORM_BYTES_MAX = 10_000


async def get_asked_format(
    request: Request,
    in_query: Annotated[
        str | None, Query(alias="format", max_length=20, description="json or 2: JSON; anything else: XML.")
    ] = None,
) -> str | None:
    content_type = request.headers.get("content-type", "")
    body = await _body(request) if is_form(content_type) else b""
    return format_given(content_type, body, in_query)


AskedFormatDep = Annotated[str | None, Depends(get_asked_format)]


async def _body(request: Request) -> bytes:
    """Its first bytes: nobody has shown yet who they are."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _FORM_BYTES_MAX:
            break
    return body[:_FORM_BYTES_MAX]


async def answer_feed(
    feed: Feed, asked_format: str | None, resources: Resources, session: AsyncSession
) -> Response:
    """Raises WidgetUnrenderableError, InvalidQueryError."""
    widget, apply = feed.widget, feed.row.apply
    scene = Scene(apply.first_call_at if apply else None, resources.clock.now())
    plan = plan_document(widget.title, definition_of(widget), scene)
    reader = StatisticsReader(session, feed.viewer, scene.now)
    document = plan.read(await reader.answer(DashboardId(feed.row.dashboard.id), plan.questions))
    try:
        rendered = render(document, asked_format, _password(widget, resources.cipher))
    except WidgetError as error:
        raise WidgetUnrenderableError(str(error)) from None
    return Response(
        rendered.content,
        headers={"Content-Type": rendered.content_type, "Cache-Control": "no-store"},
    )


def _password(widget: Widget, cipher: TokenCipher) -> str | None:
    """Raises WidgetUnrenderableError: without its password the widget must not go out unencrypted."""
    encrypted = widget.password_encrypted
    try:
        return None if encrypted is None else cipher.decrypt(encrypted)
    except TokenUnreadableError:
        raise WidgetUnrenderableError(
            "PyDash cannot read the widget's password any more, since its own keys were changed: set the "
            "widget's password again."
        ) from None
