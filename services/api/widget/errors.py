"""What can go wrong with a widget."""

from shared.problem.errors import ConflictError, ForbiddenError, InvalidInputError, NotFoundError


class WidgetNotFoundError(NotFoundError):
    slug = "widget-not-found"
    title = "No such widget"


class TooManyWidgetsError(ConflictError):
    slug = "too-many-widgets"
    title = "Too many widgets"


class WidgetKeyError(ForbiddenError):
    """One answer for a key that is missing or wrong, and for a widget that is not there."""

    slug = "widget-key-incorrect"
    title = "The API key is not correct"


class WidgetUnrenderableError(InvalidInputError):
    slug = "widget-unrenderable"
    title = "The widget cannot be shown so"
