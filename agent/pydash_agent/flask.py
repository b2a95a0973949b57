"""The bridge from Flask-MonitoringDashboard to PyDash: the one module that an app imports.

flask_monitoringdashboard.bind(app)
bridge(app, token="...")
"""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask

from pydash_agent.auth import Token
from pydash_agent.fmd.install import bound_dashboard
from pydash_agent.fmd.source import FmdSource
from pydash_agent.masking import Masking
from pydash_agent.protocol.service import Service
from pydash_agent.wsgi import Mount

_EXTENSION = "pydash_agent"


def bridge(app: Flask, *, token: str, url_prefix: str | None = None, mask: Iterable[str] = ()) -> None:
    """Serves the calls that the app's Flask-MonitoringDashboard recorded to whoever knows ``token``.

    To be called after ``flask_monitoringdashboard.bind(app)``. The routes are ``<url_prefix>/pydash/v2/...``, by
    default below the dashboard's own link; the URL to enter in PyDash is the app's with that prefix.

    They stand in front of the app, not among its routes: the dashboard does not record them, and no sign-in, CSRF
    check or other hook of the app has to make an exception for them.

    Of outliers and exceptions no value leaves the app whose name holds a word such as ``token`` or ``cookie``;
    ``mask`` are further words.
    """
    if _EXTENSION in app.extensions:
        raise RuntimeError("this app has its bridge to PyDash already: call bridge(app, ...) once")
    dashboard = bound_dashboard(app)
    prefix = f"/{dashboard.link}" if url_prefix is None else url_prefix
    source = FmdSource(dashboard)
    service = Service(source, Token(token), traces=source.traces(Masking(mask)))
    mount = Mount(app.wsgi_app, prefix, service)
    app.wsgi_app = mount
    app.extensions[_EXTENSION] = mount
