"""Exports: the calls themselves, streamed as they are read."""

import asyncio
import re
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass

from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send
from typing_extensions import override

from services.api.export.formats import MEDIA_TYPES, writer_of
from services.api.export.rows import rows_of
from services.api.export.schemas import ExportFormat
from services.api.resources import Resources
from shared.contracts.ids import DashboardId
from shared.db.viewer import Viewer
from shared.problem.errors import UnavailableError
from shared.query.period import Period
from shared.query.question import Filters
from shared.query.reader import StatisticsReader
from shared.query.snapshot import snapshot


@dataclass(frozen=True)
class Export:
    viewer: Viewer
    dashboard_id: DashboardId
    dashboard_name: str
    period: Period
    filters: Filters
    format: ExportFormat


class Download(StreamingResponse):
    """A file; when the client goes away before its end, what it is read from is closed at once."""

    def __init__(
        self, first: bytes, rest: AsyncGenerator[bytes, None], file_name: str, media_type: str
    ) -> None:
        headers = {
            "Content-Disposition": f'attachment; filename="{file_name}"',
            "X-Accel-Buffering": "no",
        }
        super().__init__(_chain(first, rest), headers=headers, media_type=media_type)
        self._rest = rest

    @override
    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            await self._rest.aclose()


async def download(resources: Resources, export: Export) -> Download:
    """Raises InvalidQueryError and UnavailableError, both before the first byte is sent."""
    if resources.exports.locked():
        raise UnavailableError("As many exports as PyDash allows are running; try again when one has ended.")
    pieces = _pieces(resources, export)
    first = await anext(pieces)
    return Download(first, pieces, file_name(export), MEDIA_TYPES[export.format])


async def _pieces(resources: Resources, export: Export) -> AsyncGenerator[bytes, None]:
    writer = writer_of(export.format)
    async with resources.exports, snapshot(resources.sessions) as session:
        reader = StatisticsReader(session, export.viewer, resources.clock.now())
        pending = writer.begin()
        async for rows in rows_of(reader, export.dashboard_id, export.period, export.filters):
            # Other requests go on while this one's rows are written.
            yield pending + await asyncio.to_thread(writer.write, rows)
            pending = b""
        yield pending + writer.end()


def file_name(export: Export) -> str:
    """Of letters, digits and hyphens only, whatever the dashboard is called."""
    name = re.sub(r"[^a-z0-9]+", "-", export.dashboard_name.lower()).strip("-") or "dashboard"
    return f"{name}_{export.period.start:%Y%m%dT%H%MZ}_{export.period.end:%Y%m%dT%H%MZ}.{export.format}"


async def _chain(first: bytes, rest: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in rest:
        yield piece
