"""What is kept of the calls for ever. Writer: services/aggregator."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, SmallInteger
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import Base


class Rollup(Base):
    """One cell: the calls of one unit of time, one endpoint or all (0), one version or all (0).

    ``unit``: shared/rollups/unit.py. ``summary``: shared/rollups/summary.py; it answers most questions alone.
    ``digest`` and ``visitors`` (shared/rollups/codec.py) are read where cells have to be merged.
    """

    __tablename__ = "rollup"

    dashboard_id: Mapped[UUID] = mapped_column(
        ForeignKey("dashboards.id", ondelete="CASCADE"), primary_key=True
    )
    unit: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    endpoint: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    start: Mapped[datetime] = mapped_column(primary_key=True)
    summary: Mapped[bytes]
    digest: Mapped[bytes]
    visitors: Mapped[bytes]


class DimensionRollup(Base):
    """One page: what one endpoint, or all (0), had of each ip, group or status code in a day or month.

    ``dimension``, ``entries`` and ``digests``: shared/rollups/dimension.py.
    """

    __tablename__ = "dimension_rollup"

    dashboard_id: Mapped[UUID] = mapped_column(
        ForeignKey("dashboards.id", ondelete="CASCADE"), primary_key=True
    )
    dimension: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    unit: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    endpoint: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    start: Mapped[datetime] = mapped_column(primary_key=True)
    entries: Mapped[bytes]
    digests: Mapped[bytes]
