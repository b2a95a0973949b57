"""Mistakes of an app's author are told when it starts; trouble with the file does not keep it from starting."""

import logging
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from pydash_agent.fastapi import monitor
from tests.unit.agent.monitor.recording import TOKEN
from tests.unit.agent.monitor.serving import VISITOR, serving

_HEADERS = {"Authorization": f"Bearer {TOKEN}"}
_ABOUT = "/dashboard/pydash/v2/about"


@pytest.mark.parametrize(
    ("mistake", "said"),
    [
        ({"token": "short"}, "at least 16 characters"),
        ({"ip": "some"}, "ip must be"),
        ({"keep_days": 0}, "keep_days"),
        ({"keep_days": float("nan")}, "keep_days"),
        ({"keep_megabytes": 1}, "keep_megabytes must be at least 10"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, mistake: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        monitor(FastAPI(), **{"token": TOKEN, "path": tmp_path / "calls.db", **mistake})
    assert list(tmp_path.iterdir()) == []


def test_an_app_has_one_monitor(tmp_path: Path) -> None:
    app = FastAPI()
    monitor(app, token=TOKEN, path=tmp_path / "calls.db")
    with pytest.raises(RuntimeError, match="once"):
        monitor(app, token=TOKEN, path=tmp_path / "calls.db")


async def test_an_app_whose_file_cannot_be_made_starts_and_says_so(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = FastAPI()
    with caplog.at_level(logging.WARNING, "pydash_agent"):
        monitor(app, token=TOKEN, path=tmp_path / "missing" / "calls.db")
    assert "cannot be opened" in caplog.text
    async with serving(app) as client:
        assert (await client.get("/")).status_code == 404
        assert (await client.get(_ABOUT, headers=_HEADERS)).status_code == 500


async def test_the_protocol_is_no_call_of_the_app_and_answers_below_its_prefix(tmp_path: Path) -> None:
    app = FastAPI()
    monitor(app, token=TOKEN, path=tmp_path / "calls.db", url_prefix="/internal", version="2.5")
    async with serving(app, root_path="/behind/proxy") as client:
        await client.get("/behind/proxy/")
        assert (await client.get("/behind/proxy/internal/pydash/v2/about")).status_code == 401
    base = "/behind/proxy/internal/pydash/v2"
    async with serving(app, root_path="/behind/proxy") as client:
        about = (await client.get(f"{base}/about", headers=_HEADERS)).json()
        rows = (await client.get(f"{base}/calls?settle_seconds=0", headers=_HEADERS)).text.splitlines()
    assert (about["source"], about["calls"], about["capabilities"]) == ("pydash-agent", 1, ["status_code"])
    assert rows[0].endswith(f'"(unmatched)","2.5","","{VISITOR}",404]')
    assert len(rows) == 2
