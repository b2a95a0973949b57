"""Distinct types for what would otherwise all be UUIDs and numbers."""

from typing import NewType
from uuid import UUID

UserId = NewType("UserId", UUID)
DashboardId = NewType("DashboardId", UUID)
Sequence = NewType("Sequence", int)
Partition = NewType("Partition", int)
