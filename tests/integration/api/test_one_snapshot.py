"""Who asks and what is answered are read in one snapshot: one connection, and no session outlives its end."""

import httpx
from sqlalchemy import event

from services.api.resources import Resources
from tests.fixtures.cast import Cast
from tests.integration.api.test_access import assert_problem
from tests.integration.api.test_sessions import signed_in

_TOTALS = {"statistic": "total_visits"}


async def test_a_question_takes_one_connection_once(cast: Cast) -> None:
    resources: Resources = cast.app.state.resources
    # With a key its use would be noted, beside the request and by a connection of its own.
    browser = await signed_in(cast)
    taken = 0

    def count(*_: object) -> None:
        nonlocal taken
        taken += 1

    pool = resources.engine.sync_engine.pool
    event.listen(pool, "checkout", count)
    try:
        response = await browser.get(f"/dashboards/{cast.dashboard_id}", params=_TOTALS)
    finally:
        event.remove(pool, "checkout", count)

    assert response.status_code == 200
    assert taken == 1


async def test_statistics_are_refused_as_soon_as_the_session_has_ended(cast: Cast) -> None:
    browser = await signed_in(cast)
    copy = cast.browser()
    copy.cookies = httpx.Cookies(browser.cookies)
    path = f"/dashboards/{cast.dashboard_id}"
    assert (await copy.get(path, params=_TOTALS)).status_code == 200

    assert (await browser.delete("/sessions/current")).status_code == 204

    assert_problem(await copy.get(path, params=_TOTALS), 401)
    assert_problem(await copy.get(f"{path}/breakdown", params={"by": "endpoint", **_TOTALS}), 401)
