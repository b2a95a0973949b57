"""Measures what a Flask app answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Callable

from pydash_agent.monitor.call import UNMATCHED
from pydash_agent.monitor.installed import Begun, Monitor

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Measured:
    """Until the response begins: a view has returned by then, and what it streams is not yet sent. Flask's own
    context is still there, so that ``group_by`` may ask for the session or the user.
    """

    def __init__(self, app: WSGIApplication, monitor: Monitor, group_by: Callable[[], object]) -> None:
        self._app = app
        self._monitor = monitor
        self._group_by = group_by

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        begun = Begun()

        def begin(status: str, *arguments: Any) -> Callable[[bytes], object]:
            # Called again where a body fails after all: the call was counted.
            if not begun.is_recorded:
                self._record(begun, environ, int(status[:3]))
            return start_response(status, *arguments)

        try:
            return self._app(environ, begin)
        except Exception:
            if not begun.is_recorded:
                self._record(begun, environ, 500)
            raise

    def _record(self, begun: Begun, environ: WSGIEnvironment, status: int) -> None:
        begun.is_recorded = True
        # Werkzeug leaves it there. An app that failed before it had one has only what the server said.
        request = environ.get("werkzeug.request")
        self._monitor.record(
            begun,
            endpoint=getattr(request, "endpoint", None) or UNMATCHED,
            group_by=self._group_by,
            ip=getattr(request, "remote_addr", None) or environ.get("REMOTE_ADDR", ""),
            status=status,
        )
