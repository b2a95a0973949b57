"""The ratios to the peers as bars on a logarithmic axis: an SVG that reads on light and on dark."""

import math
from collections.abc import Iterator
from html import escape
from typing import Any

_WIDTH, _MARGIN = 760, 24
_HEAD, _ROW, _FOOT = 34, 40, 12
_BAR_TOP, _BAR_HEIGHT = 19, 10
# Room beside the longest bars for their numbers.
_NUMBER_WIDTH = 44
_TIMES = "\N{MULTIPLICATION SIGN}"

# Shown as an image an SVG inherits no colour; the grey of light pages can be read on dark ones, too, where
# a viewer does not say which it is on.
_STYLE = """
  svg { color: #57606a; font: 12px system-ui, sans-serif }
  text { fill: currentColor }
  .name { font-weight: 600 }
  .axis { stroke: currentColor; stroke-opacity: .2 }
  .equal { stroke: currentColor; stroke-width: 1.5 }
  .better { fill: #2f81c7 }
  .worse { fill: #b8772e }
  @media (prefers-color-scheme: dark) { svg { color: #a3acb7 } }
"""


class _Axis:
    """From one power of ten to another; 1 lies between them or at an end."""

    def __init__(self, ratios: list[float]) -> None:
        self._low = min(-1, math.floor(math.log10(min(ratios))))
        self._high = max(1, math.ceil(math.log10(max(ratios))))

    def x(self, ratio: float) -> float:
        left, right = _MARGIN + _NUMBER_WIDTH, _WIDTH - _MARGIN - _NUMBER_WIDTH
        share = (math.log10(ratio) - self._low) / (self._high - self._low)
        return round(left + share * (right - left), 1)

    def ticks(self) -> list[float]:
        return [10.0**power for power in range(self._low, self._high + 1)]


def chart(figures: dict[str, Any]) -> str:
    """One bar for each figure that has a peer, the best first."""
    beside = {name: figure for name, figure in figures.items() if figure["ratio"] is not None}
    best_first = sorted(beside.items(), key=lambda named: -named[1]["ratio"])
    height = _HEAD + _ROW * len(best_first) + _FOOT
    size = f'viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"'
    described = 'role="img" aria-label="How many times better than its peers PyDash did"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {described}>',
        f"<style>{_STYLE}</style>",
    ]
    if best_first:
        axis = _Axis([figure["ratio"] for _, figure in best_first])
        lines += _numbers(axis)
        for number, (name, figure) in enumerate(best_first):
            top = _HEAD + _ROW * number
            lines += _grid(axis, top + _BAR_TOP)
            lines += _row(axis, top, name, figure)
    return "\n".join((*lines, "</svg>")) + "\n"


def _numbers(axis: _Axis) -> Iterator[str]:
    for tick in axis.ticks():
        yield f'<text x="{axis.x(tick)}" y="16" text-anchor="middle">{tick:,g}{_TIMES}</text>'


def _grid(axis: _Axis, top: int) -> Iterator[str]:
    """Beside the bars alone: lines through the names would make them hard to read."""
    for tick in axis.ticks():
        x, kind = axis.x(tick), "equal" if tick == 1 else "axis"
        yield f'<line class="{kind}" x1="{x}" y1="{top - 2}" x2="{x}" y2="{top + _BAR_HEIGHT + 2}"/>'


def _row(axis: _Axis, top: int, name: str, figure: dict[str, Any]) -> Iterator[str]:
    ratio: float = figure["ratio"]
    end, equal = axis.x(ratio), axis.x(1)
    better = ratio >= 1
    number_x, anchor = (max(end, equal) + 6, "start") if better else (min(end, equal) - 6, "end")
    yield (
        f'<text x="{_MARGIN}" y="{top + 13}"><tspan class="name">{escape(name)}</tspan> '
        f"· {escape(figure['peer'])}</text>"
    )
    yield (
        f'<rect class="{"better" if better else "worse"}" x="{min(end, equal)}" y="{top + _BAR_TOP}" '
        f'width="{abs(end - equal):.1f}" height="{_BAR_HEIGHT}" rx="2"/>'
    )
    yield (
        f'<text x="{number_x:.1f}" y="{top + _BAR_TOP + _BAR_HEIGHT - 1}" text-anchor="{anchor}">'
        f"{ratio:,g}{_TIMES}</text>"
    )
