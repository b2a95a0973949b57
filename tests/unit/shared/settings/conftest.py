import os

import pytest


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """The process's environment without any setting of ours, put back afterwards."""
    for name in [name for name in os.environ if name.startswith("PYDASH_")]:
        monkeypatch.delenv(name)
    return monkeypatch
