"""What deleting an account looks like on the wire."""

from pydantic import BaseModel, ConfigDict

from services.api.account.password.rules import Password


class UserDeletion(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True)

    password: Password
