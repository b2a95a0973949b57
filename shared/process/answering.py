"""How long Redis is waited for by who has something else to do: it answers within a millisecond, or it hangs."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

_ANSWERS_WITHIN_SECONDS = 1.0
_TIDIED_UP_WITHIN_SECONDS = 0.5


@asynccontextmanager
async def answered_soon() -> AsyncIterator[None]:
    """Raises TimeoutError where what is asked within takes longer."""
    # Once to end it, and once more to end what clients then ask of Redis to tidy up, as arq does.
    async with asyncio.timeout(_ANSWERS_WITHIN_SECONDS + _TIDIED_UP_WITHIN_SECONDS):
        async with asyncio.timeout(_ANSWERS_WITHIN_SECONDS):
            yield
