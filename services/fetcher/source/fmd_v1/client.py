"""The source that speaks FMD's own export, protocol v1. Its operations are named as FMD names them."""

import asyncio
from dataclasses import dataclass
from http import HTTPStatus

from services.fetcher.source.errors import HttpStatusError, NotAnFmdError, UnsupportedVersionError
from services.fetcher.source.fmd_v1.decode import decode_data, decode_details, decode_rules
from services.fetcher.source.http import SourceHttp
from services.fetcher.source.source import Details, MonitorRule, Window
from shared.calls.named import NamedCalls


@dataclass(frozen=True)
class FmdV1:
    """``url`` is where the app serves its dashboard, without trailing slash."""

    http: SourceHttp
    url: str
    token: str

    async def get_details(self) -> Details:
        return decode_details(await self._get("get_json_details"))

    async def get_monitor_rules(self) -> list[MonitorRule]:
        return decode_rules(await self._get("get_json_monitor_rules"), self.token)

    async def get_data(self, window: Window) -> NamedCalls:
        start, end = int(window.start.timestamp()), int(window.end.timestamp())
        body = await self._get(f"get_json_data/{start}/{end}")
        # Up to a second of parsing for the largest answers, which the other dashboards need not wait for.
        return await asyncio.to_thread(decode_data, body, self.token, window)

    async def _get(self, path: str) -> bytes:
        answer = await self.http.get(f"{self.url}/{path}")
        if answer.status == HTTPStatus.OK:
            return answer.body
        if 300 <= answer.status < 400:
            raise _redirected(answer.location)
        if answer.status == HTTPStatus.NOT_FOUND:
            raise NotAnFmdError(
                "There is no monitoring dashboard at this URL. It should end in the dashboard's link, for example "
                "https://app.example/dashboard."
            )
        raise HttpStatusError(f"The app answered with HTTP status {answer.status}; its log says why.")


def _redirected(location: str) -> NotAnFmdError | UnsupportedVersionError:
    # FMD 2.1 and later send every path that they do not know to their login page.
    if location.split("?", maxsplit=1)[0].rstrip("/").endswith("/login"):
        return UnsupportedVersionError(
            "This looks like Flask-MonitoringDashboard 2.1 or later, which has no export. PyDash reads the export "
            "of Flask-MonitoringDashboard 1.12 and 1.13."
        )
    return NotAnFmdError("The URL redirects elsewhere; enter the one where the dashboard itself is served.")
