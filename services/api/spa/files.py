"""Serves the built single-page app: hashed assets for ever, the page itself always fresh, text in gzip."""

import asyncio
import gzip
from functools import lru_cache
from pathlib import Path

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from typing_extensions import override

_IN_GZIP = frozenset({".css", ".html", ".js", ".svg"})
# More than a build has, and some 600 kB of them.
_KEPT_MAX = 256


class SpaFiles(StaticFiles):
    """Paths that are no file are routes of the page, and get the page; missing assets stay 404."""

    def __init__(self, directory: Path) -> None:
        super().__init__(directory=directory, html=True)

    @override
    async def get_response(self, path: str, scope: Scope) -> Response:
        if path.startswith("api/"):
            raise HTTPException(404)
        try:
            response = await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != 404 or path.startswith("assets/"):
                raise
            response = await super().get_response("index.html", scope)
        if isinstance(response, FileResponse) and Path(response.path).suffix in _IN_GZIP:
            response = await _for_encodings(response, scope)
        immutable = path.startswith("assets/")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if immutable else "no-cache"
        return response


async def _for_encodings(response: FileResponse, scope: Scope) -> Response:
    """The answer as it is asked for: whole and in gzip, if that is understood."""
    asked = Headers(scope=scope)
    response.headers["Vary"] = "Accept-Encoding"
    encodings = {encoding.strip() for encoding in asked.get("accept-encoding", "").split(",")}
    if scope["method"] != "GET" or response.status_code != 200 or "gzip" not in encodings or "range" in asked:
        return response
    changed_ns = response.stat_result.st_mtime_ns if response.stat_result else 0
    body = await asyncio.to_thread(_in_gzip, str(response.path), changed_ns)
    headers = dict(response.headers) | {
        "Content-Encoding": "gzip",
        # Weak, because the same file has other bytes without gzip.
        "ETag": f"W/{response.headers['etag']}",
    }
    for replaced in ("content-length", "etag", "accept-ranges"):
        headers.pop(replaced, None)
    return Response(body, headers=headers)


@lru_cache(_KEPT_MAX)
def _in_gzip(path: str, changed_ns: int) -> bytes:  # noqa: ARG001 - part of what is remembered
    """Made once for each file as long as it stays as it is."""
    return gzip.compress(Path(path).read_bytes(), mtime=0)
