"""How many calls to ask a source of protocol 2 for next: what it gives within a second or two."""

_SLOW_SECONDS = 4.0
_QUICK_SECONDS = 1.5
_CALLS_MIN = 1_000


def adapted(page_calls: int, calls: int, took_seconds: float, calls_max: int) -> int:
    """The size for the page after one that held ``calls`` and took so long."""
    if took_seconds > _SLOW_SECONDS:
        return max(min(_CALLS_MIN, page_calls), page_calls // 2)
    if calls >= page_calls and took_seconds < _QUICK_SECONDS:
        return min(calls_max, page_calls * 2)
    return page_calls
