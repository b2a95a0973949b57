"""Where measured figures go: to the screen, and with PYDASH_WRITE_FIGURES=1 into the documentation."""

import json
import os
import platform
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_DOCS = Path(__file__).parents[2] / "docs"
FIGURES = _DOCS / "figures.json"
TABLE_IN = _DOCS / "benchmarks.md"
_BEGIN, _END = "<!-- figures -->", "<!-- end of figures -->"
_SIGNIFICANT = 3


@dataclass(frozen=True)
class Figure:
    """``ratio``: how many times better than the peer, so that more than 1 is better whatever the unit."""

    value: float
    unit: str
    peer: str
    peer_value: float
    ratio: float
    machine: str
    date: str


def publish(
    name: str, *, value: float, unit: str, peer: str, peer_value: float, less_is_better: bool = False
) -> None:
    """Prints a figure beside its peer's, and keeps it where that is asked for."""
    ratio = peer_value / value if less_is_better else value / peer_value
    figure = Figure(_rounded(value), unit, peer, _rounded(peer_value), _rounded(ratio), _machine(), _today())
    print(  # noqa: T201 - what a benchmark is run for
        f"\n{name}: {_shown(figure.value)} {unit}; {peer}: {_shown(figure.peer_value)} {unit}; "
        f"ratio {figure.ratio:g}"
    )
    if os.environ.get("PYDASH_WRITE_FIGURES") == "1":
        _write(name, figure)


def _write(name: str, figure: Figure) -> None:
    figures: dict[str, Any] = json.loads(FIGURES.read_text(encoding="utf-8")) if FIGURES.exists() else {}
    figures[name] = asdict(figure)
    figures = dict(sorted(figures.items()))
    FIGURES.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    before, _, rest = TABLE_IN.read_text(encoding="utf-8").partition(_BEGIN)
    after = rest.partition(_END)[2]
    TABLE_IN.write_text(f"{before}{_BEGIN}\n\n{table(figures)}\n\n{_END}{after}", encoding="utf-8")


def table(figures: dict[str, Any]) -> str:
    """The figures as a Markdown table."""
    lines = ["| figure | PyDash | peer | | ratio |", "|---|---|---|---|---|"]
    lines += [
        f"| {name} | {_shown(figure['value'])} {figure['unit']} | {figure['peer']} "
        f"| {_shown(figure['peer_value'])} {figure['unit']} | {figure['ratio']:g} |"
        for name, figure in figures.items()
    ]
    return "\n".join(lines)


def _shown(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:g}"


def _rounded(value: float) -> float:
    return float(f"{value:.{_SIGNIFICANT}g}")


def _machine() -> str:
    return f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}"


def _today() -> str:
    return datetime.now(UTC).date().isoformat()
