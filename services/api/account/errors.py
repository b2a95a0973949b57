"""What can go wrong with an account."""

from shared.problem.errors import InvalidInputError, UnauthenticatedError


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
