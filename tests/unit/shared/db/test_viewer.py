"""Who may see a dashboard is said in one place."""

import re
from itertools import pairwise
from pathlib import Path
from uuid import uuid4

import pytest

import shared
from shared.contracts.ids import DashboardId, UserId
from shared.db.viewer import Role, Viewer, viewed

_PROJECT = Path(shared.__path__[0]).parent
# Beside the condition itself: the table, and what a user's own dashboards are found by.
_MAY_NAME_THE_OWNER = {
    "shared/db/viewer.py",
    "shared/db/models/dashboard.py",
    "services/api/dashboard/repository.py",
    # Removes what is nobody's any more.
    "services/api/dashboard/removal.py",
}


def test_each_role_reaches_those_below_it() -> None:
    for lower, higher in pairwise(Role):
        assert higher.reaches(lower)
        assert not lower.reaches(higher)
        assert lower.reaches(lower)


def test_a_link_gives_no_more_than_reading() -> None:
    link = Viewer(None, link=DashboardId(uuid4()))

    assert link.parameters()["viewer_link"] == link.link
    assert link.parameters(Role.EDITOR)["viewer_link"] is None
    assert link.parameters(Role.OWNER)["viewer_link"] is None


def test_no_share_makes_an_owner() -> None:
    user = Viewer(UserId(uuid4()))

    assert user.parameters()["viewer_roles"] == ["viewer", "editor"]
    assert user.parameters(Role.EDITOR)["viewer_roles"] == ["editor"]
    assert user.parameters(Role.OWNER)["viewer_roles"] == []


def test_a_key_that_is_bound_to_nothing_any_more_sees_nothing() -> None:
    assert Viewer(UserId(uuid4()), only=frozenset()).parameters()["viewer_only"] == []
    assert Viewer(UserId(uuid4())).parameters()["viewer_only"] is None


def test_a_statement_without_the_condition_is_refused() -> None:
    with pytest.raises(AssertionError):
        viewed("SELECT * FROM call_block WHERE dashboard_id = :dashboard_id")


def test_no_query_decides_by_the_owner_itself() -> None:
    found = {
        path.relative_to(_PROJECT).as_posix()
        for folder in ("services/api", "shared")
        for path in (_PROJECT / folder).rglob("*.py")
        if "migrations" not in path.parts and re.search(r"\bowner_id\b", path.read_text(encoding="utf-8"))
    }

    assert found == _MAY_NAME_THE_OWNER
