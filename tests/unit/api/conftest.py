from collections.abc import Iterator

import pytest
import structlog
from structlog.testing import capture_logs


@pytest.fixture(autouse=True)
def log_lines() -> Iterator[list[structlog.typing.EventDict]]:
    """What was logged, with what was bound to the context; nothing is printed."""
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        yield lines
