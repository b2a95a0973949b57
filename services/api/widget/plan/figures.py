"""Any statistic as one number, or as several with their names."""

from shared.statistics.registry import STATISTICS, StatisticName
from shared.statistics.statistic import Value

Figure = int | float | None


def figure(value: Value) -> Figure:
    """Of what names or counts several things: how many these are."""
    return len(value) if isinstance(value, dict | list) else value


def entries(value: Value) -> list[tuple[str, int]] | None:
    """Of what counts several things: each, the most first; None for any other value."""
    if not isinstance(value, dict):
        return None
    return sorted(value.items(), key=lambda entry: (-entry[1], entry[0]))


def written(name: StatisticName, value: Value) -> str:
    """As a message says it."""
    if value is None:
        return "no calls"
    if isinstance(value, list):
        return ", ".join(value) or "none"
    number = figure(value)
    return f"{number} ms" if STATISTICS[name].unit == "ms" else str(number)
