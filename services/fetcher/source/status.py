"""Which error an HTTP status is, where the protocol gives it no meaning of its own."""

from http import HTTPStatus

from services.fetcher.source.errors import (
    BRIDGE_ADVICE,
    HttpStatusError,
    NotAnFmdError,
    SourceError,
    UnsupportedVersionError,
)
from services.fetcher.source.http import Answer


def error_of(answer: Answer) -> SourceError:
    """For any status but 200."""
    if 300 <= answer.status < 400:
        return _redirected(answer.location)
    if answer.status == HTTPStatus.NOT_FOUND:
        return NotAnFmdError(
            "There is no monitoring dashboard at this URL. It should end in the dashboard's link, for example "
            "https://app.example/dashboard. An app without one can run the monitor of pydash-agent."
        )
    return HttpStatusError(f"The app answered with HTTP status {answer.status}; its log says why.")


def _redirected(location: str) -> SourceError:
    # FMD 2.1 and later send every path that they do not know to their login page.
    if location.split("?", maxsplit=1)[0].rstrip("/").endswith("/login"):
        return UnsupportedVersionError(
            "This looks like Flask-MonitoringDashboard 2.1 or later, which has no export. For PyDash to read it, "
            f"{BRIDGE_ADVICE}"
        )
    return NotAnFmdError("The URL redirects elsewhere; enter the one where the dashboard itself is served.")
