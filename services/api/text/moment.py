"""Moments that somebody chooses."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("must be between the years 1 and 9999, in UTC") from None


# Postgres, and arithmetic with offsets, have no place for those beyond.
Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
