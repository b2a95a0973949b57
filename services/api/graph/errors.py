"""What can go wrong with a graph."""

from shared.problem.errors import ConflictError, NotFoundError


class GraphNotFoundError(NotFoundError):
    slug = "graph-not-found"
    title = "No such graph"


class TooManyGraphsError(ConflictError):
    slug = "too-many-graphs"
    title = "Too many graphs"
