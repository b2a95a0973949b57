"""What can go wrong with a source, each with what its user can do about it.

SourceError
├── SourceUnreachableError    no connection: name, port, network, TLS
├── SourceTimeoutError        no answer in time
├── AddressNotAllowedError    the guard refused its address
├── HttpStatusError           an answer with a status that is none of ours
├── NotAnFmdError             it answers, but as no source that we know
├── UnsupportedVersionError   a source whose version we cannot read
├── WrongTokenError           its token is another
├── TokenLostError            our own key for the stored token is gone
├── SourceRefusedError        the source's own complaint about our request
├── SourceResetError          its database is not the one that we read before
├── MalformedAnswerError      an answer that breaks the protocol
└── AnswerTooLargeError       more than we read
"""

from typing import ClassVar

# The way out for everybody whose app has no export that we read.
BRIDGE_ADVICE = (
    "add the bridge: pip install pydash-agent; from pydash_agent.flask import bridge; bridge(app, token=...)"
)


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


class SourceResetError(SourceError):
    slug = "source_reset"


class MalformedAnswerError(SourceError):
    slug = "malformed_answer"


class AnswerTooLargeError(SourceError):
    slug = "answer_too_large"
