"""Which errors of Postgres pass by themselves: it restarts, fails over, is full, or two waited for each other.

Everything else is the caller's fault or ours, and would fail again however often it were tried.
"""

from asyncpg import InterfaceError as ClosedConnectionError
from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

# Classes of SQLSTATE: connection, rollback (deadlock), insufficient resources, operator intervention
# (shutdown, starting up).
_CLASSES = {"08", "40", "53", "57"}
_LOCK_NOT_AVAILABLE = "55P03"


def is_passing(error: BaseException) -> bool:
    """For errors as SQLAlchemy raises them, and for asyncpg's own, which come bare while connecting."""
    if isinstance(error, DBAPIError):
        if error.connection_invalidated or isinstance(error, InterfaceError):
            return True
        return _state_passes(error.orig)
    return isinstance(error, OSError | PoolTimeoutError | ClosedConnectionError) or _state_passes(error)


def _state_passes(error: BaseException | None) -> bool:
    state = str(getattr(error, "sqlstate", None) or "")
    return state[:2] in _CLASSES or state == _LOCK_NOT_AVAILABLE
