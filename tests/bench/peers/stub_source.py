"""Stands in for a thousand apps: ``python stub_source.py PORT TOKEN FILE`` answers protocol 1.

App 7 has its dashboard under /7/dashboard. Each window holds one call. When it is told to end it writes FILE: for
each app the monotonic times in seconds at which it was polled.
"""

import asyncio
import json
import signal
import sys
import time
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

from jose import jwt

_DETAILS = {
    "link": "dashboard",
    "dashboard-version": "1.13.0",
    "config-version": "1.0",
    "first-request": 1_700_000_000,
    "total-requests": 1,
}


class StubSources:
    def __init__(self, token: str) -> None:
        self._token = token
        self.polled: defaultdict[str, list[float]] = defaultdict(list)
        # Up to when each app's calls were given, in seconds since 1970.
        self._reached: dict[str, int] = {}

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, kept open as long as the client likes."""
        try:
            while request := await reader.readuntil(b"\r\n\r\n"):
                path = request.split(b" ", 2)[1].decode()
                body = self._body(path)
                status = b"200 OK" if body else b"404 Not Found"
                writer.write(b"HTTP/1.1 %b\r\nContent-Length: %d\r\n\r\n%b" % (status, len(body), body))
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    def _body(self, path: str) -> bytes:
        match path.strip("/").split("/"):
            case [_, "dashboard", "get_json_details"]:
                return json.dumps(_DETAILS).encode()
            case [_, "dashboard", "get_json_monitor_rules"]:
                return self._signed([])
            case [app, "dashboard", "get_json_data", _, end]:
                self._note(app, int(end))
                return self._signed([self._row(int(end))])
        return b""

    def _note(self, app: str, end: int) -> None:
        """Audits read windows again, or look beyond now; a poll asks for what no window before it had."""
        if self._reached.get(app, 0) < end <= time.time():
            self._reached[app] = end
            self.polled[app].append(time.monotonic())

    def _row(self, end: int) -> dict[str, object]:
        return {
            "endpoint": "home",
            "execution_time": 1.5,
            "time": datetime.fromtimestamp(end, UTC).strftime("%Y-%m-%d %H:%M:%S"),
            "version": "1.0",
            "group_by": "guest",
            "ip": "192.0.2.1",
        }

    def _signed(self, rows: list[dict[str, object]]) -> bytes:
        return jwt.encode({"data": json.dumps(rows)}, self._token).encode()


async def serve(sources: StubSources, port: int) -> None:
    """Until SIGTERM."""
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    async with await asyncio.start_server(sources.answer, "127.0.0.1", port):
        await ended.wait()


if __name__ == "__main__":
    stub = StubSources(sys.argv[2])
    asyncio.run(serve(stub, int(sys.argv[1])))
    Path(sys.argv[3]).write_text(json.dumps(stub.polled), encoding="ascii")
