import shutil
import subprocess
from pathlib import Path

import pytest

from pydash_agent.pytest_plugin.origin import build_of, version_of

_GIT = ("git", "-c", "user.name=t", "-c", "user.email=t@pydash.invalid", "-c", "commit.gpgsign=false")


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
def test_the_version_is_the_commit_and_whether_files_differ_from_it(tmp_path: Path) -> None:
    def git(*arguments: str) -> str:
        done = subprocess.run([*_GIT, *arguments], cwd=tmp_path, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    git("init", "--quiet")
    (tmp_path / "app.py").write_text("1\n")
    git("add", "app.py")
    git("commit", "--quiet", "-m", "first")
    # A tag is a name for a commit, and another tag tomorrow must not make it another version.
    git("tag", "-m", "release", "v1")
    commit = git("rev-parse", "HEAD")[:12]
    assert version_of(tmp_path, {"GITHUB_SHA": "f" * 40}) == commit
    (tmp_path / "app.py").write_text("2\n")
    assert version_of(tmp_path, {}) == f"{commit}-dirty"


def test_without_a_repository_the_ci_says(tmp_path: Path) -> None:
    assert version_of(tmp_path, {"CI_COMMIT_SHA": "0123456789abcdef0123"}) == "0123456789ab"
    assert version_of(tmp_path, {}) is None
    assert version_of(tmp_path / "no such folder", {}) is None


@pytest.mark.parametrize(
    ("environ", "build"),
    [
        ({"GITHUB_RUN_ID": "17"}, "17"),
        ({"CI_PIPELINE_ID": "18"}, "18"),
        ({"BUILD_NUMBER": "19"}, "19"),
        ({"GITHUB_RUN_ID": ""}, None),
        ({}, None),
    ],
)
def test_the_build_is_what_the_ci_says(environ: dict[str, str], build: str | None) -> None:
    assert build_of(environ) == build
