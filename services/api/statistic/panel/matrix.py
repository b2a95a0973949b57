"""Versions against endpoints, groups or addresses: calls, and how long they took on average."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from services.api.statistic.panel.plan import Plan, Scene, slices_of
from services.api.statistic.period import resolve
from services.api.statistic.query import MatrixQuery
from services.api.statistic.schemas import MatrixCell, MatrixRead, MatrixRow
from shared.query.answer import Answer
from shared.query.question import By, Question
from shared.statistics.precision import reduce_precision
from shared.statistics.registry import StatisticName

# Calls and milliseconds of one cell, by version.
_Sums = dict[str, tuple[int, float]]


def plan_matrix(asked: MatrixQuery, scene: Scene) -> Plan[MatrixRead]:
    """Raises InvalidQueryError."""
    period = resolve(asked, scene)
    slices, filters = slices_of(period), asked.filters()

    def read(answers: Sequence[Answer]) -> MatrixRead:
        pairs, released = answers
        versions = [version for row in released.rows for version in row.key if version is not None]
        return MatrixRead(
            start=period.start,
            end=period.end,
            by=asked.by,
            versions=versions,
            rows=[_row(key, sums, versions) for key, sums in _ranked(_by_key(pairs), asked.top)],
        )

    statistics = (StatisticName.TOTAL_VISITS, StatisticName.TOTAL_EXECUTION_TIME)
    return Plan(
        (
            Question(slices, statistics, filters, (By.VERSION, By(asked.by))),
            # In order of their first call, which pairs do not tell.
            Question(slices, (StatisticName.TOTAL_VISITS,), filters, (By.VERSION,)),
        ),
        read,
    )


def _by_key(pairs: Answer) -> dict[str, _Sums]:
    found: dict[str, _Sums] = defaultdict(dict)
    for row in pairs.rows:
        version, key = row.key
        total = row.values[0][StatisticName.TOTAL_EXECUTION_TIME]
        assert version is not None
        assert key is not None
        assert isinstance(total, int | float)
        found[key][version] = (row.calls, total)
    return found


def _ranked(by_key: dict[str, _Sums], top: int) -> list[tuple[str | None, _Sums]]:
    """The busiest keys, and all others together."""
    ranked = sorted(by_key.items(), key=lambda item: (-sum(calls for calls, _ in item[1].values()), item[0]))
    kept: list[tuple[str | None, _Sums]] = [*ranked[:top]]
    if len(ranked) > top:
        kept.append((None, _together(sums for _, sums in ranked[top:])))
    return kept


def _together(parts: Iterable[_Sums]) -> _Sums:
    sums: _Sums = {}
    for part in parts:
        for version, (calls, total) in part.items():
            calls_before, total_before = sums.get(version, (0, 0.0))
            sums[version] = (calls_before + calls, total_before + total)
    return sums


def _row(key: str | None, sums: _Sums, versions: list[str]) -> MatrixRow:
    return MatrixRow(key=key, cells=[_cell(*sums.get(version, (0, 0.0))) for version in versions])


def _cell(calls: int, total_ms: float) -> MatrixCell:
    average = reduce_precision(total_ms / calls) if calls else 0.0
    return MatrixCell(calls=calls, average_execution_time=average)
