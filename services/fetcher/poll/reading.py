"""Reads a source step by step, as long as there is more, room for it, and time."""

import asyncio
import time
from datetime import datetime
from enum import Enum, auto

from services.fetcher.batch.portion import Step
from services.fetcher.batch.reader import Reader
from services.fetcher.batch.service import record_step
from services.fetcher.poll.phase import Phase, phase_of
from services.fetcher.resources import Resources
from services.fetcher.state.claims import Claim
from services.fetcher.state.holding import read_progress
from services.fetcher.state.repository import Progress, Target
from services.fetcher.window.sizing import settled

_WAIT_SECONDS = 0.05


class Outcome(Enum):
    # The watermark is as near to now as it may be.
    ARRIVED = auto()
    # There is more, for another turn.
    TIME_IS_UP = auto()
    # The aggregator has enough to do.
    BEHIND = auto()


async def read_on(
    resources: Resources,
    claim: Claim,
    reader: Reader,
    progress: Progress,
    target: Target,
    polled_up_to: datetime,
    deadline: float,
) -> Outcome:
    """Until ``deadline`` on the monotonic clock, in seconds. Raises SourceError, ClaimLostError."""
    upcoming: asyncio.Task[Step | None] | None = None
    try:
        while True:
            has_room = await _has_room(resources, claim, progress)
            if time.monotonic() > deadline:
                return Outcome.TIME_IS_UP if has_room else Outcome.BEHIND
            if not has_room:
                await asyncio.sleep(_WAIT_SECONDS)
                progress = await read_progress(resources, claim)
                continue
            # A poll ends where it began, else it would chase the calls that come in meanwhile; history runs on.
            polling = phase_of(progress.state) is Phase.POLL
            up_to = polled_up_to if polling else settled(resources.clock.now(), target.settle)
            step = await (upcoming or reader.read_next(progress, up_to))
            upcoming = None
            if step is None:
                return Outcome.ARRIVED
            if step.more and not polling:
                # The source makes its next answer while this one becomes a batch.
                upcoming = asyncio.create_task(reader.read_next(progress.after(step), up_to))
            await record_step(resources, claim, progress, step)
            if not step.more:
                return Outcome.ARRIVED
            progress = await read_progress(resources, claim)
    finally:
        if upcoming is not None:
            upcoming.cancel()
            await asyncio.gather(upcoming, return_exceptions=True)


async def _has_room(resources: Resources, claim: Claim, progress: Progress) -> bool:
    if progress.batches_waiting >= resources.settings.batches_waiting_max:
        return False
    return await resources.publisher.has_room(claim.dashboard_id)
