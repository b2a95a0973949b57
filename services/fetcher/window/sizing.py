"""How long the next window should be: answers near 5-20 MB, which the source makes in a second or so.

FMD builds its whole answer in memory while it holds the monitored app's interpreter lock, so windows are
modest out of courtesy.
"""

from datetime import datetime, timedelta

from services.fetcher.source.source import Window

# An FMD row is some 245 bytes on the wire: 20,000 to 60,000 calls are 5 to 15 MB.
_CALLS_WANTED_MIN = 20_000
CALLS_WANTED_MAX = 60_000
_SLOW_SECONDS = 5.0
# FMD searches its whole table for each window however short: narrower ones would only make more of them.
_SLOW_WINDOW_SECONDS_MIN = 3_600
_WINDOW_SECONDS_MAX = 30 * 24 * 3600


def next_window(watermark: datetime, target: datetime, window_seconds: int) -> Window | None:
    """The window after the watermark, at most up to ``target``; None when that is reached."""
    end = min(watermark + timedelta(seconds=window_seconds), target)
    return Window(watermark, end) if end > watermark else None


def narrowed(window: Window) -> int | None:
    """Half the window in seconds; None for a single second, which cannot be narrowed."""
    seconds = int((window.end - window.start).total_seconds())
    return seconds // 2 if seconds > 1 else None


def adapted(window_seconds: int, window: Window, calls: int, took_seconds: float) -> int:
    """The length for the next window after one that held ``calls`` and took so long."""
    if calls > CALLS_WANTED_MAX:
        return max(1, window_seconds // 2)
    if took_seconds > _SLOW_SECONDS and window_seconds > _SLOW_WINDOW_SECONDS_MIN:
        return window_seconds // 2
    was_full_length = (window.end - window.start).total_seconds() >= window_seconds
    if calls < _CALLS_WANTED_MIN and was_full_length:
        return min(_WINDOW_SECONDS_MAX, window_seconds * 2)
    return window_seconds


def settled(now: datetime, settle: timedelta) -> datetime:
    """Up to where windows may reach: whole seconds, so far behind now that the source has committed."""
    return (now - settle).replace(microsecond=0)
