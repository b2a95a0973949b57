"""How long a ping tells whether an app is up: who records pings and who reads them must agree."""

from datetime import timedelta

# One ping may be late or lost with its fetcher; two in a row mean that PyDash itself was away.
_INTERVALS = 2.5


def ping_holds(interval: timedelta) -> timedelta:
    """After this without another ping it is unknown whether the app is up."""
    return interval * _INTERVALS
