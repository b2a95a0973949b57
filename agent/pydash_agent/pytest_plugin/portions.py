"""Results as PyDash takes them: a run in portions of which each is small, and may be sent twice."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydash_agent.pytest_plugin.results import EndpointResult, Result, Results, quantile

# PyDash takes a little more of each.
RESULTS_MAX = 1000
BYTES_MAX = 1_000_000
# Of each outcome. More, as from plugins that run a test again and again, would be refused with all of the run.
REPETITIONS_MAX = 1000
DIGITS = 4


@dataclass(frozen=True)
class Run:
    id: str
    suite: str
    version: str | None
    build: str | None
    started_at: datetime


def portions_of(run: Run, results: Results) -> list[bytes]:
    """The bodies to send, in order. Endpoints are in the last."""
    parts = list(_parts(results)) or [[]]
    endpoints = ",".join(_dump(_endpoint(name, each)) for name, each in results.endpoints.items())
    head = {
        "run_id": run.id,
        "suite": run.suite,
        "version": run.version,
        "build": run.build,
        "started_at": run.started_at.isoformat(),
        "portions": len(parts),
    }
    bodies = []
    for number, part in enumerate(parts, start=1):
        fields = _dump({**head, "portion": number})[:-1]
        last = endpoints if number == len(parts) else ""
        bodies.append(f'{fields},"results":[{",".join(part)}],"endpoints":[{last}]}}'.encode())
    return bodies


def _parts(results: Results) -> Iterator[list[str]]:
    part: list[str] = []
    chars = 0
    for name, result in results.tests.items():
        text = _dump(_result(name, result))
        if part and (len(part) >= RESULTS_MAX or chars + len(text) > BYTES_MAX):
            yield part
            part, chars = [], 0
        part.append(text)
        chars += len(text)
    if part:
        yield part


def _result(name: str, result: Result) -> dict[str, Any]:
    return {
        "name": name,
        "passed": min(result.passed, REPETITIONS_MAX),
        "failed": min(result.failed, REPETITIONS_MAX),
        "skipped": min(result.skipped, REPETITIONS_MAX),
        "durations_ms": [round(duration, DIGITS) for duration in result.durations_ms],
        "hits": [
            {"endpoint": endpoint, "calls": calls, "total_ms": round(total_ms, DIGITS)}
            for endpoint, (calls, total_ms) in result.hits.items()
        ],
    }


def _endpoint(name: str, endpoint: EndpointResult) -> dict[str, Any]:
    tally = endpoint.tally
    return {
        "endpoint": name,
        "tests": endpoint.tests,
        "calls": tally.calls,
        "total_ms": round(tally.total_ms, DIGITS),
        "median_ms": round(quantile(tally.times_ms, 0.5), DIGITS),
        "ninetieth_percentile_ms": round(quantile(tally.times_ms, 0.9), DIGITS),
        "slowest_ms": round(tally.slowest_ms, DIGITS),
    }


def _dump(value: dict[str, Any]) -> str:
    return json.dumps(value, separators=(",", ":"), allow_nan=False)
