"""A request for statistics of a dashboard that its viewer may see."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import Depends, Request
from pydantic import BaseModel
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from services.api.account.principal import Principal, identify
from services.api.dashboard import service as dashboard_service
from services.api.dashboard.repository import DashboardRepository, DashboardRow
from services.api.resources import ResourcesDep
from services.api.statistic.fingerprint import data_state, entity_tag, question_state, tag_response
from services.api.statistic.json_answer import JsonAnswer
from services.api.statistic.panel.plan import Plan, Scene
from shared.contracts.ids import DashboardId
from shared.db.viewer import Viewer
from shared.query.errors import InvalidQueryError
from shared.query.reader import StatisticsReader
from shared.query.snapshot import snapshot

T = TypeVar("T")

# The one parameter of which there may be several.
_REPEATABLE = "statistic"


@dataclass(frozen=True)
class Viewing:
    """Who asks, and the snapshot that tells it: a session that was ended before is not answered."""

    principal: Principal
    session: AsyncSession


async def get_viewing(request: Request, resources: ResourcesDep) -> AsyncIterator[Viewing]:
    # One transaction for both: signing in by itself would take a connection and as many round trips again.
    async with snapshot(resources.sessions) as session:
        yield Viewing(await identify(request, resources, session), session)


ViewingDep = Annotated[Viewing, Depends(get_viewing, scope="function")]


@dataclass(frozen=True)
class Inquiry:
    """Everything is read in one snapshot: the entity tag tells of the same data as the answer."""

    request: Request
    response: Response
    session: AsyncSession
    viewer: Viewer
    row: DashboardRow
    scene: Scene

    @property
    def dashboard_id(self) -> DashboardId:
        return DashboardId(self.row.dashboard.id)

    @property
    def reader(self) -> StatisticsReader:
        return StatisticsReader(self.session, self.viewer, self.scene.now)

    def tag(self, asked: BaseModel, *rests_on: object) -> None:
        """Tags the response. Raises NotModifiedError where the client has it."""
        state = data_state(self.row)
        tag = entity_tag(self.request.url.path, asked.model_dump_json(), state, rests_on)
        tag_response(self.request, self.response, tag)

    async def answer(self, asked: BaseModel, plan: Plan[T], *rests_on: object) -> T:
        """Raises NotModifiedError before any statistic is read, and InvalidQueryError."""
        self.tag(asked, question_state(plan, self.scene), rests_on)
        return await self.read(plan)

    def respond(self, answer: object) -> Response:
        """The answer as JSON, with the entity tag."""
        return JsonAnswer(answer, headers=self.response.headers)

    async def read(self, plan: Plan[T]) -> T:
        """Raises InvalidQueryError."""
        return plan.read(await self.reader.answer(self.dashboard_id, plan.questions))


async def get_inquiry(
    dashboard_id: UUID,
    request: Request,
    response: Response,
    viewing: ViewingDep,
    resources: ResourcesDep,
) -> Inquiry:
    _refuse_repeated(request)
    session, viewer = viewing.session, viewing.principal.viewer
    row = await dashboard_service.readable(DashboardRepository(session, viewer), dashboard_id)
    return Inquiry(
        request=request,
        response=response,
        session=session,
        viewer=viewer,
        row=row,
        scene=Scene(row.apply.first_call_at if row.apply else None, resources.clock.now()),
    )


InquiryDep = Annotated[Inquiry, Depends(get_inquiry)]


def _refuse_repeated(request: Request) -> None:
    # Otherwise the last one would count, and the others would seem to.
    names = [name for name, _ in request.query_params.multi_items() if name != _REPEATABLE]
    for name in names:
        if names.count(name) > 1:
            raise InvalidQueryError(name, "is given more than once; one value is allowed")
