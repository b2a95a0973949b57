"""API keys on the wire."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.api.security.secret import Label
from services.api.text.moment import Moment


class Scope(StrEnum):
    READ = "read"
    MANAGE = "manage"


class ApiKeyCreate(BaseModel):
    # A bound that is misspelt must not make a key without it.
    model_config = ConfigDict(extra="forbid")

    label: Label = Field(description="What it is for: backup, CI, ...")
    scope: Scope = Field(
        Scope.READ, description="read: changes nothing; manage: all that you may do with dashboards."
    )
    dashboard_ids: list[UUID] | None = Field(
        None,
        min_length=1,
        max_length=100,
        description="The dashboards it is for, and to which there are no others; null: all, later ones included.",
    )
    expires_at: Moment | None = Field(None, description="From then on it is refused; null: never.")


class ApiKeyRead(BaseModel):
    id: UUID
    label: str
    scope: Scope
    dashboard_ids: list[UUID] | None = Field(description="The dashboards it is for; null: all.")
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None = Field(description="To the minute; null: never used.")


class ApiKeyCreated(ApiKeyRead):
    key: str = Field(description="The key itself: `Authorization: Bearer <key>`. It is not shown again.")


class ApiKeyList(BaseModel):
    items: list[ApiKeyRead] = Field(description="The oldest first.")
