"""Finds out which protocol an app speaks."""

from http import HTTPStatus

from services.fetcher.source.agent_v2.about import is_about
from services.fetcher.source.agent_v2.client import AgentV2, route_url
from services.fetcher.source.agent_v2.problem import problem_in
from services.fetcher.source.errors import SourceError
from services.fetcher.source.fmd_v1.client import FmdV1
from services.fetcher.source.http import Answer, SourceHttp
from services.fetcher.source.status import error_of


async def find_source(http: SourceHttp, url: str, token: str) -> FmdV1 | AgentV2:
    """A source that has answered for its details. Raises SourceError.

    FMD's token is a signing key that never travels. So the bridge is looked for without: it refuses in its own
    words, and only then is told the token.
    """
    about = await http.get(route_url(url, "about"))
    if _is_bridge(about):
        agent = AgentV2(http, url, token)
        await agent.get_details()
        return agent
    fmd = FmdV1(http, url, token)
    try:
        await fmd.get_details()
    except SourceError:
        if about.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            # It may well have the bridge: an FMD without it would look too new, which would mislead.
            raise error_of(about) from None
        raise
    return fmd


def _is_bridge(about: Answer) -> bool:
    if about.status == HTTPStatus.UNAUTHORIZED:
        return problem_in(about.body) is not None
    return about.status == HTTPStatus.OK and is_about(about.body)
