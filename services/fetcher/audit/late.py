"""The calls of a span that came after it was published."""

import asyncio

from services.fetcher.audit.repository import AuditRepository
from services.fetcher.batch.keys import excess
from services.fetcher.batch.portion import Portion
from services.fetcher.resources import Resources
from services.fetcher.state.claims import Claim
from shared.contracts.ids import Sequence


async def late_portion(
    resources: Resources, claim: Claim, read: Portion, without: Sequence | None = None
) -> Portion:
    """Of all that a span has by now, what no batch brought, but for the batch ``without``."""
    async with resources.sessions() as session:
        known = await AuditRepository(session, claim).keys(read.span, without)
    late = await asyncio.to_thread(excess, read.keys, known)
    return Portion(read.span, read.calls.select(late), read.keys[late])
