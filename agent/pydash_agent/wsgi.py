"""Protocol v2 in front of a WSGI app."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from typing import TYPE_CHECKING

from pydash_agent.protocol.answers import Answer
from pydash_agent.protocol.service import PATH, Request, Service, below_root

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class Mount:
    """Answers what is below ``<prefix>/pydash/v2/``; all else goes to the app, untouched."""

    def __init__(self, app: WSGIApplication, prefix: str, service: Service) -> None:
        self._root = below_root(prefix) + PATH
        self._app = app
        self._service = service

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        path: str = environ.get("PATH_INFO", "")
        if not path.startswith(self._root):
            return self._app(environ, start_response)
        answer = self._service.answer(
            Request(
                method=environ["REQUEST_METHOD"],
                route=path[len(self._root) :],
                query=environ.get("QUERY_STRING", ""),
                authorization=environ.get("HTTP_AUTHORIZATION", ""),
                accept_encoding=environ.get("HTTP_ACCEPT_ENCODING", ""),
            )
        )
        start_response(_status_line(answer), list(answer.headers))
        return answer.body


def _status_line(answer: Answer) -> str:
    return f"{answer.status} {HTTPStatus(answer.status).phrase}"
