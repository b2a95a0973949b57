"""What can go wrong with a source, each with what its user can do about it.

SourceError
├── SourceUnreachableError    no connection: name, port, network, TLS
├── SourceTimeoutError        no answer in time
├── AddressNotAllowedError    the guard refused its address
├── HttpStatusError           an answer with a status that is none of ours
├── NotAnFmdError             it answers, but not as a Flask-MonitoringDashboard
├── UnsupportedVersionError   an FMD whose version has no export that we read
├── WrongTokenError           the export is signed with another token
├── TokenLostError            our own key for the stored token is gone
├── SourceRefusedError        FMD's own complaint about our request
├── MalformedAnswerError      an answer that breaks the protocol
└── AnswerTooLargeError       more bytes than we read
"""

from typing import ClassVar


class SourceError(Exception):
    """``slug`` is stable and shown by the API as ``error``, the message as ``error_detail``."""

    slug: ClassVar[str]


class SourceUnreachableError(SourceError):
    slug = "unreachable"


class SourceTimeoutError(SourceError):
    slug = "timeout"


class AddressNotAllowedError(SourceError):
    slug = "address_not_allowed"


class HttpStatusError(SourceError):
    slug = "http_status"


class NotAnFmdError(SourceError):
    slug = "not_an_fmd"


class UnsupportedVersionError(SourceError):
    slug = "unsupported_version"


class WrongTokenError(SourceError):
    slug = "wrong_token"


class TokenLostError(SourceError):
    slug = "token_lost"


class SourceRefusedError(SourceError):
    slug = "refused"


class MalformedAnswerError(SourceError):
    slug = "malformed_answer"


class AnswerTooLargeError(SourceError):
    slug = "answer_too_large"
