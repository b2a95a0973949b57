from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deploy.local.errors import LocalStackError
from deploy.local.log_files import to_daily_file
from deploy.local.node import is_new_enough
from deploy.local.run_file import ProcessEntry, RunFile
from deploy.local.spa import fingerprint
from shared.clock.clock import ManualClock


def test_lines_go_to_the_file_of_their_day(tmp_path: Path) -> None:
    clock = ManualClock(datetime(2026, 11, 21, 23, 59, tzinfo=UTC))
    write = to_daily_file(tmp_path, "postgres", clock)

    write("before")
    clock.move(timedelta(minutes=2))
    write("after")

    assert (tmp_path / "postgres-2026-11-21.log").read_text() == "before\n"
    assert (tmp_path / "postgres-2026-11-22.log").read_text() == "after\n"


def test_a_log_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    to_daily_file(tmp_path / "missing", "postgres")("lost")


def test_the_run_file_is_read_as_it_was_written(tmp_path: Path) -> None:
    written = RunFile(
        pid=7,
        url="http://127.0.0.1:8321",
        started=True,
        env={"PYDASH_PUBLIC_URL": "http://127.0.0.1:8321"},
        processes={"api": ProcessEntry(8, 8321, "http://127.0.0.1:8321/readyz"), "traffic": ProcessEntry(9)},
    )

    written.write(tmp_path / "run.json")

    assert RunFile.read(tmp_path / "run.json") == written


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"pid": 1, "processes": {"api": {"name": 1}}}'])
def test_a_damaged_run_file_is_said(tmp_path: Path, content: str) -> None:
    (tmp_path / "run.json").write_text(content, encoding="utf-8")

    with pytest.raises(LocalStackError, match="cannot be read"):
        RunFile.read(tmp_path / "run.json")


@pytest.mark.parametrize(
    ("version", "enough"),
    [
        ("v20.19.0", True),
        ("v20.20.2", True),
        ("v22.12.0", True),
        ("v24.0.1", True),
        ("v20.18.9", False),
        ("v21.9.0", False),
        ("v22.11.0", False),
        ("v18.20.0", False),
        ("not a version", False),
    ],
)
def test_node_is_new_enough_for_vite(version: str, enough: bool) -> None:
    assert is_new_enough(version) is enough


def test_the_fingerprint_follows_content_and_names_not_times(tmp_path: Path) -> None:
    source = tmp_path / "src" / "main.ts"
    source.parent.mkdir()
    source.write_text("1", encoding="utf-8")
    before = fingerprint(tmp_path)

    source.touch()
    assert fingerprint(tmp_path) == before
    source.write_text("2", encoding="utf-8")
    changed = fingerprint(tmp_path)
    source.rename(source.with_name("other.ts"))

    assert len({before, changed, fingerprint(tmp_path)}) == 3


def test_what_is_made_from_the_sources_does_not_make_them_stale(tmp_path: Path) -> None:
    before = fingerprint(tmp_path)

    for made in ("dist/index.html", "node_modules/vite/index.js"):
        (tmp_path / made).parent.mkdir(parents=True)
        (tmp_path / made).touch()

    assert fingerprint(tmp_path) == before
