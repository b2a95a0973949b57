"""Which version of the app runs, where its author does not say: the commit that is checked out."""

from __future__ import annotations

import re
from pathlib import Path

_COMMIT = re.compile(r"[0-9a-f]{40}([0-9a-f]{24})?")
# Enough to be told apart, as git itself abbreviates a commit of a large repository.
_CHARS = 12


def commit_of(folder: Path) -> str:
    """Of the git repository that the folder is in; empty if there is none. Read from its files: an app's host need
    not have git.
    """
    try:
        for parent in (folder, *folder.parents):
            if (parent / ".git").exists():
                return _checked_out(_git_folder(parent / ".git"))[:_CHARS]
    except (OSError, UnicodeDecodeError):
        pass
    return ""


def _git_folder(path: Path) -> Path:
    # Of a worktree or a submodule it is a file that says where the folder is.
    if path.is_dir():
        return path
    _, _, elsewhere = _line(path).partition("gitdir: ")
    return path.parent / elsewhere


def _checked_out(git: Path) -> str:
    head = _line(git / "HEAD")
    _, is_branch, branch = head.partition("ref: ")
    commit = _branch_commit(git, branch) if is_branch else head
    return commit if _COMMIT.fullmatch(commit) else ""


def _branch_commit(git: Path, branch: str) -> str:
    # A worktree shares the branches of the repository it is of.
    shared = git / "commondir"
    common = git / _line(shared) if shared.exists() else git
    loose = common / branch
    if loose.exists():
        return _line(loose)
    for packed in (common / "packed-refs").read_text(encoding="utf-8").splitlines():
        commit, _, name = packed.partition(" ")
        if name == branch:
            return commit
    return ""


def _line(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip()
