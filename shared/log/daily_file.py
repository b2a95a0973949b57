"""One log file a service and UTC day: ``api-2026-11-21.log``."""

import logging
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TextIO

from typing_extensions import override


class DailyFileHandler(logging.Handler):
    """Appends to the file of the day a line was logged on, so no line moves when midnight passes."""

    def __init__(self, folder: Path, service: str) -> None:
        super().__init__()
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._service = service
        self._day: date | None = None
        self._file: TextIO | None = None

    @override
    def emit(self, record: logging.LogRecord) -> None:
        try:
            file = self._file_of(datetime.fromtimestamp(record.created, UTC).date())
            file.write(self.format(record) + "\n")
            file.flush()
        except Exception:  # noqa: BLE001 - logging must never take the process down
            self.handleError(record)

    def _file_of(self, day: date) -> TextIO:
        if self._file is None or day != self._day:
            if self._file is not None:
                self._file.close()
            self._file = (self._folder / f"{self._service}-{day.isoformat()}.log").open("a", encoding="utf-8")
            self._day = day
        return self._file

    @override
    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
        super().close()
