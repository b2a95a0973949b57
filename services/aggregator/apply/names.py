"""Names as small integers: what is known, and what a batch brings that is new.

Ids are given while the transaction holds the dashboard's row in apply_state, so no two writers give the same
one. The cache only saves queries: what it does not know is looked up, so it may be incomplete or empty.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ARRAY, LargeBinary, SmallInteger, Uuid, bindparam, text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.calls.calls import NameKind
from shared.calls.name_digest import name_digest
from shared.calls.named import NamedCalls
from shared.contracts.ids import DashboardId
from shared.db.copy import copy_rows
from shared.db.models import Name

Ids = dict[str, int]
IdsByKind = dict[NameKind, Ids]


# Held in memory by a process; a name and its entry take some 200 bytes.
NAMES_MAX = 250_000


_Wanted = tuple[DashboardId, NameKind, bytes]

_DASHBOARDS, _KINDS = (
    bindparam("dashboards", type_=ARRAY(Uuid())),
    bindparam("kinds", type_=ARRAY(SmallInteger())),
)
_FIND = text("""
    SELECT dashboard_id, kind, digest, coalesce(alias_of, id) AS id
    FROM unnest(:dashboards, :kinds, :digests) AS wanted (dashboard_id, kind, digest)
    JOIN names USING (dashboard_id, kind, digest)
""").bindparams(_DASHBOARDS, _KINDS, bindparam("digests", type_=ARRAY(LargeBinary())))
_LAST = text("""
    SELECT dashboard_id, kind, coalesce(
        (SELECT max(id) FROM names WHERE names.dashboard_id = wanted.dashboard_id AND names.kind = wanted.kind), 0
    ) AS last
    FROM unnest(:dashboards, :kinds) AS wanted (dashboard_id, kind)
""").bindparams(_DASHBOARDS, _KINDS)


def _nothing() -> IdsByKind:
    return {kind: {} for kind in NameKind}


class NameCache:
    """Ids of names by dashboard, for all partitions of a process; the longest unused dashboards go first."""

    def __init__(self, names_max: int = NAMES_MAX) -> None:
        self._names_max = names_max
        self._known: OrderedDict[DashboardId, IdsByKind] = OrderedDict()
        self._held = 0

    def known(self, dashboard_id: DashboardId) -> IdsByKind:
        """All that is known of a dashboard's names; it counts as used by that."""
        by_kind = self._known.get(dashboard_id)
        if by_kind is None:
            return _nothing()
        self._known.move_to_end(dashboard_id)
        return by_kind

    def remember(self, found: "FoundNames") -> None:
        """After the commit of the transaction that found or made them."""
        for dashboard_id, by_kind in found.by_dashboard.items():
            known = self._known.setdefault(dashboard_id, _nothing())
            for kind, ids in by_kind.items():
                before = len(known[kind])
                known[kind].update(ids)
                self._held += len(known[kind]) - before
            self._known.move_to_end(dashboard_id)
        while self._held > self._names_max:
            self._release(self._known.popitem(last=False)[1])

    def forget(self, concerned: Callable[[DashboardId], bool]) -> None:
        """Of some dashboards names may mean something else by now: another process had them, or merged them."""
        for dashboard_id in [found for found in self._known if concerned(found)]:
            self._release(self._known.pop(dashboard_id))

    def _release(self, by_kind: IdsByKind) -> None:
        self._held -= sum(map(len, by_kind.values()))


@dataclass
class FoundNames:
    """What one transaction looked up or made; it counts for others once that has committed."""

    cache: NameCache
    by_dashboard: dict[DashboardId, IdsByKind] = field(default_factory=dict)
    # What the cache knew at first: it may forget a dashboard while this transaction waits for Postgres.
    _known: dict[DashboardId, IdsByKind] = field(default_factory=dict)

    def known(self, dashboard_id: DashboardId) -> IdsByKind:
        if dashboard_id not in self._known:
            self._known[dashboard_id] = self.cache.known(dashboard_id)
        return self._known[dashboard_id]

    def of(self, dashboard_id: DashboardId, calls: NamedCalls) -> IdsByKind:
        """The ids of all names in ``calls``."""
        known, found = self.known(dashboard_id), self.by_dashboard.get(dashboard_id)
        if found is None:
            return known
        return {kind: _both(calls.column(kind).names, known[kind], found[kind]) for kind in NameKind}

    def add(self, dashboard_id: DashboardId, kind: NameKind, ids: Ids) -> None:
        self.by_dashboard.setdefault(dashboard_id, _nothing())[kind].update(ids)


def _both(wanted: Iterable[str], known: Ids, found: Ids) -> Ids:
    return {name: known[name] if name in known else found[name] for name in wanted} if found else known


async def intern_names(
    session: AsyncSession, batches: Iterable[tuple[DashboardId, NamedCalls]], names: FoundNames
) -> None:
    """Looks up every name of all batches at once, and makes those that are new.

    The caller holds the dashboards' apply_state rows. ``names.of`` then has the ids.
    """
    missing = _missing(batches, names)
    if not missing:
        return
    stored = await _stored(session, list(missing))
    new = [wanted for wanted in missing if wanted not in stored]
    if new:
        stored |= await _added(session, {wanted: missing[wanted] for wanted in new})
    for (dashboard_id, kind, digest), name in missing.items():
        names.add(dashboard_id, kind, {name: stored[dashboard_id, kind, digest]})


def _missing(batches: Iterable[tuple[DashboardId, NamedCalls]], names: FoundNames) -> dict[_Wanted, str]:
    missing: dict[_Wanted, str] = {}
    for dashboard_id, calls in batches:
        for kind, known in names.known(dashboard_id).items():
            for name in calls.column(kind).names:
                if name not in known:
                    missing[dashboard_id, kind, name_digest(name)] = name
    return missing


async def _stored(session: AsyncSession, wanted: Sequence[_Wanted]) -> dict[_Wanted, int]:
    rows = await session.execute(
        _FIND,
        {
            "dashboards": [dashboard_id for dashboard_id, _, _ in wanted],
            "kinds": [int(kind) for _, kind, _ in wanted],
            "digests": [digest for _, _, digest in wanted],
        },
    )
    return {(DashboardId(row.dashboard_id), NameKind(row.kind), bytes(row.digest)): row.id for row in rows}


async def _added(session: AsyncSession, new: Mapping[_Wanted, str]) -> dict[_Wanted, int]:
    columns = list(dict.fromkeys((dashboard_id, kind) for dashboard_id, kind, _ in new))
    rows = await session.execute(
        _LAST,
        {
            "dashboards": [dashboard_id for dashboard_id, _ in columns],
            "kinds": [int(kind) for _, kind in columns],
        },
    )
    last = {(DashboardId(row.dashboard_id), NameKind(row.kind)): row.last for row in rows}
    added: dict[_Wanted, int] = {}
    for wanted in new:
        dashboard_id, kind, _ = wanted
        last[dashboard_id, kind] += 1
        added[wanted] = last[dashboard_id, kind]
    records = [
        (dashboard_id, int(kind), name_id, new[dashboard_id, kind, digest], digest)
        for (dashboard_id, kind, digest), name_id in added.items()
    ]
    await copy_rows(session, Name, ("dashboard_id", "kind", "id", "name", "digest"), records)
    return added
