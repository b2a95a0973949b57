"""Tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydash_agent.pytest_plugin.results import Results, quantile

ROWS_MAX = 10
NAME_CHARS = 70


def tests_table(results: Results) -> Iterator[str]:
    """The slowest, by the median of their repetitions."""
    ran = [(result.median_ms, name, result) for name, result in results.tests.items()]
    slowest = sorted(
        ((median, name, result) for median, name, result in ran if median is not None),
        key=lambda each: (-each[0], each[1]),
    )
    rows = [
        (
            name,
            _ms(median),
            _ms(max(result.durations_ms)),
            f"{result.passed}/{result.passed + result.failed}",
            ", ".join(sorted(result.hits)) or "-",
        )
        for median, name, result in slowest[:ROWS_MAX]
    ]
    yield from _table(("slowest tests", "median", "slowest", "passed", "endpoints"), rows)
    yield from _more(len(slowest))


def endpoints_table(results: Results) -> Iterator[str]:
    """The most called."""
    called = sorted(results.endpoints.items(), key=lambda each: (-each[1].tally.calls, each[0]))
    if not called:
        return
    rows = [
        (
            name,
            _ms(quantile(each.tally.times_ms, 0.5)),
            _ms(each.tally.slowest_ms),
            str(each.tally.calls),
            str(each.tests),
        )
        for name, each in called[:ROWS_MAX]
    ]
    yield from _table(("endpoints under test", "median", "slowest", "calls", "tests"), rows)
    yield from _more(len(called))


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    cut = [[_cut(cell) for cell in row] for row in (head, *rows)]
    widths = [max(len(row[column]) for row in cut) for column in range(len(head))]
    for row in cut:
        first = row[0].ljust(widths[0])
        numbers = [cell.rjust(width) for cell, width in zip(row[1:4], widths[1:4])]
        yield "  ".join([first, *numbers, row[4]]).rstrip()


def _cut(cell: str) -> str:
    return cell if len(cell) <= NAME_CHARS else "…" + cell[1 - NAME_CHARS :]


def _more(count: int) -> Iterator[str]:
    if count > ROWS_MAX:
        yield f"... and {count - ROWS_MAX} more"


def _ms(milliseconds: float) -> str:
    return f"{milliseconds:.1f} ms"
