"""The monitor for FastAPI and any other Starlette app: the one module that such an app imports.

monitor(app, token="...")
"""

from __future__ import annotations

from starlette.applications import Starlette

from pydash_agent.asgi import Mount
from pydash_agent.monitor.address import Privacy
from pydash_agent.monitor.asgi import GroupBy, Measured
from pydash_agent.monitor.installed import (
    DEFAULT_KEEP_DAYS,
    DEFAULT_KEEP_MEGABYTES,
    DEFAULT_PATH,
    DEFAULT_PREFIX,
    AnyPath,
    make_monitor,
)


def monitor(
    app: Starlette,
    *,
    token: str,
    path: AnyPath = DEFAULT_PATH,
    url_prefix: str = DEFAULT_PREFIX,
    version: str | None = None,
    group_by: GroupBy | None = None,
    ip: Privacy = "full",
    keep_days: float = DEFAULT_KEEP_DAYS,
    keep_megabytes: float = DEFAULT_KEEP_MEGABYTES,
) -> None:
    """Measures every request that the app handles, and serves the calls to whoever knows ``token``.

    To be called after all ``app.add_middleware(...)``: what is added later stands in front of it, is not measured,
    and keeps PyDash out if it keeps strangers out.

    ``path`` is the SQLite file of the calls, shared by all processes of the app. ``group_by`` is given the request
    when its response begins. ``version`` is by default the commit that is checked out where the app runs.
    """
    if any(isinstance(added.cls, type) and issubclass(added.cls, Mount) for added in app.user_middleware):
        raise RuntimeError("this app has its monitor already: call monitor(app, ...) once")
    made = make_monitor(
        token=token, path=path, version=version, ip=ip, keep_days=keep_days, keep_megabytes=keep_megabytes
    )
    app.add_middleware(Measured, monitor=made, group_by=group_by or _no_group)
    app.add_middleware(Mount, prefix=url_prefix, service=made.service)


def _no_group(_request: object) -> str:
    return ""
