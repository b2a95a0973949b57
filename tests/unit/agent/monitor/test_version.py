"""Repositories as git lays them out, in each of the ways it keeps the commit of a branch."""

from pathlib import Path

import pytest

from pydash_agent.monitor.version import commit_of

COMMIT = "0123456789abcdef0123456789abcdef01234567"
TOLD = "0123456789ab"


def _write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_dash_", "-")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def app(tmp_path: Path) -> Path:
    """A folder inside of a repository that is not there yet."""
    folder = tmp_path / "src" / "app"
    folder.mkdir(parents=True)
    return folder


def test_of_a_branch(tmp_path: Path, app: Path) -> None:
    _write(tmp_path / ".git", HEAD="ref: refs/heads/main\n", refs__heads__main=f"{COMMIT}\n")
    assert commit_of(app) == TOLD


def test_of_a_branch_that_git_packed(tmp_path: Path, app: Path) -> None:
    packed = f"# pack-refs with: peeled\n{'f' * 40} refs/heads/other\n{COMMIT} refs/heads/main\n"
    _write(tmp_path / ".git", HEAD="ref: refs/heads/main\n", packed_dash_refs=packed)
    assert commit_of(app) == TOLD


def test_of_a_commit_without_a_branch(tmp_path: Path, app: Path) -> None:
    _write(tmp_path / ".git", HEAD=f"{COMMIT}\n")
    assert commit_of(app) == TOLD


def test_of_a_worktree(tmp_path: Path, app: Path) -> None:
    common = tmp_path / "elsewhere" / ".git"
    _write(common, refs__heads__topic=f"{COMMIT}\n")
    _write(common / "worktrees" / "src", HEAD="ref: refs/heads/topic\n", commondir="../..\n")
    (tmp_path / "src" / ".git").write_text(f"gitdir: {common}/worktrees/src\n", encoding="utf-8")
    assert commit_of(app) == TOLD


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"HEAD": "ref: refs/heads/unborn\n"},
        {"HEAD": "ref: refs/heads/main\n", "refs__heads__main": "<script>"},
        {"HEAD": "\x00"},
    ],
)
def test_nothing_where_there_is_none_or_it_cannot_be_read(
    tmp_path: Path, app: Path, files: dict[str, str]
) -> None:
    (app / ".git").mkdir()
    _write(app / ".git", **files)
    assert commit_of(app) == ""
