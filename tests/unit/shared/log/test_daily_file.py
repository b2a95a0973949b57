import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared.log.daily_file import DailyFileHandler

_BEFORE_MIDNIGHT = datetime(2026, 11, 20, 23, 59, 59, 999_000, tzinfo=UTC)
_AFTER_MIDNIGHT = datetime(2026, 11, 21, 0, 0, 0, 1000, tzinfo=UTC)


@pytest.fixture
def handler(tmp_path: Path) -> Iterator[DailyFileHandler]:
    handler = DailyFileHandler(tmp_path / "logs", "api")
    yield handler
    handler.close()


def line(message: str, at: datetime) -> logging.LogRecord:
    record = logging.LogRecord("test", logging.INFO, __file__, 1, message, None, None)
    record.created = at.timestamp()
    return record


def test_a_line_is_in_the_file_of_the_day_it_was_logged_on(handler: DailyFileHandler, tmp_path: Path) -> None:
    handler.emit(line("old day", _BEFORE_MIDNIGHT))
    handler.emit(line("new day", _AFTER_MIDNIGHT))

    folder = tmp_path / "logs"
    assert sorted(file.name for file in folder.iterdir()) == ["api-2026-11-20.log", "api-2026-11-21.log"]
    assert (folder / "api-2026-11-20.log").read_text(encoding="utf-8") == "old day\n"
    assert (folder / "api-2026-11-21.log").read_text(encoding="utf-8") == "new day\n"


def test_a_line_that_comes_late_still_goes_to_its_own_day(handler: DailyFileHandler, tmp_path: Path) -> None:
    for message, at in (("a", _BEFORE_MIDNIGHT), ("b", _AFTER_MIDNIGHT), ("c", _BEFORE_MIDNIGHT)):
        handler.emit(line(message, at))

    assert (tmp_path / "logs" / "api-2026-11-20.log").read_text(encoding="utf-8") == "a\nc\n"


def test_a_restarted_service_appends(tmp_path: Path) -> None:
    for message in ("before", "after é"):
        handler = DailyFileHandler(tmp_path, "api")
        handler.emit(line(message, _AFTER_MIDNIGHT))
        handler.close()

    assert (tmp_path / "api-2026-11-21.log").read_text(encoding="utf-8") == "before\nafter é\n"


def test_a_line_is_there_as_soon_as_it_was_logged(handler: DailyFileHandler, tmp_path: Path) -> None:
    handler.emit(line("at once", _AFTER_MIDNIGHT))

    assert (tmp_path / "logs" / "api-2026-11-21.log").read_text(encoding="utf-8") == "at once\n"


def test_a_folder_that_cannot_be_written_to_does_not_stop_the_process(
    handler: DailyFileHandler, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").rmdir()

    handler.emit(line("lost", _AFTER_MIDNIGHT))

    assert "FileNotFoundError" in capsys.readouterr().err


def test_closing_twice_is_no_error(handler: DailyFileHandler) -> None:
    handler.emit(line("one", _AFTER_MIDNIGHT))
    handler.close()
    handler.close()
