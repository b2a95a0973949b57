"""Links on the wire."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from services.api.security.secret import Label
from services.api.text.moment import Moment
from services.api.text.secret import SecretText


class LinkCreate(BaseModel):
    # A password that is misspelt must not make a link without one.
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    label: Label = Field(description="What it is for: wallboard in the hall, ...")
    expires_at: Moment = Field(description="From then on it does not work; within a year.")
    password: SecretText | None = Field(
        None, min_length=8, max_length=256, description="Asked of whoever opens it; null: nobody is asked."
    )


class LinkRead(BaseModel):
    id: UUID
    label: str
    has_password: bool
    created_at: datetime
    expires_at: datetime


class LinkCreated(LinkRead):
    token: str = Field(
        description="The secret, which is not shown again. In an address it belongs behind the #."
    )


class LinkList(BaseModel):
    items: list[LinkRead] = Field(description="The oldest first.")


class LinkOpen(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True)

    token: SecretText = Field(min_length=1, max_length=200)
    password: SecretText | None = Field(None, max_length=256, description="Where the link has one.")


class LinkSession(BaseModel):
    dashboard_id: UUID
    access_token: str = Field(description="`Authorization: Bearer <access_token>` reads that dashboard.")
    expires_at: datetime = Field(description="Until then. It ends at once when the link is revoked.")
