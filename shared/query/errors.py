"""What a question can get wrong."""

from shared.problem.errors import InvalidInputError


class InvalidQueryError(InvalidInputError):
    """A parameter of a statistics query cannot be understood or allowed; says which and what is allowed."""

    slug = "invalid-query"
    title = "Invalid query"

    def __init__(self, parameter: str, detail: str) -> None:
        super().__init__(f"{parameter}: {detail}", pointer=f"#/query/{parameter}")
