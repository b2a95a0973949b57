"""What can go wrong with an API key."""

from shared.problem.errors import ConflictError, NotFoundError


class ApiKeyNotFoundError(NotFoundError):
    """It does not exist, or it is somebody else's: the answer is the same."""

    slug = "api-key-not-found"
    title = "No such API key"


class TooManyApiKeysError(ConflictError):
    slug = "too-many-api-keys"
    title = "Too many API keys"
