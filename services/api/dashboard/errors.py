"""What can go wrong with a dashboard.

NotFoundError      DashboardNotFoundError
ForbiddenError     RoleTooLowError          the viewer may see it, but not do this with it
ConflictError      DashboardExistsError
UnavailableError   FetcherAwayError             nobody could look at the app
PyDashError        TooManyChecksError           429
InvalidInputError  SourceNotReadableError       the app was looked at, and cannot be read
                   ├── ...                      one for each name that the fetcher gives the reason
"""

from typing import ClassVar

from shared.problem.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    PyDashError,
    UnavailableError,
)


class DashboardNotFoundError(NotFoundError):
    """It does not exist, or it is somebody else's: the answer is the same."""

    slug = "dashboard-not-found"
    title = "No such dashboard"

    def __init__(self) -> None:
        super().__init__("There is no such dashboard, or it is not yours.")


class RoleTooLowError(ForbiddenError):
    slug = "role-too-low"
    title = "Your role does not allow this"


class DashboardExistsError(ConflictError):
    slug = "dashboard-exists"
    title = "Already added"


class FetcherAwayError(UnavailableError):
    slug = "fetcher-away"
    title = "The fetcher does not answer"


class TooManyChecksError(PyDashError):
    status = 429
    slug = "too-many-checks"
    title = "One check at a time"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.headers = {"Retry-After": "5"}


class SourceNotReadableError(InvalidInputError):
    """Also for reasons of a newer fetcher that this API does not know yet."""

    slug = "source-not-readable"
    title = "The app cannot be read"
    field: ClassVar[str] = "url"

    def __init__(self, detail: str) -> None:
        super().__init__(detail, pointer=f"#/body/{self.field}")


class SourceUnreachableError(SourceNotReadableError):
    slug = "source-unreachable"
    title = "The app cannot be reached"


class SourceTimeoutError(SourceNotReadableError):
    slug = "source-timeout"
    title = "The app does not answer in time"


class SourceAddressNotAllowedError(SourceNotReadableError):
    slug = "source-address-not-allowed"
    title = "PyDash may not connect there"


class SourceHttpStatusError(SourceNotReadableError):
    slug = "source-http-status"
    title = "The app answers with an error"


class SourceNotAnFmdError(SourceNotReadableError):
    slug = "source-not-an-fmd"
    title = "There is no monitoring dashboard"


class SourceUnsupportedVersionError(SourceNotReadableError):
    slug = "source-unsupported-version"
    title = "This version cannot be read"


class SourceWrongTokenError(SourceNotReadableError):
    slug = "source-wrong-token"
    title = "The token is not the app's"
    field = "token"


class SourceTokenLostError(SourceNotReadableError):
    slug = "source-token-lost"
    title = "PyDash's own keys do not fit"
    field = "token"


class SourceRefusedError(SourceNotReadableError):
    slug = "source-refused"
    title = "The app refuses"


class SourceResetError(SourceNotReadableError):
    slug = "source-reset"
    title = "The app has another database"


class SourceMalformedAnswerError(SourceNotReadableError):
    slug = "source-malformed-answer"
    title = "The app's answer cannot be understood"


class SourceAnswerTooLargeError(SourceNotReadableError):
    slug = "source-answer-too-large"
    title = "The app's answer is too large"


_BY_REASON: dict[str, type[SourceNotReadableError]] = {
    "unreachable": SourceUnreachableError,
    "timeout": SourceTimeoutError,
    "address_not_allowed": SourceAddressNotAllowedError,
    "http_status": SourceHttpStatusError,
    "not_an_fmd": SourceNotAnFmdError,
    "unsupported_version": SourceUnsupportedVersionError,
    "wrong_token": SourceWrongTokenError,
    "token_lost": SourceTokenLostError,
    "refused": SourceRefusedError,
    "source_reset": SourceResetError,
    "malformed_answer": SourceMalformedAnswerError,
    "answer_too_large": SourceAnswerTooLargeError,
}


def source_error(reason: str) -> type[SourceNotReadableError]:
    """The error of what the fetcher found: its name for it is stable, and so is ours."""
    return _BY_REASON.get(reason, SourceNotReadableError)
