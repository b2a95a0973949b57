"""The address of a request, as endpoints ask for it."""

from typing import Annotated

from fastapi import Depends, Request

from services.api.resources import ResourcesDep
from services.api.security.address import client_address


# Not a plain function: FastAPI would call it in another thread, at every request.
async def get_address(request: Request, resources: ResourcesDep) -> str:
    return client_address(request, resources.trusted_proxies)


AddressDep = Annotated[str, Depends(get_address)]
