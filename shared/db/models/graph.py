"""Graphs that users make for themselves. Writer: services/api."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.base import Base


class Graph(Base):
    """How one statistic of a dashboard's calls is drawn. Everybody who sees the dashboard sees its graphs.

    ``place`` orders the graphs of a dashboard, the first is 0. ``slice`` is null where it follows from the range of
    time; ``split`` where calls are not told apart; and the filters where all calls count.
    """

    __tablename__ = "graphs"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    dashboard_id: Mapped[UUID] = mapped_column(ForeignKey("dashboards.id", ondelete="CASCADE"), index=True)
    place: Mapped[int]
    title: Mapped[str]
    kind: Mapped[str]
    statistic: Mapped[str]
    slice: Mapped[str | None]
    split: Mapped[str | None]
    endpoint: Mapped[str | None]
    version: Mapped[str | None]
    group_by: Mapped[str | None]
    ip: Mapped[str | None]
    status: Mapped[int | None]
    created_at: Mapped[datetime]
