"""Structured logs: constant event names, data as fields; columns on a terminal, JSON elsewhere, files by day.

The standard library's loggers (uvicorn, arq, alembic) go through the same formatters, so that a process
writes one shape of line.
"""

import logging
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import structlog

from shared.log.daily_file import DailyFileHandler
from shared.settings.base import Settings

# Values under these names never reach a log line, whoever logs them.
SECRET_FIELDS = frozenset(
    {
        "token",
        "password",
        "secret",
        "authorization",
        "cookie",
        "set-cookie",
        "api_key",
        "database_url",
        "redis_url",
    }
)


def redact(_logger: Any, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    return {name: _redacted(name, value) for name, value in event.items()}


def _redacted(name: Any, value: Any) -> Any:
    if isinstance(name, str) and name.lower() in SECRET_FIELDS:
        return "[redacted]"
    if isinstance(value, Mapping):
        return {inner: _redacted(inner, each) for inner, each in value.items()}
    if isinstance(value, list | tuple):
        return [_redacted(None, each) for each in value]
    return value


def configure_logging(service: str, settings: Settings) -> None:
    """Sets up structlog and the root logger for this process. Called once, in the service's main."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        redact,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service)
    root = logging.getLogger()
    root.handlers[:] = [_stream_handler(settings, shared)]
    if settings.log_dir is not None:
        root.handlers.append(_file_handler(service, settings.log_dir, shared))
    root.setLevel(logging.DEBUG if settings.log_level == "DEBUG" else logging.INFO)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access", "arq"):
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    # One line a request of ours and one a request of the fetcher would drown what matters.
    for name in ("uvicorn.access", "httpx", "httpcore", "arq.worker", "alembic"):
        logging.getLogger(name).setLevel(logging.WARNING)


def _stream_handler(settings: Settings, shared: list[structlog.typing.Processor]) -> logging.Handler:
    handler = logging.StreamHandler(sys.stderr)
    columns = settings.log_format == "columns" or (settings.log_format == "auto" and sys.stderr.isatty())
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if columns
        else structlog.processors.JSONRenderer()
    )
    handler.setFormatter(_formatter(renderer, shared, json=not columns))
    handler.setLevel(settings.log_level)
    return handler


def _file_handler(service: str, folder: Path, shared: list[structlog.typing.Processor]) -> logging.Handler:
    handler = DailyFileHandler(folder, service)
    handler.setFormatter(_formatter(structlog.processors.JSONRenderer(), shared, json=True))
    handler.setLevel(logging.INFO)
    return handler


def _formatter(
    renderer: structlog.typing.Processor, shared: list[structlog.typing.Processor], *, json: bool
) -> logging.Formatter:
    processors: list[structlog.typing.Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta
    ]
    if json:
        processors.append(structlog.processors.format_exc_info)
    return structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[*processors, renderer])
