"""What may be wrong with a request.

ProtocolError
|- BadRequestError     400
|- UnauthorizedError   401
|- NotFoundError       404
|- MethodError         405
|- ResetError          409
"""

from __future__ import annotations


class ProtocolError(Exception):
    """The message is for the person who reads it in PyDash."""

    status = 500
    slug = "failed"
    headers: tuple[tuple[str, str], ...] = ()


class BadRequestError(ProtocolError):
    status = 400
    slug = "bad_request"


class UnauthorizedError(ProtocolError):
    status = 401
    slug = "unauthorized"
    headers = (("WWW-Authenticate", "Bearer"),)


class NotFoundError(ProtocolError):
    status = 404
    slug = "not_found"


class MethodError(ProtocolError):
    status = 405
    slug = "method_not_allowed"
    headers = (("Allow", "GET"),)


class ResetError(ProtocolError):
    """The reader's cursor is not of this database: it was emptied or replaced."""

    status = 409
    slug = "reset"
