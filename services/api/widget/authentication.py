"""Who asks for a feed: whoever has the widget's own key, or an API key of somebody who sees its dashboard."""

import hmac
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from pydash_agent.widgets.api_key import REFUSAL, key_given
from services.api.apikey.authentication import authenticate_key
from services.api.dashboard.repository import DashboardRepository, DashboardRow
from services.api.resources import Resources
from services.api.widget.errors import WidgetKeyError
from services.api.widget.repository import FeedRepository
from shared.contracts.ids import DashboardId, UserId
from shared.db.models import Widget
from shared.db.viewer import Viewer
from shared.problem.errors import UnauthenticatedError
from shared.security.token_cipher import TokenCipher, TokenUnreadableError


@dataclass(frozen=True)
class Feed:
    """A widget that may be shown, to whom, and its dashboard."""

    widget: Widget
    viewer: Viewer
    row: DashboardRow


async def open_feed(authorization: str, widget_id: UUID, resources: Resources, session: AsyncSession) -> Feed:
    """Raises WidgetKeyError, the same whatever is wrong."""
    key = key_given(authorization)
    widget = await FeedRepository(session).find(widget_id)
    if key is None or widget is None:
        raise WidgetKeyError(REFUSAL)
    viewer = await _viewer(key, widget, resources, session)
    row = await DashboardRepository(session, viewer).get(DashboardId(widget.dashboard_id))
    if row is None:
        raise WidgetKeyError(REFUSAL)
    return Feed(widget, viewer, row)


async def _viewer(key: str, widget: Widget, resources: Resources, session: AsyncSession) -> Viewer:
    if _is_own(key, widget, resources.cipher):
        return Viewer(None, link=DashboardId(widget.dashboard_id))
    now = resources.clock.now()
    try:
        row = await authenticate_key(session, key, now)
    except UnauthenticatedError:
        raise WidgetKeyError(REFUSAL) from None
    resources.key_uses.note(row.key, now)
    return Viewer(UserId(row.key.user_id), only=row.only)


def _is_own(key: str, widget: Widget, cipher: TokenCipher) -> bool:
    try:
        own = cipher.decrypt(widget.key_encrypted)
    except TokenUnreadableError:
        return False
    return hmac.compare_digest(key.encode(), own.encode())
