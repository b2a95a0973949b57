"""What a ping makes of the time since the one before."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from services.fetcher.uptime.ping import Finding


@dataclass(frozen=True)
class Interval:
    """From the first ping that found it so to the last, or to the first that found otherwise."""

    started_at: datetime
    ended_at: datetime
    finding: Finding


def advance(last: Interval | None, finding: Finding, at: datetime, holds: timedelta) -> tuple[Interval, ...]:
    """The intervals to be written: the last one made longer, one that begins, or both.

    A finding holds until the next ping, but no longer than ``holds``: of what lies beyond nothing is known.
    """
    begun = Interval(at, at, finding)
    if last is None or at - last.ended_at > holds:
        return (begun,)
    if at <= last.ended_at:
        # The clock was set back. Until it has caught up that time has been told of already.
        return ()
    longer = replace(last, ended_at=at)
    return (longer,) if last.finding.up is finding.up else (longer, begun)
