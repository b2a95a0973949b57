"""How a release of the dashboard writes a call's time, seen in the default of its column."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column


@dataclass(frozen=True)
class Stamp:
    # Taken once, when the process started, so that all its calls carry the same time: release 5.0.2.
    is_frozen: bool
    # A time that says that it is UTC: releases from 5.0.2 on.
    is_aware: bool


def stamp_of(time_requested: Column[Any]) -> Stamp:
    default: Any = time_requested.default
    # SQLAlchemy has wrapped a function so that it takes the statement's context.
    time: datetime = default.arg(None) if default.is_callable else default.arg
    return Stamp(is_frozen=not default.is_callable, is_aware=time.tzinfo is not None)
