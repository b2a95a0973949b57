"""Serves the built single-page app: hashed assets for ever, the page itself always fresh."""

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope
from typing_extensions import override


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
        immutable = path.startswith("assets/")
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if immutable else "no-cache"
        return response
