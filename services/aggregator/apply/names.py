"""Names as small integers: what is known, and what a batch brings that is new.

Ids are given while the batch holds its dashboard's row in apply_state, so no two writers give the same one.
The cache only saves queries: what it does not know is looked up, so it may be stale or empty.
"""

from collections import OrderedDict
from dataclasses import dataclass, field

from sqlalchemy import func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.calls.calls import NameKind
from shared.calls.name_digest import name_digest
from shared.calls.named import NamedCalls
from shared.calls.storable import storable
from shared.contracts.ids import DashboardId
from shared.db.models import Name

# Names held in memory per partition; a name and its entry take some 200 bytes.
_CACHED_MAX = 100_000

_Key = tuple[DashboardId, NameKind, str]


@dataclass
class NameCache:
    """Least recently used names go first. New ones count only once their transaction has committed."""

    _known: OrderedDict[_Key, int] = field(default_factory=OrderedDict)
    _new: dict[_Key, int] = field(default_factory=dict)

    def begin(self) -> None:
        self._new.clear()

    def commit(self) -> None:
        self._known.update(self._new)
        self._new.clear()
        while len(self._known) > _CACHED_MAX:
            self._known.popitem(last=False)

    def get(self, key: _Key) -> int | None:
        found = self._known.get(key)
        if found is not None:
            self._known.move_to_end(key)
        return found

    def put(self, key: _Key, name_id: int) -> None:
        self._new[key] = name_id


async def intern_names(
    session: AsyncSession, dashboard_id: DashboardId, calls: NamedCalls, cache: NameCache
) -> dict[NameKind, dict[str, int]]:
    """The id of every name in ``calls``, new ones made. The caller holds the dashboard's apply_state row."""
    return {
        kind: await _intern(session, dashboard_id, kind, calls.column(kind).names, cache) for kind in NameKind
    }


async def _intern(
    session: AsyncSession, dashboard_id: DashboardId, kind: NameKind, names: tuple[str, ...], cache: NameCache
) -> dict[str, int]:
    ids = {name: cache.get((dashboard_id, kind, name)) for name in names}
    missing = {name: name_digest(storable(name)) for name, name_id in ids.items() if name_id is None}
    if missing:
        by_digest = await _stored(session, dashboard_id, kind, set(missing.values()))
        by_digest |= await _added(session, dashboard_id, kind, missing, by_digest)
        for name, digest in missing.items():
            ids[name] = by_digest[digest]
            cache.put((dashboard_id, kind, name), by_digest[digest])
    return {name: name_id for name, name_id in ids.items() if name_id is not None}


async def _stored(
    session: AsyncSession, dashboard_id: DashboardId, kind: NameKind, digests: set[bytes]
) -> dict[bytes, int]:
    rows = await session.execute(
        select(Name.digest, Name.id).where(
            Name.dashboard_id == dashboard_id, Name.kind == kind, Name.digest.in_(digests)
        )
    )
    return {row.digest: row.id for row in rows}


async def _added(
    session: AsyncSession,
    dashboard_id: DashboardId,
    kind: NameKind,
    names: dict[str, bytes],
    stored: dict[bytes, int],
) -> dict[bytes, int]:
    new = {digest: storable(name) for name, digest in names.items() if digest not in stored}
    if not new:
        return {}
    last = await session.scalar(
        select(func.max(Name.id)).where(Name.dashboard_id == dashboard_id, Name.kind == kind)
    )
    ids = {digest: number for number, digest in enumerate(new, start=(last or 0) + 1)}
    rows = [
        {"dashboard_id": dashboard_id, "kind": kind, "id": ids[digest], "name": name, "digest": digest}
        for digest, name in new.items()
    ]
    await session.execute(insert(Name), rows)
    return ids
