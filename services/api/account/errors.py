"""What can go wrong with an account."""

from shared.problem.errors import ForbiddenError, InvalidInputError, UnauthenticatedError


class WrongCredentialsError(UnauthenticatedError):
    """One answer for an unknown name, a wrong password and an unverified user: which it was is not said."""

    slug = "wrong-credentials"
    title = "Wrong name or password"


class SessionEndedError(UnauthenticatedError):
    slug = "session-ended"
    title = "Signed out"


class WrongPasswordError(InvalidInputError):
    slug = "wrong-password"
    title = "Wrong password"


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
