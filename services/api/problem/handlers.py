"""Turns every error into problem+json (RFC 9457). Nothing of a stack trace leaves the process."""

from http import HTTPStatus
from typing import Any

import asyncpg
import structlog
from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from services.api.problem.schemas import PROBLEM_JSON, Problem, ProblemError
from shared.db.passing import is_passing
from shared.problem.errors import InvalidInputError, PyDashError, UnavailableError

# What Postgres and Redis fail with, in SQLAlchemy's and in their drivers' own words.
_STORE_ERRORS: tuple[type[Exception], ...] = (
    SQLAlchemyError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    RedisError,
    OSError,
)
_log = structlog.get_logger(__name__)


def install_problem_handlers(app: FastAPI) -> None:
    app.add_exception_handler(PyDashError, _on_pydash_error)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(HTTPException, _on_http_exception)
    for kind in _STORE_ERRORS:
        app.add_exception_handler(kind, _on_store_error)


async def _on_pydash_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, PyDashError)
    errors = None
    if isinstance(error, InvalidInputError) and error.pointer is not None:
        errors = [ProblemError(pointer=error.pointer, detail=error.detail)]
    return _respond(request, error.status, error.slug, error.title, error.detail, errors, error.headers)


async def _on_validation_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    errors = [
        ProblemError(
            pointer="#/" + "/".join(str(part) for part in item["loc"]),
            detail=item["msg"].removeprefix("Value error, "),
        )
        for item in error.errors()
    ]
    detail = "; ".join(f"{item.pointer.removeprefix('#/')}: {item.detail}" for item in errors)
    return _respond(request, 422, InvalidInputError.slug, InvalidInputError.title, detail, errors)


async def _on_http_exception(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    title = HTTPStatus(error.status_code).phrase
    slug = title.lower().replace(" ", "-")
    return _respond(request, error.status_code, slug, title, str(error.detail), None, error.headers)


async def _on_store_error(request: Request, error: Exception) -> JSONResponse:
    if not (isinstance(error, RedisError) or is_passing(error)):
        return await on_unexpected(request, error)
    _log.warning("store_away", path=request.url.path, error=type(error).__name__)
    return await _on_pydash_error(
        request, UnavailableError("PyDash cannot answer now; try again in a moment.")
    )


async def on_unexpected(request: Request, error: Exception) -> JSONResponse:
    """For SecurityHeaders, which is where an error arrives that nobody else has handled."""
    _log.error("request_failed", path=request.url.path, exc_info=error)
    return _respond(
        request, 500, PyDashError.slug, PyDashError.title, "Something went wrong on our side; it was logged."
    )


def _respond(
    request: Request,
    status: int,
    slug: str,
    title: str,
    detail: str,
    errors: list[ProblemError] | None = None,
    headers: Any = None,
) -> JSONResponse:
    problem = Problem(
        type=f"/problems/{slug}",
        title=title,
        status=status,
        detail=detail,
        instance=f"urn:uuid:{request.state.request_id}",
        errors=errors,
    )
    return JSONResponse(
        jsonable_encoder(problem, exclude_none=True),
        status_code=status,
        media_type=PROBLEM_JSON,
        headers=headers,
    )
