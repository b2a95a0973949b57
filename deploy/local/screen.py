"""What a person sees while the stack starts and runs: one line a step, with the time it took."""

import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TextIO

from deploy.local.errors import LocalStackError

_COLOURS = re.compile(r"\033\[[0-9;]*m")
_GREEN, _RED, _YELLOW, _BOLD, _OFF = "\033[32m", "\033[31m", "\033[33m", "\033[1m", "\033[0m"


class Step:
    """What it says when done may name what came out of it."""

    def __init__(self, title: str) -> None:
        self.title = title


class Screen:
    """Marks and colours on a terminal, plain lines elsewhere. A closed terminal stops nothing."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._terminal = self._stream.isatty() and "utf" in (self._stream.encoding or "").lower()

    @contextmanager
    def step(self, title: str) -> Iterator[Step]:
        """Says when the block is done, or that it failed."""
        step, started = Step(title), time.monotonic()
        try:
            yield step
        except LocalStackError:
            self.line(f"{self._mark('✗', 'failed', _RED)} {step.title}")
            raise
        self.line(f"{self._mark('✓', 'ok', _GREEN)} {step.title:<58} {time.monotonic() - started:5.1f} s")

    def warning(self, text: str) -> None:
        self.line(f"{self._mark('!', 'warning', _YELLOW)} {text}")

    def headline(self, text: str) -> None:
        self.line(f"{_BOLD}{text}{_OFF}" if self._terminal else text)

    def line(self, text: str = "") -> None:
        if not self._terminal:
            text = _COLOURS.sub("", text)
        with suppress(OSError, ValueError):
            self._stream.write(text + "\n")
            self._stream.flush()

    def _mark(self, mark: str, word: str, colour: str) -> str:
        return f"  {colour}{mark}{_OFF}" if self._terminal else f"{word}:"
