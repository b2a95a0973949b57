"""What a Flask app runs for PyDash: the one module that it imports.

Under Flask-MonitoringDashboard, the bridge to it:

    flask_monitoringdashboard.bind(app)
    bridge(app, token="...")

Without, the monitor:

    monitor(app, token="...")
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Callable

from flask import Flask

from pydash_agent.auth import Token
from pydash_agent.masking import Masking
from pydash_agent.monitor.address import Privacy
from pydash_agent.monitor.installed import (
    DEFAULT_KEEP_DAYS,
    DEFAULT_KEEP_MEGABYTES,
    DEFAULT_PATH,
    DEFAULT_PREFIX,
    AnyPath,
    make_monitor,
)
from pydash_agent.monitor.wsgi import Measured
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
    # Late: they need SQLAlchemy, which comes with the dashboard, and the monitor does without.
    from pydash_agent.fmd.install import bound_dashboard
    from pydash_agent.fmd.source import FmdSource

    dashboard = bound_dashboard(app)
    prefix = f"/{dashboard.link}" if url_prefix is None else url_prefix
    source = FmdSource(dashboard)
    service = Service(source, Token(token), traces=source.traces(Masking(mask)))
    mount = Mount(app.wsgi_app, prefix, service)
    app.wsgi_app = mount
    app.extensions[_EXTENSION] = mount


def monitor(
    app: Flask,
    *,
    token: str,
    path: AnyPath = DEFAULT_PATH,
    url_prefix: str = DEFAULT_PREFIX,
    version: str | None = None,
    group_by: Callable[[], object] | None = None,
    ip: Privacy = "full",
    keep_days: float = DEFAULT_KEEP_DAYS,
    keep_megabytes: float = DEFAULT_KEEP_MEGABYTES,
) -> None:
    """Measures every request that the app handles, and serves the calls to whoever knows ``token``.

    ``path`` is the SQLite file of the calls, shared by all processes of the app. ``group_by`` is called without
    arguments, in the context of the request, as Flask-MonitoringDashboard does. ``version`` is by default the
    commit that is checked out where the app runs.
    """
    if _EXTENSION in app.extensions:
        raise RuntimeError("PyDash has this app already: call bridge(app, ...) or monitor(app, ...), once")
    made = make_monitor(
        token=token,
        path=path,
        url_prefix=url_prefix,
        version=version,
        ip=ip,
        keep_days=keep_days,
        keep_megabytes=keep_megabytes,
    )
    mount = Mount(Measured(app.wsgi_app, made, group_by), url_prefix, made.service)
    app.wsgi_app = mount
    app.extensions[_EXTENSION] = mount
