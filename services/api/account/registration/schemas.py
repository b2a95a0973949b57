"""What registering looks like on the wire."""

from pydantic import BaseModel, ConfigDict, Field

from services.api.account.password.rules import NewPassword
from services.api.account.schemas import DEVICE_ZONE, Code, GivenName, MailAddress, UserName, ZoneName


class UserCreate(BaseModel):
    model_config = ConfigDict(hide_input_in_errors=True)

    name: UserName
    mail: MailAddress
    password: NewPassword
    timezone: ZoneName = DEVICE_ZONE


class Verification(BaseModel):
    code: Code


class VerificationMailCreate(BaseModel):
    name: GivenName = Field(description="The user name that was registered.")
