"""Work that two commands may come to at the same moment, and only one should do."""

import asyncio
import fcntl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

_POLL_SECONDS = 0.2


@asynccontextmanager
async def one_at_a_time(lock: Path) -> AsyncIterator[None]:
    """Waits, without holding up the loop, until nobody else is in a block with the same ``lock``."""
    with lock.open("w") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                await asyncio.sleep(_POLL_SECONDS)
        yield
