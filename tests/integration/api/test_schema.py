"""Whatever the schema lets one send is answered as the schema says, and never with a 5xx.

Schemathesis makes the requests: valid ones, such that break the schema, and the corners of each field.
"""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.fixtures.cast import UNTHROTTLED, WholeCast
from tests.fixtures.served import serving
from tests.fixtures.thorough import only_thorough
from tests.integration.api.recorded import Call, record

# How many requests of each operation. With a number here also the corners of each field are tried, by the thousand.
_EXAMPLES = os.environ.get("PYDASH_SCHEMA_EXAMPLES")
# Never ends; tests/integration/api/test_live.py.
_STREAMS = ("get_live_events",)
# The fetcher answers it, and none runs; tests/integration/api/test_source_check.py.
_FETCHED = ("check_source",)
# What would end the session that all others are asked with.
_ENDS_SESSION = (
    "logout",
    "logout_everywhere",
    "change_password",
    "delete_user",
    "end_session",
    "refresh_session",
)
_CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
    "response_headers_conformance",
)


pytestmark = pytest.mark.timeout(1200 if _EXAMPLES else 180)


@pytest.fixture
async def url(whole_cast: WholeCast) -> AsyncIterator[str]:
    """The API with some calls, and without the throttles that it would soon meet."""
    start = datetime(2026, 5, 20, 12, tzinfo=UTC)
    versions = ("1.0", "1.1")
    await record(
        whole_cast,
        [
            Call(start + timedelta(minutes=7 * n), float(n), "home", versions[n % 2], "ada", "192.0.2.1", 200)
            for n in range(200)
        ],
        sealed_until=start + timedelta(hours=12),
    )
    whole_cast.throttle(UNTHROTTLED)
    async with serving(whole_cast.app) as base:
        yield base


async def run(
    url: str, folder: Path, headers: dict[str, str], parameters: dict[str, Any], without: Iterable[str]
) -> None:
    config = folder / "schemathesis.toml"
    # A fetcher that does not answer is documented, and here is none.
    lines = ["[checks.not_a_server_error]", 'expected-statuses = ["2xx", "3xx", "4xx", "503"]']
    lines += ["[parameters]", *(f'"path.{name}" = {json.dumps(value)}' for name, value in parameters.items())]
    config.write_text("\n".join(lines), encoding="utf-8")
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "schemathesis.cli",
        f"--config-file={config}",
        "run",
        f"{url}/api/v1/openapi.json",
        f"--checks={','.join(_CHECKS)}",
        f"--max-examples={_EXAMPLES or 1}",
        "--phases=examples,coverage,fuzzing" if _EXAMPLES else "--phases=fuzzing",
        "--mode=all",
        "--generation-deterministic",
        "--continue-on-failure",
        "--warnings=off",
        "--no-color",
        "--request-timeout=20",
        *(f"--exclude-operation-id={name}" for name in without),
        *(part for name, value in headers.items() for part in ("-H", f"{name}: {value}")),
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode == 0, said.decode()


async def test_with_a_key_whatever_is_sent_is_answered_as_the_schema_says(
    url: str, whole_cast: WholeCast, tmp_path: Path
) -> None:
    headers = {"Authorization": whole_cast.owner.headers["Authorization"]}
    parameters = {"dashboard_id": whole_cast.dashboard_id}
    await run(url, tmp_path, headers, parameters, (*_STREAMS, *_FETCHED))


@only_thorough
async def test_signed_in_whatever_is_sent_is_answered_as_the_schema_says(
    url: str, whole_cast: WholeCast, tmp_path: Path
) -> None:
    browser = await whole_cast.signed_in("owner")
    headers = {
        "Cookie": "; ".join(f"{cookie.name}={cookie.value}" for cookie in browser.cookies.jar),
        "Sec-Fetch-Site": "same-origin",
    }
    parameters = {"dashboard_id": whole_cast.dashboard_id}
    await run(url, tmp_path, headers, parameters, (*_STREAMS, *_FETCHED, *_ENDS_SESSION))
