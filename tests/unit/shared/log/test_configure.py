import io
import json
import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
import structlog
from typing_extensions import override

from shared.log.configure import SECRET_FIELDS, configure_logging
from shared.settings.base import Settings

LogFormat = Literal["auto", "columns", "json"]
ORDERS: dict[str, int] = {}


@pytest.fixture(autouse=True)
def _logging_put_back() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    for handler in root.handlers:
        if handler not in handlers:
            handler.close()
    root.handlers[:] = handlers
    root.setLevel(level)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def configure(
    *,
    log_format: LogFormat = "json",
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO",
    log_dir: Path | None = None,
) -> None:
    configure_logging("shop", Settings(log_format=log_format, log_level=log_level, log_dir=log_dir))


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_is_a_json_object_with_the_event_and_its_fields(capsys: pytest.CaptureFixture[str]) -> None:
    configure()

    structlog.get_logger("orders").info("order_shipped", order=7, weight_kg=1.5)

    (line,) = lines(capsys)
    assert line.pop("timestamp").endswith("Z")
    assert line == {
        "event": "order_shipped",
        "order": 7,
        "weight_kg": 1.5,
        "level": "info",
        "logger": "orders",
        "service": "shop",
    }


def test_lines_of_libraries_have_the_same_shape(capsys: pytest.CaptureFixture[str]) -> None:
    configure()

    logging.getLogger("some.library").warning("slow: %s s", 3)

    (line,) = lines(capsys)
    assert (line["event"], line["level"], line["logger"]) == ("slow: 3 s", "warning", "some.library")
    assert "timestamp" in line


def test_what_is_bound_to_the_context_is_in_each_line(capsys: pytest.CaptureFixture[str]) -> None:
    configure()

    with structlog.contextvars.bound_contextvars(request_id="r1"):
        structlog.get_logger("a").info("ours")
        logging.getLogger("b").warning("theirs")

    assert [line["request_id"] for line in lines(capsys)] == ["r1", "r1"]


def test_an_exception_is_one_line_with_its_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    configure()
    try:
        ORDERS["no such order"]
    except LookupError:
        structlog.get_logger("a").exception("order_failed")

    (line,) = lines(capsys)
    assert "KeyError: 'no such order'" in line["exception"]


def test_columns_are_for_people(capsys: pytest.CaptureFixture[str]) -> None:
    configure(log_format="columns")

    structlog.get_logger("a").info("order_shipped", order=7)

    text = capsys.readouterr().err
    assert "order_shipped" in text
    assert not text.startswith("{")


def test_without_a_terminal_lines_are_json(capsys: pytest.CaptureFixture[str]) -> None:
    configure(log_format="auto")

    structlog.get_logger("a").info("order_shipped")

    assert lines(capsys)[0]["event"] == "order_shipped"


@pytest.mark.parametrize("log_format", ["json", "columns"])
@pytest.mark.parametrize("name", sorted(SECRET_FIELDS))
def test_secrets_do_not_reach_a_line(
    capsys: pytest.CaptureFixture[str], name: str, log_format: LogFormat
) -> None:
    configure(log_format=log_format)

    structlog.get_logger("a").info("signed_in", **{name: "hunter2"})

    text = capsys.readouterr().err
    assert "hunter2" not in text
    assert "signed_in" in text


@pytest.mark.parametrize(
    "fields",
    [
        {"Authorization": "Bearer hunter2"},
        {"headers": {"cookie": "hunter2"}},
        {"headers": {"Set-Cookie": "hunter2"}},
        {"requests": [{"password": "hunter2"}]},
    ],
    ids=["in capitals", "in a mapping", "in a mapping, in capitals", "in a list"],
)
def test_secrets_are_found_where_they_hide(
    capsys: pytest.CaptureFixture[str], fields: dict[str, Any]
) -> None:
    configure()

    structlog.get_logger("a").info("request_seen", **fields)

    assert "hunter2" not in capsys.readouterr().err


def test_the_level_bounds_the_stream_but_files_get_what_is_worth_keeping(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    configure(log_level="ERROR", log_dir=tmp_path)
    log = structlog.get_logger("a")
    log.debug("debug_event")
    log.info("info_event")
    log.error("error_event")

    (file,) = tmp_path.iterdir()
    kept = [json.loads(line)["event"] for line in file.read_text(encoding="utf-8").splitlines()]
    assert file.name.startswith("shop-")
    assert kept == ["info_event", "error_event"]
    assert [line["event"] for line in lines(capsys)] == ["error_event"]


def test_debug_lines_go_to_the_stream_where_asked_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    configure(log_level="DEBUG", log_dir=tmp_path)

    structlog.get_logger("a").debug("debug_event")

    assert [line["event"] for line in lines(capsys)] == ["debug_event"]
    assert not list(tmp_path.iterdir())


class Terminal(io.StringIO):
    @override
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("log_format", "is_json"), [("auto", False), ("columns", False), ("json", True)])
def test_on_a_terminal_lines_are_columns_unless_json_is_asked_for(
    monkeypatch: pytest.MonkeyPatch, log_format: LogFormat, is_json: bool
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    configure(log_format=log_format)

    structlog.get_logger("a").info("order_shipped")

    assert "order_shipped" in terminal.getvalue()
    assert terminal.getvalue().startswith("{") is is_json


def test_one_line_a_request_of_libraries_is_kept_out(capsys: pytest.CaptureFixture[str]) -> None:
    configure()

    for name in ("uvicorn.access", "httpx", "httpcore"):
        logging.getLogger(name).info("GET / 200")
        logging.getLogger(name).warning("broken")

    assert [line["event"] for line in lines(capsys)] == ["broken"] * 3


def test_uvicorns_own_lines_are_ours_and_come_once(capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).addHandler(logging.StreamHandler())
        logging.getLogger(name).propagate = False
    configure()

    logging.getLogger("uvicorn.error").info("started")

    assert [line["event"] for line in lines(capsys)] == ["started"]
