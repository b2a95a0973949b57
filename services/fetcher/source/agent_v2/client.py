"""The source that speaks protocol v2: an app with the bridge. Its first operations are named as FMD names them."""

import asyncio
import math
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http import HTTPStatus
from urllib.parse import urlencode

import numpy as np

from services.fetcher.source.agent_v2.about import decode_about, decode_count, decode_endpoints
from services.fetcher.source.agent_v2.page import decode_page
from services.fetcher.source.agent_v2.problem import error_of
from services.fetcher.source.agent_v2.traces import (
    TracedException,
    TracedOutlier,
    TracedProfile,
    TraceKind,
    TracePage,
    decode_exceptions,
    decode_kinds,
    decode_outliers,
    decode_profiles,
)
from services.fetcher.source.errors import AnswerTooLargeError
from services.fetcher.source.http import SourceHttp
from services.fetcher.source.json_answer import unreadable
from services.fetcher.source.source import Details, MonitorRule, Page
from shared.calls.named import NamedCalls

# The most rows that the protocol has in one answer.
_LIMIT_MAX = 100_000
# Calls come late by the dozen: what was one answer does not become more than a few.
_BETWEEN_PAGES_MAX = 10


def route_url(url: str, route: str) -> str:
    return f"{url}/pydash/v2/{route}"


@dataclass(frozen=True)
class AgentV2:
    """``url`` is where the app serves the bridge, without trailing slash and ``/pydash``."""

    http: SourceHttp
    url: str
    token: str = field(repr=False)

    async def get_details(self) -> Details:
        return decode_about(await self._get("about"), self.token)

    async def get_monitor_rules(self) -> list[MonitorRule]:
        return decode_endpoints(await self._get("endpoints"))

    async def get_page(self, after: str, limit: int, settle: timedelta) -> Page:
        return await self._page(after, limit, settle_seconds=math.ceil(settle.total_seconds()))

    async def get_between(self, after: str, until: str) -> Page:
        pages = [await self._page(after, _LIMIT_MAX, until=until)]
        while pages[-1].more:
            if len(pages) == _BETWEEN_PAGES_MAX:
                raise AnswerTooLargeError("The app has more calls than there can be between two cursors.")
            pages.append(await self._page(pages[-1].cursor, _LIMIT_MAX, until=until))
        return _joined(pages)

    async def count(self, after: str, until: str) -> int:
        return decode_count(await self._get("count", after=after, until=until))

    async def get_trace_kinds(self) -> tuple[TraceKind, ...]:
        return decode_kinds(await self._get("about"))

    async def get_outliers(self, after: str, newest: int, settle: timedelta) -> TracePage[TracedOutlier]:
        """The newest so many after the cursor; whatever is before them is passed over."""
        body = await self._traces(TraceKind.OUTLIERS, after, newest, settle, newest=newest)
        return await asyncio.to_thread(decode_outliers, body)

    async def get_profiles(self, after: str, newest: int, settle: timedelta) -> TracePage[TracedProfile]:
        """As ``get_outliers``."""
        body = await self._traces(TraceKind.PROFILES, after, newest, settle, newest=newest)
        return await asyncio.to_thread(decode_profiles, body)

    async def get_exceptions(self, after: str, limit: int, settle: timedelta) -> TracePage[TracedException]:
        body = await self._traces(TraceKind.EXCEPTIONS, after, limit, settle)
        return await asyncio.to_thread(decode_exceptions, body)

    async def _traces(
        self, kind: TraceKind, after: str, limit: int, settle: timedelta, **asked: int
    ) -> bytes:
        seconds = math.ceil(settle.total_seconds())
        return await self._get(kind.value, after=after, limit=limit, settle_seconds=seconds, **asked)

    async def _page(self, after: str, limit: int, **asked: str | int) -> Page:
        body = await self._get("calls", after=after, limit=limit, **asked)
        # Some tenths of a second for a large page, which the other dashboards need not wait for.
        return await asyncio.to_thread(decode_page, body, after, limit)

    async def _get(self, route: str, **asked: str | int) -> bytes:
        query = urlencode({name: value for name, value in asked.items() if value != ""})
        answer = await self.http.get(
            f"{route_url(self.url, route)}?{query}".rstrip("?"), {"Authorization": f"Bearer {self.token}"}
        )
        if answer.status != HTTPStatus.OK:
            raise error_of(answer)
        return answer.body


def _joined(pages: list[Page]) -> Page:
    """Pages that follow each other as one."""
    if len(pages) == 1:
        return pages[0]
    ids = np.concatenate([page.ids for page in pages])
    if not (ids[1:] > ids[:-1]).all():
        raise unreadable("a page begins with rows of the page before")
    return replace(pages[-1], calls=NamedCalls.concat([page.calls for page in pages]), ids=ids)
