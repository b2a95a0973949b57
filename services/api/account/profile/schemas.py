"""What users may change of themselves."""

from typing import Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from services.api.account.password.rules import Password
from services.api.account.schemas import MailAddress, Theme, UserName, ZoneName


class UserSettings(BaseModel):
    """What is left out stays as it is."""

    # A setting that cannot be changed must not look as if it was.
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)

    name: UserName | None = None
    timezone: ZoneName | None = None
    theme: Theme | None = None
    sounds: bool | None = None
    mail: MailAddress | None = Field(
        None, description="Takes effect when the link that is sent there was followed."
    )
    current_password: Password | None = Field(None, description="Needed to change the mail address.")

    @model_validator(mode="after")
    def _something_is_given(self) -> Self:
        if not self.changes() and self.mail is None:
            raise ValueError("give at least one of name, timezone, theme, sounds, mail")
        return self

    def changes(self) -> dict[str, object]:
        """What takes effect at once, by column."""
        return self.model_dump(exclude_none=True, exclude={"mail", "current_password"})
