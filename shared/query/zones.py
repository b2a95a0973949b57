"""The zone that needs no lookup."""

from zoneinfo import ZoneInfo

UTC_ZONE = ZoneInfo("UTC")
