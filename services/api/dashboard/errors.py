"""What can go wrong with a dashboard."""

from shared.problem.errors import ConflictError, NotFoundError


class DashboardNotFoundError(NotFoundError):
    """It does not exist, or it is somebody else's: the answer is the same."""

    slug = "dashboard-not-found"
    title = "No such dashboard"


class DashboardExistsError(ConflictError):
    slug = "dashboard-exists"
    title = "Already added"
