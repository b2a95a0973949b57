"""Registering and verifying over HTTP."""

from fastapi import APIRouter, Request, Response, status

from services.api.account.registration import service
from services.api.account.registration.schemas import UserCreate, Verification, VerificationMailCreate
from services.api.problem.schemas import problems
from services.api.resources import ResourcesDep
from services.api.security.address import throttled_as
from services.api.security.caller import AddressDep
from services.api.security.csrf import refuse_cross_site
from services.api.throttle.device import remember_device

router = APIRouter(prefix="/users", tags=["account"])


@router.post(
    "", status_code=status.HTTP_202_ACCEPTED, response_class=Response, responses=problems(403, 409, 422, 429)
)
async def register_user(
    create: UserCreate, request: Request, address: AddressDep, resources: ResourcesDep
) -> None:
    """Registers a user, who can sign in once the link in our mail was followed.

    The answer is the same for an address that is known: its owner gets a mail that says so.
    """
    refuse_cross_site(request, resources.settings)
    await resources.throttles.registration.admit(throttled_as(address))
    await service.register(resources, create, throttled_as(address))


@router.post(
    "/verification-mails",
    status_code=status.HTTP_202_ACCEPTED,
    response_class=Response,
    responses=problems(403, 422, 429),
)
async def resend_verification(
    asked: VerificationMailCreate, request: Request, address: AddressDep, resources: ResourcesDep
) -> None:
    """Sends the mail with the link again, to who has registered this name and is not verified yet."""
    refuse_cross_site(request, resources.settings)
    await resources.throttles.mail_request.admit(throttled_as(address))
    await service.mail_verification(resources, asked.name, throttled_as(address))


@router.post("/verification", status_code=status.HTTP_204_NO_CONTENT, responses=problems(403, 409, 422, 429))
async def verify_user(
    verification: Verification,
    request: Request,
    response: Response,
    address: AddressDep,
    resources: ResourcesDep,
) -> None:
    """Confirms a mail address with the code of the link: a new user's, or the one a user changes to.

    It does not sign in. A link counts once.
    """
    refuse_cross_site(request, resources.settings)
    await resources.throttles.code.admit(throttled_as(address))
    user = await service.verify(resources, verification.code)
    remember_device(request, response, resources.settings, resources.clock, user.id, user.password_hash)
