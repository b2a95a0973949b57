"""Apps with the monitor, in two processes: what they hold is what their visitors counted."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from tests.fixtures.monitored import Framework, MonitoredApp, monitored


@pytest.fixture(params=Framework, scope="module")
async def app(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[MonitoredApp]:
    """One of each framework, whose calls go on from test to test."""
    async with monitored(request.param, tmp_path_factory.mktemp("monitored")) as app:
        yield app


async def test_holds_every_call_as_its_visitors_saw_it(app: MonitoredApp) -> None:
    before = datetime.now(UTC)
    counted = await app.visit(120, "first")
    # What is still in memory is written as it ends.
    await app.stop()
    await app.start()
    assert await app.visits("first") == counted

    rows = await app.rows()
    assert all(later[0] == earlier[0] + 1 for earlier, later in pairwise(rows))
    for _, at_us, execution_ms, endpoint, version, group_by, ip, _ in rows:
        assert before - timedelta(minutes=1) <= datetime.fromtimestamp(at_us / 1e6, UTC) <= datetime.now(UTC)
        assert 0 < execution_ms < 10_000
        assert (version, ip) == ("1.0.0", "127.0.0.1")
        assert (endpoint.rpartition(".")[2] == "pid") == (group_by == "guest")
    about = (await app.ask("about")).json()
    assert (about["source"], about["calls"] >= len(rows)) == ("pydash-agent", True)


async def test_a_killed_process_costs_what_it_had_not_written(app: MonitoredApp) -> None:
    await app.when_written("early", await app.visit(60, "early"))

    late = await app.visit(40, "late")
    await app.kill_worker()
    # The others go on, with the same file.
    await app.when_written("after", await app.visit(40, "after"))

    assert await app.visits("late") <= late


async def test_a_removed_file_is_made_anew_while_the_app_runs(app: MonitoredApp) -> None:
    await app.when_written("old", await app.visit(60, "old"))
    cursor = (await app.ask("calls?settle_seconds=0")).text.rpartition('"cursor":"')[2].partition('"')[0]

    app.file.unlink()
    await app.when_written("new", await app.visit(60, "new"))

    assert not await app.visits("old")
    assert (await app.ask(f"calls?after={cursor}")).status_code == 409
