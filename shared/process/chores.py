"""What a service does now and then beside its main work."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

import structlog

from shared.clock.clock import Clock

Chore = Callable[[], Awaitable[None]]
_log = structlog.get_logger(__name__)


class Chores:
    """Each chore runs at once, then every so often; one that fails is tried again at its next turn."""

    def __init__(self, clock: Clock, intervals: Mapping[Chore, timedelta]) -> None:
        self._clock = clock
        self._intervals = intervals
        self._due: dict[Chore, datetime] = {}

    async def run_due(self) -> None:
        now = self._clock.now()
        for chore, interval in self._intervals.items():
            if self._due.get(chore, now) > now:
                continue
            self._due[chore] = now + interval
            try:
                await chore()
            except Exception as error:  # noqa: BLE001 - the main work comes first: no chore must stop it
                _log.exception("chore_failed", chore=chore.__name__, error=type(error).__name__)
