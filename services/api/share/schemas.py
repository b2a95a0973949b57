"""Shares on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from services.api.text.storable import WithoutNul

SharedRole = Literal["viewer", "editor"]
_ROLE = Field(description="viewer reads; editor also changes settings, but for URL and token, and endpoints.")


class ShareCreate(BaseModel):
    model_config = ConfigDict(extra="forbid")

    invited: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=254), WithoutNul()
    ] = Field(description="The name or the mail address of a user.")
    role: SharedRole = _ROLE


class ShareChange(BaseModel):
    model_config = ConfigDict(extra="forbid")

    role: SharedRole = _ROLE


class ShareRead(BaseModel):
    id: UUID
    invited: str = Field(description="The name or mail address as it was given.")
    role: SharedRole
    created_at: datetime


class ShareList(BaseModel):
    items: list[ShareRead] = Field(description="The oldest first.")
