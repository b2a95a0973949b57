"""Runs one service's FastAPI app as a process: settings, logging, uvicorn, a clear line when it cannot."""

import sys
from collections.abc import Callable
from typing import TypeVar

import uvicorn
from fastapi import FastAPI
from pydantic import ValidationError

from shared.log.configure import configure_logging
from shared.process.memory import FREE_BYTES_MAX, bound_heaps
from shared.settings.base import SettingFileError, Settings
from shared.settings.report import describe_invalid_settings

S = TypeVar("S", bound=Settings)

# A request or batch in hand may finish; longer than this and the supervisor would kill us anyway.
_SHUTDOWN_TIMEOUT_SECONDS = 10


def serve(
    name: str,
    settings_type: Callable[[], S],
    create_app: Callable[[S], FastAPI],
    *,
    free_bytes_max: int = FREE_BYTES_MAX,
) -> None:
    """Does not return before the process is told to stop; exits 1 with one line on unusable settings."""
    try:
        settings = settings_type()
    except (ValidationError, SettingFileError) as error:
        sys.exit(describe_invalid_settings(name, error))
    bound_heaps(free_bytes_max)
    configure_logging(name, settings)
    server = uvicorn.Server(
        uvicorn.Config(
            create_app(settings),
            host=settings.host,
            port=settings.port,
            log_config=None,
            loop="uvloop",
            # Client addresses come from the socket; proxies are trusted only when a setting names them.
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=_SHUTDOWN_TIMEOUT_SECONDS,
        )
    )
    server.run()
    if not server.started:
        sys.exit(1)
