"""What can go wrong with an account."""

from shared.problem.errors import (
    ConflictError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    UnauthenticatedError,
)


class WrongCredentialsError(UnauthenticatedError):
    """One answer for an unknown name, a wrong password and an unverified user: which it was is not said."""

    slug = "wrong-credentials"
    title = "Wrong name or password"


class SessionEndedError(UnauthenticatedError):
    slug = "session-ended"
    title = "Signed out"


class SessionNotFoundError(NotFoundError):
    slug = "session-not-found"
    title = "No such session"


class WrongPasswordError(InvalidInputError):
    slug = "wrong-password"
    title = "Wrong password"


class CodeInvalidError(InvalidInputError):
    """One answer for a code that never was, was used, has expired or is for something else."""

    slug = "code-invalid"
    title = "Link not valid"


class NameTakenError(ConflictError):
    slug = "name-taken"
    title = "Name taken"


class MailTakenError(ConflictError):
    """Told only to who holds a code that was sent to the address."""

    slug = "mail-taken"
    title = "Address in use"


class ReadOnlyError(ForbiddenError):
    """Of an API key or a link that may only read."""

    slug = "read-only"
    title = "May only read"


class KeyBoundError(ForbiddenError):
    slug = "key-bound-to-dashboards"
    title = "The API key is for certain dashboards"


class SessionNeededError(ForbiddenError):
    slug = "session-needed"
    title = "Sign in for this"
