"""Decisions about widgets."""

import secrets
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from pydantic import SecretStr, TypeAdapter

from services.api.dashboard.repository import DashboardRow
from services.api.dashboard.service import require_role
from services.api.statistic.panel.plan import Scene
from services.api.widget.definition import WidgetDefinition
from services.api.widget.document import plan_document
from services.api.widget.errors import TooManyWidgetsError, WidgetNotFoundError
from services.api.widget.repository import WidgetRepository
from services.api.widget.schemas import WidgetChange, WidgetCreate, WidgetList, WidgetRead
from shared.db.models import Widget
from shared.db.viewer import Role
from shared.problem.errors import InvalidInputError
from shared.query.errors import InvalidQueryError
from shared.security.token_cipher import TokenCipher, TokenUnreadableError

WIDGETS_MAX = 100
_KEY_BYTES = 24
_DEFINITION: TypeAdapter[WidgetDefinition] = TypeAdapter(WidgetDefinition)


class WidgetService:
    """Of one dashboard, as its viewer has it. ``feeds`` is the address below which its feeds are.

    ``shows_keys``: whether who asks may change widgets, and is thus told the keys of their feeds.
    """

    def __init__(
        self,
        widgets: WidgetRepository,
        cipher: TokenCipher,
        row: DashboardRow,
        scene: Scene,
        feeds: str,
        *,
        shows_keys: bool,
    ) -> None:
        self._widgets = widgets
        self._cipher = cipher
        self._row = row
        self._scene = scene
        self._feeds = feeds
        self._shows_keys = shows_keys

    async def listed(self) -> WidgetList:
        return WidgetList(items=[self._read(widget) for widget in await self._widgets.listed()])

    async def create(self, create: WidgetCreate) -> WidgetRead:
        """Raises RoleTooLowError, InvalidInputError, DashboardNotFoundError, TooManyWidgetsError."""
        self._require_editor()
        _require_answerable(create.title, create.definition, self._scene)
        await self._widgets.lock()
        if await self._widgets.count() >= WIDGETS_MAX:
            raise TooManyWidgetsError(
                f"This dashboard has {WIDGETS_MAX} widgets, as many as there may be; delete one first."
            )
        widget = await self._widgets.add(
            create.title,
            _stored(create.definition),
            self._new_key(),
            self._encrypted(create.password),
            self._scene.now,
        )
        return self._read(widget)

    async def change(self, widget_id: UUID, change: WidgetChange) -> WidgetRead:
        """Raises RoleTooLowError, InvalidInputError, WidgetNotFoundError."""
        self._require_editor()
        if change.definition is not None:
            _require_answerable(change.title or "", change.definition, self._scene)
        return await self._set(widget_id, self._columns(change))

    async def renew_key(self, widget_id: UUID) -> WidgetRead:
        """Raises RoleTooLowError, WidgetNotFoundError."""
        self._require_editor()
        return await self._set(widget_id, {"key_encrypted": self._new_key()})

    async def _set(self, widget_id: UUID, columns: Mapping[str, object]) -> WidgetRead:
        changed = await self._widgets.change(widget_id, columns)
        if changed is None:
            raise _no_such_widget()
        return self._read(changed)

    def _require_editor(self) -> None:
        require_role(self._row, Role.EDITOR)

    def _columns(self, change: WidgetChange) -> dict[str, object]:
        columns: dict[str, object] = {}
        if change.title is not None:
            columns["title"] = change.title
        if change.definition is not None:
            columns["definition"] = _stored(change.definition)
        if "password" in change.model_fields_set:
            columns["password_encrypted"] = self._encrypted(change.password)
        return columns

    def _new_key(self) -> bytes:
        return self._cipher.encrypt(secrets.token_urlsafe(_KEY_BYTES))

    def _encrypted(self, password: SecretStr | None) -> bytes | None:
        return None if password is None else self._cipher.encrypt(password.get_secret_value())

    async def delete(self, widget_id: UUID) -> None:
        """Raises RoleTooLowError, WidgetNotFoundError."""
        self._require_editor()
        if not await self._widgets.remove(widget_id):
            raise _no_such_widget()

    def _read(self, widget: Widget) -> WidgetRead:
        return WidgetRead(
            id=widget.id,
            title=widget.title,
            definition=definition_of(widget),
            url=f"{self._feeds}/{widget.id}/feed",
            key=self._key(widget) if self._shows_keys else None,
            has_password=widget.password_encrypted is not None,
            created_at=widget.created_at,
        )

    def _key(self, widget: Widget) -> str | None:
        """None where PyDash's keys no longer read what is stored: the widgets are listed all the same."""
        try:
            return self._cipher.decrypt(widget.key_encrypted)
        except TokenUnreadableError:
            return None


def _stored(definition: WidgetDefinition) -> dict[str, Any]:
    """Without what was left to its default, a range's dates above all."""
    return definition.model_dump(mode="json", exclude_unset=True)


def definition_of(widget: Widget) -> WidgetDefinition:
    return _DEFINITION.validate_python(widget.definition)


def _require_answerable(title: str, definition: WidgetDefinition, scene: Scene) -> None:
    """Raises InvalidInputError where the definition contradicts itself."""
    try:
        plan_document(title, definition, scene)
    except InvalidQueryError as error:
        raise in_body(error) from None


def in_body(error: InvalidQueryError) -> InvalidInputError:
    """The same, of a definition in a request's body."""
    return InvalidInputError(error.detail, pointer="#/body/definition")


def _no_such_widget() -> WidgetNotFoundError:
    return WidgetNotFoundError("This dashboard has no such widget.")
