"""What can go wrong with traces."""

from shared.problem.errors import NotFoundError


class OutlierNotFoundError(NotFoundError):
    """It never was, or it is no longer kept."""

    slug = "outlier-not-found"
    title = "No such outlier"
