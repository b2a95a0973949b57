"""What the holder of a claim does between its steps, each in a transaction of its own."""

from services.fetcher.resources import Resources
from services.fetcher.state.claims import Claim
from services.fetcher.state.repository import FetchRepository, Progress


async def read_progress(resources: Resources, claim: Claim) -> Progress:
    """Raises ClaimLostError."""
    async with resources.sessions() as session:
        return await FetchRepository(session, claim).progress()


async def extend_claim(resources: Resources, claim: Claim) -> None:
    """Before something that may take long. Raises ClaimLostError."""
    until = resources.clock.now() + resources.settings.claim_lifetime
    async with resources.sessions.begin() as session:
        await FetchRepository(session, claim).extend_claim(until)
