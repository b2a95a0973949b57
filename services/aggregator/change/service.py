"""Changes of endpoints that the owner asked for: deletion, merge, rename.

Blocks and rollups of the times that hold the endpoint are made anew, all in one transaction: a reader sees the
dashboard as before the change or as after it.
"""

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from services.aggregator.apply.repository import ApplyRepository
from services.aggregator.change.repository import ChangeRepository, waiting_changes
from services.aggregator.resources import Resources
from services.aggregator.seal.rebuild import Reassignment, reassign
from services.aggregator.seal.store import SealStore
from shared.calls.presentable import presentable
from shared.contracts.ids import DashboardId, Partition
from shared.db.models import EndpointChange
from shared.db.passing import is_passing

_log = structlog.get_logger(__name__)


async def apply_changes(resources: Resources, partition: Partition) -> list[DashboardId]:
    """Carries out what waits for dashboards of this partition; which of them it has changed."""
    async with resources.sessions() as session:
        waiting = await waiting_changes(session)
    changed: list[DashboardId] = []
    failed = set()
    for change in waiting:
        dashboard_id = DashboardId(change.dashboard_id)
        # Each change rests on the ones before it.
        if not resources.is_of(partition, dashboard_id) or dashboard_id in failed:
            continue
        try:
            async with resources.sessions.begin() as session:
                await apply_change(session, change, resources)
        except Exception as error:
            if is_passing(error):
                raise
            failed.add(dashboard_id)
            _log.exception("endpoint_change_failed", dashboard=str(dashboard_id), change=str(change.id))
        else:
            changed.append(dashboard_id)
            _log.info("endpoint_changed", dashboard=str(dashboard_id), kind=change.kind)
        finally:
            # Even a commit that raised may have been made.
            resources.names.forget(dashboard_id.__eq__)
    return changed


async def apply_change(session: AsyncSession, change: EndpointChange, resources: Resources) -> None:
    """In the caller's transaction. An endpoint that was never called needs no change."""
    dashboard_id, now = DashboardId(change.dashboard_id), resources.clock.now()
    gates = await ApplyRepository(session).lock([dashboard_id], now)
    repository = ChangeRepository(session, dashboard_id)
    endpoint = await repository.endpoint(presentable(change.endpoint))
    gate = gates.get(dashboard_id)
    if endpoint is not None and gate is not None:
        source = endpoint.alias_of or endpoint.id
        target = None if change.target is None else await _target(repository, change.target, source)
        if target != source:
            store = SealStore(session)
            removed = await reassign(
                store.of(dashboard_id, gate.sealed_until, gate.raw_from), Reassignment(source, target)
            )
            await store.flush()
            if target is None:
                await repository.count_removed(removed)
            else:
                await repository.alias(source, target)
    await repository.note_applied(change.id, now)


async def _target(repository: ChangeRepository, name: str, source: int) -> int:
    found = await repository.endpoint(presentable(name))
    if found is None:
        return await repository.add_endpoint(presentable(name))
    # A name that counts for the source itself takes its place; one that counts for a third means that one.
    return found.id if found.alias_of in {None, source} else found.alias_of or found.id
