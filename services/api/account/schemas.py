"""What accounts look like on the wire."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, Field, SecretStr

PASSWORD_LENGTH_MIN = 8
# Long enough for any phrase, short enough that hashing it costs nothing extra.
PASSWORD_LENGTH_MAX = 256


class Credentials(BaseModel):
    name: str = Field(min_length=1, max_length=100, description="User name, in any letter case.")
    password: SecretStr = Field(min_length=1, max_length=PASSWORD_LENGTH_MAX)


class UserRead(BaseModel):
    """The signed-in user."""

    id: UUID
    name: str
    mail: str
    created_at: datetime


class PasswordChange(BaseModel):
    current_password: SecretStr = Field(min_length=1, max_length=PASSWORD_LENGTH_MAX)
    new_password: SecretStr = Field(min_length=PASSWORD_LENGTH_MIN, max_length=PASSWORD_LENGTH_MAX)
