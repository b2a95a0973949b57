"""What is shown of traces: of the endpoints as they are shown, which may be merged or renamed."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import UUID

from services.api.endpoint.repository import EndpointRepository
from services.api.endpoint.service import require_known
from services.api.paging.cursor import cursor_of, parse_cursor
from services.api.statistic.inquiry import Inquiry
from services.api.statistic.period import resolve
from services.api.trace.errors import OutlierNotFoundError
from services.api.trace.repository import Endpoints, RaisedGroup, TraceRepository
from services.api.trace.schemas import (
    ExceptionList,
    ExceptionRead,
    ExceptionsQuery,
    FrameRead,
    NamedValue,
    OutlierDetails,
    OutlierList,
    OutlierRead,
    OutliersQuery,
    ProfileNode,
    ProfileQuery,
    ProfileRead,
    TraceReading,
)
from services.api.trace.tree import Tree, laid_upon
from shared.db.models import Outlier, Profile
from shared.query.calendar import Granularity, floor
from shared.query.zones import UTC_ZONE
from shared.traces.records import decode_lines, decode_notes, decode_stack

_HOUR = timedelta(hours=1)

# By the names of a source, the names that they are shown under, where these are others.
_Aliases = Mapping[str, str]


class Traces:
    """The traces of a dashboard that its viewer asks for."""

    def __init__(self, inquiry: Inquiry) -> None:
        session, viewer, dashboard_id = inquiry.session, inquiry.viewer, inquiry.dashboard_id
        self._inquiry = inquiry
        self._traces = TraceRepository(session, viewer, dashboard_id)
        self._endpoints = EndpointRepository(session, viewer, dashboard_id)

    async def outliers(self, asked: OutliersQuery) -> OutlierList:
        """Raises EndpointNotFoundError, InvalidQueryError and InvalidInputError, as the others."""
        period = resolve(asked, self._inquiry.scene)
        aliases = await self._endpoints.aliases()
        after = None if asked.cursor is None else parse_cursor(asked.cursor)
        rows = await self._traces.outliers(
            await self._meant(asked.endpoint, aliases), period.start, period.end, after, asked.limit + 1
        )
        last = rows[asked.limit - 1] if len(rows) > asked.limit else None
        return OutlierList(
            start=period.start,
            end=period.end,
            reading=await self._reading("outliers"),
            items=[_outlier(row, aliases) for row in rows[: asked.limit]],
            next_cursor=None if last is None else cursor_of(last.at, last.id),
        )

    async def outlier(self, outlier_id: UUID) -> OutlierDetails:
        """Raises OutlierNotFoundError."""
        row = await self._traces.outlier(outlier_id)
        if row is None:
            raise OutlierNotFoundError("There is no such outlier, or it is no longer kept.")
        notes = decode_notes(row.notes)
        # A link may be in anybody's hands.
        shows_request = self._inquiry.viewer.link is None
        return OutlierDetails(
            **_outlier(row, await self._endpoints.aliases()).model_dump(),
            is_request_shown=shows_request,
            url=notes.url if shows_request else "",
            headers=_named(notes.headers) if shows_request else [],
            environment=_named(notes.environment) if shows_request else [],
            cpu_percent=notes.cpu_percent,
            memory_total_bytes=notes.memory_total_bytes,
            memory_available_bytes=notes.memory_available_bytes,
            stack=[FrameRead.model_validate(frame) for frame in notes.stack],
        )

    async def profile(self, asked: ProfileQuery) -> ProfileRead:
        period = resolve(asked, self._inquiry.scene)
        meant = await self._meant(asked.endpoint, await self._endpoints.aliases())
        rows = await self._traces.profiles(meant, period.start, period.end)
        # A tenth of a second where there are many, which other requests need not wait for.
        tree = await asyncio.to_thread(_tree, rows)
        return ProfileRead(
            start=period.start,
            end=period.end,
            reading=await self._reading("profiles"),
            profile_count=len(rows),
            first_at=rows[-1].at if rows else None,
            last_at=rows[0].at if rows else None,
            total_ms=tree.total_ms,
            nodes=_nodes(tree),
            is_cut=tree.is_cut,
        )

    async def exceptions(self, asked: ExceptionsQuery) -> ExceptionList:
        period = resolve(asked, self._inquiry.scene)
        aliases = await self._endpoints.aliases()
        after = None if asked.cursor is None else parse_cursor(asked.cursor)
        # They are counted by the hour: the hours that have a part in the range.
        start = floor(period.start, Granularity.HOUR, UTC_ZONE)
        groups = await self._traces.raised(
            await self._meant(asked.endpoint, aliases), start, period.end, after, asked.limit + 1
        )
        last = groups[asked.limit - 1].last if len(groups) > asked.limit else None
        return ExceptionList(
            start=start,
            end=-(-(period.end - start) // _HOUR) * _HOUR + start,
            reading=await self._reading("exceptions"),
            items=[_exception(group, aliases) for group in groups[: asked.limit]],
            next_cursor=None if last is None else cursor_of(last.last_at, last.group_id),
        )

    async def _meant(self, endpoint: str | None, aliases: _Aliases) -> Endpoints:
        if endpoint is None:
            return None
        await require_known(self._endpoints, endpoint)
        shown = aliases.get(endpoint, endpoint)
        return {shown, *(name for name, shown_as in aliases.items() if shown_as == shown)}

    async def _reading(self, kind: str) -> TraceReading:
        state = await self._traces.state()
        if state is None:
            return TraceReading(is_offered=False, read_at=None)
        return TraceReading(is_offered=kind in state.kinds, read_at=state.read_at)


def _outlier(row: Outlier, aliases: _Aliases) -> OutlierRead:
    read = OutlierRead.model_validate(row)
    read.endpoint = aliases.get(read.endpoint, read.endpoint)
    return read


def _named(pairs: Sequence[tuple[str, str]]) -> list[NamedValue]:
    return [NamedValue(name=name, value=value) for name, value in pairs]


def _tree(rows: Sequence[Profile]) -> Tree:
    return laid_upon(decode_lines(row.lines) for row in rows)


def _nodes(tree: Tree) -> list[ProfileNode]:
    return [
        ProfileNode(
            file=node.line.file,
            line=node.line.line,
            function=node.line.function,
            code=node.line.code,
            depth=depth,
            count=node.count,
            total_ms=node.total_ms,
            self_ms=node.self_ms,
            share=node.total_ms / tree.total_ms if tree.total_ms else 0.0,
        )
        for depth, node in tree.nodes
    ]


def _exception(group: RaisedGroup, aliases: _Aliases) -> ExceptionRead:
    last = group.last
    return ExceptionRead(
        id=last.group_id,
        endpoint=aliases.get(last.endpoint, last.endpoint),
        type=last.type,
        is_handled=last.handled,
        count=group.count,
        first_at=group.first_at,
        last_at=last.last_at,
        message=last.message,
        version=last.version,
        stack=[FrameRead.model_validate(frame) for frame in decode_stack(last.stack)],
    )
