"""Widgets on the wire."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.api.text.secret import SecretText
from services.api.text.storable import WithoutNul
from services.api.widget.definition import WidgetDefinition

Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), WithoutNul()]
_PASSWORD = Field(
    None,
    min_length=8,
    max_length=256,
    description="Encrypts what the feed answers, which is JSON then; null: it is not encrypted.",
)


class WidgetDraft(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    title: Title
    definition: WidgetDefinition


class WidgetCreate(WidgetDraft):
    password: SecretText | None = _PASSWORD


class WidgetChange(BaseModel):
    """What is not given stays as it is; a password of null is removed."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    title: Title | None = None
    definition: WidgetDefinition | None = None
    password: SecretText | None = _PASSWORD


class WidgetRead(BaseModel):
    id: UUID
    title: str
    definition: WidgetDefinition
    url: str = Field(description="Of its feed.")
    key: str | None = Field(
        description="The user name of HTTP Basic for the feed; null if you may not change the dashboard, or "
        "PyDash's own keys were changed and no longer read it."
    )
    has_password: bool
    created_at: datetime


class WidgetList(BaseModel):
    items: list[WidgetRead] = Field(description="The oldest first.")


class WidgetPreview(BaseModel):
    document: dict[str, Any] = Field(description="What the feed answers as JSON, not encrypted.")
