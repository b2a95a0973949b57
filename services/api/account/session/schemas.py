"""What sessions look like on the wire."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field


class SessionRead(BaseModel):
    """One place where the user is signed in."""

    id: UUID
    user_agent: str = Field(description="As the browser named itself when it signed in.")
    created_at: datetime
    last_used_at: datetime = Field(description="When its tokens were renewed last, to a quarter of an hour.")
    expires_at: datetime
    current: bool = Field(description="Whether this request belongs to it.")


class SessionList(BaseModel):
    items: list[SessionRead]
