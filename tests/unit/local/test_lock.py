import re
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.errors import LocalStackError
from deploy.local.lock import StackLock, is_held


def test_the_second_is_told_who_was_first_and_where(tmp_path: Path) -> None:
    with StackLock(tmp_path / "lock") as first:
        first.announce("http://127.0.0.1:8321")

        assert re.search(r"already runs at http://127\.0\.0\.1:8321 \(pid \d+\)", refusal(tmp_path / "lock"))


def test_the_second_is_told_that_the_first_is_only_starting(tmp_path: Path) -> None:
    with StackLock(tmp_path / "lock"):
        assert "just starting" in refusal(tmp_path / "lock")


def test_a_lock_that_was_let_go_can_be_taken(tmp_path: Path) -> None:
    with StackLock(tmp_path / "lock"):
        assert is_held(tmp_path / "lock")

    assert not is_held(tmp_path / "lock")
    with StackLock(tmp_path / "lock"):
        pass


def test_what_a_killed_holder_left_behind_locks_nothing(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys; from pathlib import Path; from deploy.local.lock import StackLock; "
        "lock = StackLock(Path(sys.argv[1])).__enter__(); lock.announce('http://old'); "
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    subprocess.run([sys.executable, "-c", script, str(tmp_path / "lock")], check=False)

    assert "http://old" in (tmp_path / "lock").read_text()
    assert not is_held(tmp_path / "lock")
    with StackLock(tmp_path / "lock"):
        assert "http://old" not in (tmp_path / "lock").read_text()


def test_a_lock_with_nonsense_in_it_still_keeps_others_out(tmp_path: Path) -> None:
    with StackLock(tmp_path / "lock"):
        (tmp_path / "lock").write_text("[1, 2", encoding="utf-8")

        assert refusal(tmp_path / "lock") == "PyDash already runs with this PYDASH_HOME"


def test_a_folder_in_place_of_the_lock_is_said(tmp_path: Path) -> None:
    (tmp_path / "lock").mkdir()

    assert "cannot open the lock" in refusal(tmp_path / "lock")


def refusal(path: Path) -> str:
    """What is said to whoever cannot have the lock."""
    with pytest.raises(LocalStackError) as refused, StackLock(path):
        pass
    return str(refused.value)
