"""The output of programs that write no log files of their own, kept as the services keep theirs."""

from contextlib import suppress
from pathlib import Path

from deploy.local.embedded.process import Output
from shared.clock.clock import Clock, SystemClock


def to_daily_file(folder: Path, name: str, clock: Clock | None = None) -> Output:
    """Appends each line to ``<folder>/<name>-<UTC day>.log``."""
    clock = clock or SystemClock()

    def append(line: str) -> None:
        path = folder / f"{name}-{clock.now():%Y-%m-%d}.log"
        # A full disk must not take the runner down.
        with suppress(OSError), path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")

    return append
