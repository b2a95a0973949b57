"""A forgotten password over HTTP."""

from fastapi import APIRouter, Request, Response, status

from services.api.account.reset import service
from services.api.account.reset.schemas import PasswordReset, PasswordResetCreate
from services.api.problem.schemas import problems
from services.api.resources import ResourcesDep
from services.api.security.address import throttled_as
from services.api.security.caller import AddressDep
from services.api.security.csrf import refuse_cross_site
from services.api.throttle.device import remember_device

router = APIRouter(prefix="/password-resets", tags=["account"])


@router.post(
    "", status_code=status.HTTP_202_ACCEPTED, response_class=Response, responses=problems(403, 422, 429)
)
async def request_password_reset(
    asked: PasswordResetCreate, request: Request, address: AddressDep, resources: ResourcesDep
) -> None:
    """Sends a link for a new password to this address. The answer is the same where no user has it."""
    refuse_cross_site(request, resources.settings)
    await resources.throttles.mail_request.admit(throttled_as(address))
    await service.request_reset(resources, asked.mail)


@router.post("/confirmation", status_code=status.HTTP_204_NO_CONTENT, responses=problems(403, 422, 429))
async def reset_password(
    reset: PasswordReset, request: Request, response: Response, address: AddressDep, resources: ResourcesDep
) -> None:
    """Sets a new password with the code of the link and ends all sessions; it does not sign in."""
    refuse_cross_site(request, resources.settings)
    await resources.throttles.code.admit(throttled_as(address))
    user_id, password_hash = await service.reset(resources, reset.code, reset.new_password.get_secret_value())
    # Who reads the user's mail is no stranger, whoever guesses at the password meanwhile.
    remember_device(request, response, resources.settings, resources.clock, user_id, password_hash)
