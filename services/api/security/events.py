"""The log of security events: who came in, who was refused, and what lets others in was changed.

Each is a line of the logger ``security``, with the request's id and the caller's address, and the user where one is
known. No secret is in it, nor what somebody typed: a password lands in the field of the name now and then.
"""

from typing import Any

import structlog

_log = structlog.get_logger("security")


def happened(event: str, **facts: Any) -> None:
    _log.info(event, **facts)


def refused(event: str, **facts: Any) -> None:
    _log.warning(event, **facts)
