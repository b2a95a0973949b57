"""The routes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import partial

from pydash_agent import __version__
from pydash_agent.auth import Token
from pydash_agent.protocol.answers import Answer, error_answer, json_answer, json_time, lines_answer
from pydash_agent.protocol.cursor import Cursor
from pydash_agent.protocol.errors import (
    MethodError,
    NotFoundError,
    ProtocolError,
    ResetError,
    UnauthorizedError,
)
from pydash_agent.protocol.gzip_stream import accepts_gzip
from pydash_agent.protocol.lines import Span, call_lines, trace_lines
from pydash_agent.protocol.query import parse_calls, parse_count, parse_traces
from pydash_agent.protocol.source import Endpoint, Source
from pydash_agent.protocol.traces import Traces

VERSION = 2
PATH = f"/pydash/v{VERSION}/"

_OF_ANOTHER_DATABASE = "the cursor is not of this database: it was emptied or replaced"

_log = logging.getLogger("pydash_agent")


def below_root(prefix: str) -> str:
    """What its author calls it, with a slash at its beginning and none at its end; empty at the root."""
    trimmed = prefix.strip("/")
    return f"/{trimmed}" if trimmed else ""


@dataclass(frozen=True)
class Request:
    method: str
    # What follows the base URL and ``/pydash/v2/``.
    route: str
    query: str
    authorization: str
    accept_encoding: str


def _utc_now() -> datetime:
    return datetime.now(timezone.utc)


class Service:
    def __init__(
        self,
        source: Source,
        token: Token,
        now: Callable[[], datetime] = _utc_now,
        traces: Mapping[str, Traces] | None = None,
    ) -> None:
        """``traces``: what the source keeps of single calls, by the route that gives it; each is a capability."""
        self._source = source
        self._token = token
        self._now = now
        self._routes: dict[str, Callable[[Request], Answer]] = {
            "about": self._about,
            "endpoints": self._endpoints,
            "calls": self._calls,
            "count": self._count,
        }
        self._traces_of = traces or {}
        for kind, kept in self._traces_of.items():
            self._routes[kind] = partial(self._traces, kept)

    def answer(self, request: Request) -> Answer:
        """Never raises; what is streamed after it may, and then lacks its last line."""
        try:
            return self._route_of(request)(request)
        except ProtocolError as error:
            return error_answer(error)
        except Exception:  # noqa: BLE001 - whatever it is, it is no affair of the app's server
            _log.exception("PyDash asked, and the answer failed")
            return error_answer(ProtocolError("the app could not read its calls: its log says why"))

    def _route_of(self, request: Request) -> Callable[[Request], Answer]:
        if not self._token.admits(request.authorization):
            raise UnauthorizedError("the token is missing or not the one that the app was given")
        route = self._routes.get(request.route)
        if route is None:
            raise NotFoundError(f"protocol v{VERSION} has no such route")
        if request.method != "GET":
            raise MethodError(f"protocol v{VERSION} only reads")
        return route

    def _about(self, _request: Request) -> Answer:
        source, held = self._source, self._source.held()
        return json_answer(
            {
                "protocol": VERSION,
                "agent": f"pydash-agent {__version__}",
                "source": source.name,
                "source_version": source.version,
                "now": json_time(self._now()),
                "calls": held.calls,
                "first_call_at": json_time(held.first_call_at),
                "capabilities": [*source.capabilities, *self._traces_of],
                "faults": source.faults,
            }
        )

    def _endpoints(self, _request: Request) -> Answer:
        return json_answer({"endpoints": [_as_json(endpoint) for endpoint in self._source.endpoints()]})

    def _calls(self, request: Request) -> Answer:
        query = parse_calls(request.query)
        between = query.between
        self._check(between.after, between.until)
        now = self._now()
        if between.until is None:
            last_id, settled_at = self._source.settled(between.after_id, query.settle, now)
        else:
            last_id, settled_at = between.until.id, now - query.settle
        lines = call_lines(self._source, Span(between.after, last_id, query.limit, settled_at))
        return lines_answer(lines, gzip=accepts_gzip(request.accept_encoding))

    def _traces(self, traces: Traces, request: Request) -> Answer:
        query = parse_traces(request.query)
        if query.after is not None and not traces.knows(query.after):
            raise ResetError(_OF_ANOTHER_DATABASE)
        last_id, settled_at = traces.settled(query.after_id, query.settle, self._now())
        after = query.after
        if query.newest is not None:
            passed_id = traces.before_newest(query.after_id, last_id, query.newest)
            # Only the id counts for reading on; the answer has the cursor of a row.
            after = Cursor(passed_id, 0) if passed_id > query.after_id else after
        lines = trace_lines(traces, Span(after, last_id, query.limit, settled_at))
        return lines_answer(lines, gzip=accepts_gzip(request.accept_encoding))

    def _count(self, request: Request) -> Answer:
        between = parse_count(request.query)
        self._check(between.after, between.until)
        last_id = None if between.until is None else between.until.id
        return json_answer({"rows": self._source.count(between.after_id, last_id)})

    def _check(self, *cursors: Cursor | None) -> None:
        for cursor in cursors:
            if cursor is not None and not self._source.knows(cursor):
                raise ResetError(_OF_ANOTHER_DATABASE)


def _as_json(endpoint: Endpoint) -> dict[str, object]:
    return {
        "name": endpoint.name,
        "monitor_level": endpoint.monitor_level,
        "added_at": json_time(endpoint.added_at),
        "version_added": endpoint.version_added,
        "last_requested_at": json_time(endpoint.last_requested_at),
    }
