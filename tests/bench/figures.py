"""Where measured figures go: to the screen, and with PYDASH_WRITE_FIGURES=1 into the documentation."""

import json
import os
import platform
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from tests.bench.chart import chart

_DOCS = Path(__file__).parents[2] / "docs"
FIGURES = _DOCS / "figures.json"
TABLE_IN = _DOCS / "benchmarks.md"
CHART = _DOCS / "benchmarks-chart.svg"
_BEGIN, _END = "<!-- figures -->", "<!-- end of figures -->"
_SIGNIFICANT = 3


@dataclass(frozen=True)
class Bound:
    """What was promised of a figure, of its value or of its ratio to the peer. Nothing fails when it is missed."""

    direction: Literal["at least", "at most"]
    number: float
    of: Literal["value", "ratio"] = "value"


@dataclass(frozen=True)
class Figure:
    """``ratio``: how many times better than the peer, so that more than 1 is better whatever the unit."""

    value: float
    unit: str
    peer: str | None
    peer_value: float | None
    ratio: float | None
    machine: str
    date: str
    bound: Bound | None = None


def publish(
    name: str,
    *,
    value: float,
    unit: str,
    peer: str | None = None,
    peer_value: float | None = None,
    less_is_better: bool = False,
    bound: Bound | None = None,
) -> None:
    """Prints a figure beside its peer's where it has one, and keeps it where that is asked for."""
    if (peer is None) != (peer_value is None):
        raise ValueError("a peer comes with its value")
    ratio = None
    if peer_value is not None:
        ratio = _rounded(peer_value / value if less_is_better else value / peer_value)
        peer_value = _rounded(peer_value)
    if bound is not None and bound.of == "ratio" and ratio is None:
        raise ValueError("without a peer there is no ratio to bound")
    figure = Figure(_rounded(value), unit, peer, peer_value, ratio, _machine(), _today(), bound)
    stored = _stored(figure)
    print(f"\n{name}: {_said(stored)}")  # noqa: T201 - what a benchmark is run for
    if os.environ.get("PYDASH_WRITE_FIGURES") == "1":
        _write(name, stored)


def _stored(figure: Figure) -> dict[str, Any]:
    """As figures.json has it: a bound only where one was given."""
    stored = asdict(figure)
    if figure.bound is None:
        del stored["bound"]
    return stored


def _write(name: str, stored: dict[str, Any]) -> None:
    figures: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    figures[name] = stored
    figures = dict(sorted(figures.items()))
    FIGURES.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    before, _, rest = TABLE_IN.read_text(encoding="utf-8").partition(_BEGIN)
    after = rest.partition(_END)[2]
    TABLE_IN.write_text(f"{before}{_BEGIN}\n\n{table(figures)}\n\n{_END}{after}", encoding="utf-8")
    CHART.write_text(chart(figures), encoding="utf-8")


def table(figures: dict[str, Any]) -> str:
    """The figures as a Markdown table."""
    lines = ["| figure | PyDash | peer | | ratio | bound |", "|---|---|---|---|---|---|"]
    lines += [f"| {' | '.join((name, *_cells(stored)))} |" for name, stored in figures.items()]
    return "\n".join(lines)


def _said(stored: dict[str, Any]) -> str:
    value, peer, peer_value, ratio, bound = _cells(stored)
    beside = [f"{peer}: {peer_value}", f"ratio {ratio}"] if peer else []
    return "; ".join([value, *beside, *([bound] if bound else [])])


def _cells(stored: dict[str, Any]) -> tuple[str, str, str, str, str]:
    unit = stored["unit"]
    if stored["peer"] is None:
        peer = peer_value = ratio = ""
    else:
        peer, peer_value = stored["peer"], f"{_shown(stored['peer_value'])} {unit}"
        ratio = f"{stored['ratio']:g}"
    return f"{_shown(stored['value'])} {unit}", peer, peer_value, ratio, _bound_cell(stored)


def _bound_cell(stored: dict[str, Any]) -> str:
    if "bound" not in stored:
        return ""
    direction, number, of = (stored["bound"][key] for key in ("direction", "number", "of"))
    reached = stored[of]
    holds = reached >= number if direction == "at least" else reached <= number
    named = f"{_shown(number)} {stored['unit']}" if of == "value" else f"{number:g} times"
    return f"{direction} {named}: {'holds' if holds else '**missed**'}"


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:g}"


def _rounded(value: float) -> float:
    return float(f"{value:.{_SIGNIFICANT}g}")


def _machine() -> str:
    return f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}"


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
