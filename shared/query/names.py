"""The names of ids, of exactly those that are shown."""

from collections.abc import Iterable, Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from shared.calls.calls import NameKind
from shared.contracts.ids import DashboardId
from shared.db.viewer import Viewer, viewed
from shared.statistics.statistic import Names

_STATEMENT = viewed(
    """
    SELECT n.kind, n.id, n.name
    FROM unnest(CAST(:kinds AS smallint[]), CAST(:ids AS integer[])) AS wanted (kind, id)
    JOIN names n ON n.dashboard_id = :dashboard_id AND n.kind = wanted.kind AND n.id = wanted.id
    WHERE {seen}
    """
)


async def read_names(
    session: AsyncSession, viewer: Viewer, dashboard_id: DashboardId, ids: Mapping[NameKind, Iterable[int]]
) -> Names:
    """For each kind, id -> name."""
    names: dict[NameKind, dict[int, str]] = {kind: {} for kind in NameKind}
    wanted = [(kind, name_id) for kind, of_kind in ids.items() for name_id in set(of_kind)]
    if wanted:
        rows = await session.execute(
            _STATEMENT,
            {
                "dashboard_id": dashboard_id,
                **viewer.parameters(),
                "kinds": [kind for kind, _ in wanted],
                "ids": [name_id for _, name_id in wanted],
            },
        )
        for kind, name_id, name in rows:
            names[NameKind(kind)][name_id] = name
    return names
