"""Changes of endpoints that their owner asks for; the aggregator carries them out."""

from datetime import datetime

from services.api.endpoint.errors import EndpointChangeInvalidError, EndpointChangeWaitingError
from services.api.endpoint.repository import ChangeRow, EndpointRepository
from services.api.endpoint.schemas import EndpointChangeCreate, EndpointChangeList, EndpointChangeRead
from services.api.paging.cursor import cursor_of, parse_cursor
from shared.calls.presentable import presentable


async def request_change(
    endpoints: EndpointRepository, create: EndpointChangeCreate, now: datetime
) -> EndpointChangeRead:
    """Raises DashboardNotFoundError, EndpointChangeInvalidError and EndpointChangeWaitingError."""
    await endpoints.lock()
    create = _normalised(create)
    await _require_own_calls(endpoints, create.endpoint)
    if create.kind == "rename":
        await _require_free(endpoints, create)
    elif create.kind == "merge":
        await _require_another(endpoints, create)
    concerned = [create.endpoint] if create.target is None else [create.endpoint, create.target]
    if await endpoints.has_waiting_change(concerned):
        raise EndpointChangeWaitingError(
            "A change of one of these endpoints is still being carried out; ask again when it is applied."
        )
    return _read(await endpoints.add_change(create, now))


async def list_changes(endpoints: EndpointRepository, cursor: str | None, limit: int) -> EndpointChangeList:
    """One row more than asked for tells whether there is a next page."""
    rows = await endpoints.changes(None if cursor is None else parse_cursor(cursor), limit + 1)
    items = [_read(row) for row in rows[:limit]]
    last = items[-1] if len(rows) > limit else None
    return EndpointChangeList(
        items=items, next_cursor=None if last is None else cursor_of(last.created_at, last.id)
    )


def _normalised(create: EndpointChangeCreate) -> EndpointChangeCreate:
    if create.kind == "delete":
        if create.target is not None:
            raise EndpointChangeInvalidError("target", "a deletion has none")
        return create
    if create.target is None:
        raise EndpointChangeInvalidError("target", f"a {create.kind} needs one")
    # Names are stored in this form, whoever gives them.
    target = presentable(create.target)
    if target == create.endpoint:
        raise EndpointChangeInvalidError("target", "must be another name than endpoint")
    return create.model_copy(update={"target": target})


async def _require_own_calls(endpoints: EndpointRepository, name: str) -> None:
    found = await endpoints.called(name)
    if found is None:
        raise EndpointChangeInvalidError("endpoint", "must be an endpoint of this dashboard that was called")
    if found.counts_for is not None:
        raise EndpointChangeInvalidError(
            "endpoint", f"its calls count for {found.counts_for} already; change that one"
        )


async def _require_free(endpoints: EndpointRepository, create: EndpointChangeCreate) -> None:
    assert create.target is not None
    found = await endpoints.called(create.target)
    if found is not None and found.counts_for == create.endpoint:
        # Its own former name: renaming it back.
        return
    if found is not None or create.target in {each.name for each in await endpoints.listed()}:
        raise EndpointChangeInvalidError(
            "target", "is an endpoint already; to count both together ask for a merge"
        )


async def _require_another(endpoints: EndpointRepository, create: EndpointChangeCreate) -> None:
    assert create.target is not None
    found = await endpoints.called(create.target)
    if found is None and create.target not in {each.name for each in await endpoints.listed()}:
        raise EndpointChangeInvalidError(
            "target", "must be an endpoint of this dashboard; for a new name ask for a rename"
        )
    if found is not None and found.counts_for is not None:
        raise EndpointChangeInvalidError(
            "target", f"its calls count for {found.counts_for} already; merge into that one"
        )


def _read(row: ChangeRow) -> EndpointChangeRead:
    change = row.change
    return EndpointChangeRead.model_validate(
        {
            "id": change.id,
            "kind": change.kind,
            "endpoint": change.endpoint,
            "target": change.target,
            "state": "waiting" if row.applied_at is None else "applied",
            "created_at": change.created_at,
            "applied_at": row.applied_at,
        }
    )
