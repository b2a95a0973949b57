"""``/healthz``: the process lives (no database asked). ``/readyz``: it can work, check by check."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

import structlog
from fastapi import APIRouter, Response, status
from pydantic import BaseModel

Check = Callable[[], Awaitable[None]]

# A probe that waits longer than its caller is of no use; Kubernetes asks every few seconds.
_CHECK_TIMEOUT_SECONDS = 2.0

_log = structlog.get_logger(__name__)


class Liveness(BaseModel):
    status: str


class Readiness(BaseModel):
    ready: bool
    # Name of the check -> "ok" or what kind of error it met; never the error's text, which may hold a URL.
    checks: dict[str, str]


def health_router(checks: Mapping[str, Check]) -> APIRouter:
    """Routes for both probes. A check raises when what it looks at is not usable."""
    router = APIRouter(include_in_schema=False)

    @router.get("/healthz")
    async def healthz() -> Liveness:
        return Liveness(status="alive")

    @router.get("/readyz")
    async def readyz(response: Response) -> Readiness:
        outcomes = await asyncio.gather(*(_outcome(name, check) for name, check in checks.items()))
        ready = all(outcome == "ok" for outcome in outcomes)
        if not ready:
            response.status_code = status.HTTP_503_SERVICE_UNAVAILABLE
        return Readiness(ready=ready, checks=dict(zip(checks, outcomes, strict=True)))

    return router


async def _outcome(name: str, check: Check) -> str:
    try:
        await asyncio.wait_for(check(), _CHECK_TIMEOUT_SECONDS)
    except Exception as error:  # noqa: BLE001 - whatever it is, the answer is "not ready"
        _log.warning("readiness_check_failed", check=name, error=type(error).__name__)
        return type(error).__name__
    return "ok"
