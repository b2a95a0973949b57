"""arq's part in what is claimed: a job a claim, whatever is done under it."""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any, cast
from uuid import UUID

import structlog
from arq.connections import ArqRedis

from services.fetcher.resources import Resources
from services.fetcher.state.claims import Claim
from shared.contracts.ids import DashboardId

_log = structlog.get_logger(__name__)


async def enqueue(context: dict[Any, Any], job: str, named: str, claims: Iterable[Claim]) -> None:
    """``named``: what the ids of these jobs begin with."""
    queue = cast("ArqRedis", context["redis"])
    for claim in claims:
        await queue.enqueue_job(job, str(claim.dashboard_id), str(claim.id), _job_id=f"{named}:{claim.id}")


async def do_claimed(
    context: dict[Any, Any],
    dashboard_id: str,
    claim_id: str,
    do: Callable[[Resources, Claim], Awaitable[None]],
    failure: str,
) -> None:
    """``failure``: the event that is logged where it raises."""
    claim = Claim(DashboardId(UUID(dashboard_id)), UUID(claim_id))
    with structlog.contextvars.bound_contextvars(dashboard=dashboard_id):
        try:
            await do(cast("Resources", context["resources"]), claim)
        except Exception:  # noqa: BLE001 - logged whole; the loop must go on
            # The claim runs out and the dashboard is due again: one that fails stops neither it nor others.
            _log.exception(failure)
