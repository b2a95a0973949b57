"""Who looks at dashboards, and the one condition by which every query about a dashboard knows which it may show.

Queries of the ORM say ``.where(seen_by(viewer))``. Statements in SQL are made with ``viewed`` and executed with
``viewer.parameters()``.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, TextClause, case, exists, text

from shared.contracts.ids import DashboardId, UserId
from shared.db.models import Dashboard, Share

# Arrays, so that a list of dashboards is found by index whichever way each of them is seen.
_SEEN = """(
    (
        dashboards.owner_id = :viewer
        OR dashboards.id = ANY (ARRAY(
            SELECT shares.dashboard_id FROM shares
            WHERE shares.user_id = :viewer AND shares.role = ANY (CAST(:viewer_roles AS text[]))
        ))
        OR dashboards.id = :viewer_link
    )
    AND dashboards.owner_id IS NOT NULL
    AND (CAST(:viewer_only AS uuid[]) IS NULL OR dashboards.id = ANY (CAST(:viewer_only AS uuid[])))
)"""

_OF_ONE = f"EXISTS (SELECT FROM dashboards WHERE dashboards.id = :dashboard_id AND {_SEEN})"


class Role(StrEnum):
    """What somebody may do with a dashboard, the least first."""

    VIEWER = "viewer"
    EDITOR = "editor"
    OWNER = "owner"

    def reaches(self, needed: "Role") -> bool:
        return _ORDER.index(self) >= _ORDER.index(needed)


_ORDER = list(Role)
# What a share can give.
_SHARED = (Role.VIEWER, Role.EDITOR)


@dataclass(frozen=True)
class Viewer:
    """A user, or somebody with the link to one dashboard.

    ``only``: of what the user may see, an API key may be bound to some dashboards.
    """

    user_id: UserId | None
    only: frozenset[DashboardId] | None = None
    link: DashboardId | None = None

    def parameters(self, at_least: Role = Role.VIEWER) -> dict[str, Any]:
        """What the condition asks for."""
        return {
            "viewer": self.user_id,
            "viewer_roles": [role for role in _SHARED if role.reaches(at_least)],
            "viewer_only": None if self.only is None else list(self.only),
            "viewer_link": self.link if Role.VIEWER.reaches(at_least) else None,
        }


def seen_by(viewer: Viewer, at_least: Role = Role.VIEWER) -> TextClause:
    """Whether the viewer has at least that role with the row of ``dashboards``."""
    return text(_SEEN).bindparams(**viewer.parameters(at_least))


def viewed(statement: str) -> TextClause:
    """A statement about the dashboard ``:dashboard_id``, with the condition where it says ``{seen}``."""
    assert statement.count("{seen}") == 1
    return text(statement.replace("{seen}", _OF_ONE))


def is_kept() -> ColumnElement[bool]:
    """Whether the dashboard is somebody's: a deleted one is nobody's, while what it has is removed."""
    return Dashboard.owner_id.is_not(None)


def role_of(viewer: Viewer) -> ColumnElement[str]:
    """The highest that the viewer has, with a dashboard that ``seen_by`` let through."""
    edits = exists().where(
        Share.dashboard_id == Dashboard.id, Share.user_id == viewer.user_id, Share.role == Role.EDITOR
    )
    return case(
        (Dashboard.owner_id == viewer.user_id, Role.OWNER.value),
        (edits, Role.EDITOR.value),
        else_=Role.VIEWER.value,
    )
