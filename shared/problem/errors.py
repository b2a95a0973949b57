"""The root of PyDash's own errors.

PyDashError                 anything expected that a caller is told about
├── NotFoundError           404: it is not there, or it is not yours
├── InvalidInputError       422: names the field and says what is allowed
├── UnauthenticatedError    401
├── ForbiddenError          403
├── ConflictError           409
└── UnavailableError        503: what PyDash rests on is away for now

Each noun subclasses these in its own ``errors.py``. ``slug`` is the stable part of the problem's ``type``.
"""

from typing import ClassVar


class PyDashError(Exception):
    """An expected error: becomes problem+json with ``status``, ``/problems/<slug>`` and ``title``."""

    status: ClassVar[int] = 500
    slug: ClassVar[str] = "internal"
    title: ClassVar[str] = "Internal error"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers: dict[str, str] = {}


class NotFoundError(PyDashError):
    status = 404
    slug = "not-found"
    title = "Not found"


class InvalidInputError(PyDashError):
    """Bad input. ``pointer`` names the field as a JSON pointer, ``#/query/week`` for a parameter."""

    status = 422
    slug = "invalid-input"
    title = "Invalid input"

    def __init__(self, detail: str, *, pointer: str | None = None) -> None:
        super().__init__(detail)
        self.pointer = pointer


class UnauthenticatedError(PyDashError):
    status = 401
    slug = "unauthenticated"
    title = "Sign in first"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.headers = {"WWW-Authenticate": "Bearer"}


class ForbiddenError(PyDashError):
    status = 403
    slug = "forbidden"
    title = "Not allowed"


class ConflictError(PyDashError):
    status = 409
    slug = "conflict"
    title = "Conflict"


class UnavailableError(PyDashError):
    status = 503
    slug = "unavailable"
    title = "Unavailable for now"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.headers = {"Retry-After": "2"}
