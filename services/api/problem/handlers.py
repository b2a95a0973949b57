"""Turns every error into problem+json (RFC 9457). Nothing of a stack trace leaves the process."""

from collections.abc import Mapping
from http import HTTPStatus

import asyncpg
import structlog
from fastapi import FastAPI, Request
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException

from services.api.problem.schemas import (
    PROBLEM_JSON,
    Problem,
    invalid_input,
    problem_errors,
    problem_of,
)
from services.api.security.events import refused
from shared.db.passing import is_passing
from shared.problem.errors import ForbiddenError, PyDashError, UnavailableError

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
    app.add_exception_handler(PyDashError, on_pydash_error)
    app.add_exception_handler(RequestValidationError, _on_validation_error)
    app.add_exception_handler(HTTPException, _on_http_exception)
    for kind in _STORE_ERRORS:
        app.add_exception_handler(kind, _on_store_error)


async def on_pydash_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, PyDashError)
    if isinstance(error, ForbiddenError):
        refused("access_refused", reason=error.slug, method=request.method, path=request.url.path)
    return _respond(problem_of(error, instance_of(request)), error.headers)


async def _on_validation_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return _respond(invalid_input(problem_errors(error.errors()), instance_of(request)))


async def _on_http_exception(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    title = HTTPStatus(error.status_code).phrase
    problem = Problem(
        type=f"/problems/{title.lower().replace(' ', '-')}",
        title=title,
        status=error.status_code,
        detail=str(error.detail),
        instance=instance_of(request),
    )
    return _respond(problem, error.headers)


async def _on_store_error(request: Request, error: Exception) -> JSONResponse:
    if not (isinstance(error, RedisError) or is_passing(error)):
        return await on_unexpected(request, error)
    _log.warning("store_away", path=request.url.path, error=type(error).__name__)
    return await on_pydash_error(
        request, UnavailableError("PyDash cannot answer now; try again in a moment.")
    )


async def on_unexpected(request: Request, error: Exception) -> JSONResponse:
    """For SecurityHeaders, which is where an error arrives that nobody else has handled."""
    _log.error("request_failed", path=request.url.path, exc_info=error)
    internal = PyDashError("Something went wrong on our side; it was logged.")
    return _respond(problem_of(internal, instance_of(request)))


def instance_of(request: Request) -> str:
    """The request's name, the one that its log lines have."""
    return f"urn:uuid:{request.state.request_id}"


def _respond(problem: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse(
        jsonable_encoder(problem, exclude_none=True),
        status_code=problem.status,
        media_type=PROBLEM_JSON,
        headers=headers,
    )
