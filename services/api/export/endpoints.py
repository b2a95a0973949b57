"""Raw calls and digests over HTTP, for other tools."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, status

from services.api.account.principal import SCHEMES
from services.api.export import service
from services.api.export.formats import MEDIA_TYPES
from services.api.export.schemas import DigestRead, ExportQuery
from services.api.problem.schemas import problems
from services.api.resources import ResourcesDep
from services.api.statistic.fingerprint import TAGGED
from services.api.statistic.inquiry import InquiryDep
from services.api.statistic.panel.plan import slices_of
from services.api.statistic.period import resolve
from services.api.statistic.query import SelectionQuery

router = APIRouter(prefix="/dashboards/{dashboard_id}", tags=["export"], dependencies=SCHEMES)

_FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file, ascending in time.",
        "content": {
            media_type.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
            for media_type in MEDIA_TYPES.values()
        },
    }
}


@router.get(
    "/export",
    status_code=status.HTTP_200_OK,
    response_class=service.Download,
    responses=problems(401, 404, 422, 503) | _FILES,
)
async def export_calls(
    inquiry: InquiryDep, asked: Annotated[ExportQuery, Query()], resources: ResourcesDep
) -> service.Download:
    """The calls themselves: time (UTC), endpoint, version, group_by, ip, status and execution_time_ms.

    Every value is exactly as it was recorded; an unknown status is empty. Also a name that a spreadsheet
    would take for a formula (one that begins with =, +, - or @) stays as it is: import such columns as text.
    """
    export = service.Export(
        viewer=inquiry.viewer,
        dashboard_id=inquiry.dashboard_id,
        dashboard_name=inquiry.row.dashboard.name,
        period=resolve(asked, inquiry.scene),
        filters=asked.filters(),
        format=asked.format,
    )
    # The export takes a connection of its own, for as long as it runs.
    await inquiry.session.commit()
    return await service.download(resources, export)


@router.get("/digest", responses=problems(401, 404, 422) | TAGGED)
async def export_digest(inquiry: InquiryDep, asked: Annotated[SelectionQuery, Query()]) -> DigestRead:
    """The t-digest of execution times, in the dictionary form of the ``tdigest`` package."""
    period = resolve(asked, inquiry.scene)
    inquiry.tag(asked, period)
    [whole] = slices_of(period)
    digest = await inquiry.reader.digest(inquiry.dashboard_id, asked.filters(), whole)
    return DigestRead.model_validate({"start": period.start, "end": period.end, **digest.to_dicts()[0]})
