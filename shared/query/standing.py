"""How things stand on a dashboard: what there is to read, and the ids of the names that a question gives."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from shared.calls.block import to_us
from shared.calls.calls import NameKind
from shared.calls.name_digest import name_digest
from shared.contracts.ids import DashboardId
from shared.db.viewer import Viewer, viewed
from shared.query.cover import Extent
from shared.query.question import By, Filters

# A name as a filter gives it.
Given = tuple[NameKind, str]

_STATEMENT = viewed(
    """
    SELECT d.apdex_threshold_ms, a.sealed_until, a.raw_from, a.first_call_at, a.last_call_at,
        ARRAY(
            SELECT n.id FROM names n
            WHERE n.dashboard_id = d.id AND n.kind = :endpoint_kind AND n.alias_of IS NULL ORDER BY n.id
        ) AS endpoints,
        ARRAY(
            SELECT n.id FROM names n WHERE n.dashboard_id = d.id AND n.kind = :version_kind ORDER BY n.id
        ) AS versions,
        ARRAY(
            SELECT ARRAY[n.id, n.alias_of] FROM names n
            WHERE n.dashboard_id = d.id AND n.kind = :endpoint_kind AND n.alias_of IS NOT NULL ORDER BY n.id
        ) AS aliases,
        ARRAY(
            SELECT n.id
            FROM unnest(CAST(:kinds AS smallint[]), CAST(:digests AS bytea[]))
                WITH ORDINALITY AS given (kind, digest, place)
            LEFT JOIN names n
                ON n.dashboard_id = d.id AND n.kind = given.kind AND n.digest = given.digest
            ORDER BY given.place
        ) AS found
    FROM dashboards d
    LEFT JOIN apply_state a ON a.dashboard_id = d.id
    WHERE d.id = :dashboard_id AND {seen}
    """
)


@dataclass(frozen=True)
class Standing:
    apdex_threshold_ms: float
    # None where there are no calls.
    extent: Extent | None
    # Blocks of hours before this are gone.
    raw_from_us: int | None
    endpoints: list[int]
    versions: list[int]
    # Endpoints that count for another one: id -> that one's.
    aliases: Mapping[int, int]
    ids: Mapping[Given, int]

    def wanted(self, filters: Filters) -> dict[By, int] | None:
        """What each filtered dimension has to be; None where a name was never seen, so that nothing matches."""
        wanted = {}
        for kind, name in filters.by_kind().items():
            if (kind, name) not in self.ids:
                return None
            wanted[By[kind.name]] = self.ids[kind, name]
        if filters.status is not None:
            wanted[By.STATUS] = filters.status
        return wanted


_NOTHING = Standing(
    apdex_threshold_ms=0.0, extent=None, raw_from_us=None, endpoints=[], versions=[], aliases={}, ids={}
)


async def read_standing(
    session: AsyncSession, viewer: Viewer, dashboard_id: DashboardId, filters: Collection[Filters]
) -> Standing:
    """Of a dashboard that is not the viewer's: there is nothing."""
    given = list(dict.fromkeys(each for one in filters for each in one.by_kind().items()))
    row = (
        await session.execute(
            _STATEMENT,
            {
                "dashboard_id": dashboard_id,
                **viewer.parameters(),
                "endpoint_kind": NameKind.ENDPOINT,
                "version_kind": NameKind.VERSION,
                "kinds": [kind for kind, _ in given],
                "digests": [name_digest(name) for _, name in given],
            },
        )
    ).one_or_none()
    return _NOTHING if row is None else _standing(row, given)


def _standing(row: Row[Any], given: list[Given]) -> Standing:
    direct = dict(row.aliases)
    aliases = {alias: _target(alias, direct) for alias in direct}
    return Standing(
        apdex_threshold_ms=row.apdex_threshold_ms,
        extent=_extent(row.first_call_at, row.last_call_at, row.sealed_until),
        raw_from_us=None if row.raw_from is None else to_us(row.raw_from),
        endpoints=list(row.endpoints),
        versions=list(row.versions),
        aliases=aliases,
        ids={
            each: aliases.get(found, found) if each[0] is NameKind.ENDPOINT else found
            for each, found in zip(given, row.found, strict=True)
            if found is not None
        },
    )


def _extent(first: datetime | None, last: datetime | None, sealed: datetime | None) -> Extent | None:
    if first is None or last is None:
        return None
    return Extent(to_us(first), to_us(last), to_us(first) if sealed is None else to_us(sealed))


def _target(endpoint: int, direct: Mapping[int, int]) -> int:
    seen = {endpoint}
    while endpoint in direct and direct[endpoint] not in seen:
        endpoint = direct[endpoint]
        seen.add(endpoint)
    return endpoint
