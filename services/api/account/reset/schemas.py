"""What resetting a password looks like on the wire."""

from pydantic import BaseModel, ConfigDict

from services.api.account.password.rules import NewPassword
from services.api.account.schemas import Code, MailAddress


class PasswordResetCreate(BaseModel):
    mail: MailAddress


class PasswordReset(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True)

    code: Code
    new_password: NewPassword
