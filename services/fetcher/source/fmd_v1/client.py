"""The source that speaks FMD's own export, protocol v1. Its operations are named as FMD names them."""

import asyncio
from dataclasses import dataclass, field
from http import HTTPStatus

from services.fetcher.source.fmd_v1.decode import decode_data
from services.fetcher.source.fmd_v1.details import decode_details
from services.fetcher.source.fmd_v1.numbered import NumberedCalls
from services.fetcher.source.fmd_v1.rules import decode_rules, names_by_id
from services.fetcher.source.http import SourceHttp
from services.fetcher.source.source import Details, MonitorRule, Window
from services.fetcher.source.status import error_of
from shared.calls.named import NamedCalls


@dataclass(eq=False)
class FmdV1:
    """FMD 1.12, 1.13 and 2.0. ``url`` is where the app serves its dashboard, without trailing slash."""

    http: SourceHttp
    url: str
    token: str = field(repr=False)
    # Of the endpoints 1, 2, 3 ... as the rules were read last.
    _names: tuple[str, ...] = field(default=(), init=False, repr=False)

    async def get_details(self) -> Details:
        return decode_details(await self._get("get_json_details"), self.token)

    async def get_monitor_rules(self) -> list[MonitorRule]:
        rules = decode_rules(await self._get("get_json_monitor_rules"), self.token)
        self._names = names_by_id(rules)
        return rules

    async def get_data(self, window: Window) -> NamedCalls:
        start, end = int(window.start.timestamp()), int(window.end.timestamp())
        body = await self._get(f"get_json_data/{start}/{end}")
        # Up to a second of parsing for the largest answers, which the other dashboards need not wait for.
        calls = await asyncio.to_thread(decode_data, body, self.token, window)
        return await self._named(calls) if isinstance(calls, NumberedCalls) else calls

    async def _named(self, calls: NumberedCalls) -> NamedCalls:
        if calls.id_max() > len(self._names):
            # Endpoints are added while the app runs. One that is not listed even now keeps its number.
            await self.get_monitor_rules()
        return calls.named(self._names)

    async def _get(self, path: str) -> bytes:
        answer = await self.http.get(f"{self.url}/{path}")
        if answer.status != HTTPStatus.OK:
            raise error_of(answer)
        return answer.body
