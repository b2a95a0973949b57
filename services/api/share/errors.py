"""What can go wrong with sharing a dashboard."""

from shared.problem.errors import ConflictError, NotFoundError


class ShareNotFoundError(NotFoundError):
    slug = "share-not-found"
    title = "No such share"


class AlreadySharedError(ConflictError):
    """The owner gave the same name or address before; whether there is such a user is not said."""

    slug = "already-shared"
    title = "Already shared"


class TooManySharesError(ConflictError):
    slug = "too-many-shares"
    title = "Shared with too many"


class OwnerStaysError(ConflictError):
    slug = "owner-stays"
    title = "An owner cannot leave"
