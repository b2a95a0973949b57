import asyncio
from pathlib import Path

import pytest

from deploy.local.demo.environment import DemoError, Environment
from tests.fixtures.fmd import FmdSource


async def test_what_is_installed_stays_as_it_is(fmd_source: FmdSource) -> None:
    python = fmd_source.environment.python
    before = python.lstat()

    await asyncio.gather(*(fmd_source.environment.ensure() for _ in range(3)))

    assert python.lstat() == before


async def test_without_packages_the_reason_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_OFFLINE", "1")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "uv"))
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))

    with pytest.raises(
        DemoError, match=r"^the app's packages could not be installed: .*packaging.*$"
    ) as raised:
        await Environment(tmp_path / "venv").ensure()
    assert "\n" not in str(raised.value)
