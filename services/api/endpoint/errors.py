"""What can go wrong with an endpoint."""

from shared.problem.errors import ConflictError, InvalidInputError, NotFoundError


class EndpointNotFoundError(NotFoundError):
    """Neither was it ever called, nor does the source list it."""

    slug = "endpoint-not-found"
    title = "No such endpoint"


class EndpointChangeInvalidError(InvalidInputError):
    """A change that cannot be carried out as it was asked for."""

    slug = "invalid-endpoint-change"
    title = "Invalid change of an endpoint"

    def __init__(self, field: str, detail: str) -> None:
        super().__init__(f"{field}: {detail}", pointer=f"#/body/{field}")


class EndpointChangeWaitingError(ConflictError):
    slug = "endpoint-change-waiting"
    title = "Another change is waiting"
