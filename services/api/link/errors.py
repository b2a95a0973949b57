"""What can go wrong with a link."""

from shared.problem.errors import ConflictError, NotFoundError, UnauthenticatedError


class LinkNotFoundError(NotFoundError):
    slug = "link-not-found"
    title = "No such link"


class TooManyLinksError(ConflictError):
    slug = "too-many-links"
    title = "Too many links"


class LinkInvalidError(UnauthenticatedError):
    """One answer for a link that never was, was revoked or has expired."""

    slug = "link-invalid"
    title = "The link does not work"


class LinkPasswordNeededError(UnauthenticatedError):
    """Also for a wrong one. Only somebody who has the link learns that it has a password."""

    slug = "link-password-needed"
    title = "The link's password is needed"
