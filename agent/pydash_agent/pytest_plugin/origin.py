"""Which version is tested, and in which build."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

GIT_TIMEOUT_SECONDS = 10.0

# The variable by which each names the commit or the build. The first that is set counts.
_COMMITS = ("GITHUB_SHA", "CI_COMMIT_SHA", "CIRCLE_SHA1", "BUILDKITE_COMMIT", "TRAVIS_COMMIT", "GIT_COMMIT")
_BUILDS = (
    "GITHUB_RUN_ID",
    "CI_PIPELINE_ID",  # GitLab
    "CIRCLE_WORKFLOW_ID",
    "BUILDKITE_BUILD_NUMBER",
    "TRAVIS_BUILD_NUMBER",
    "BITBUCKET_BUILD_NUMBER",
    "BUILD_BUILDID",  # Azure Pipelines
    "BUILD_NUMBER",  # Jenkins
)
_COMMIT_CHARS = 12
_GIT = ("git", "describe", "--always", "--exclude=*", f"--abbrev={_COMMIT_CHARS}", "--dirty")


def version_of(root: Path, environ: Mapping[str, str] = os.environ) -> str | None:
    """The git commit that is checked out, ``-dirty`` where tracked files differ from it."""
    commit = _git_commit(root)
    if commit is not None:
        return commit
    named = _first(_COMMITS, environ)
    return None if named is None else named[:_COMMIT_CHARS]


def build_of(environ: Mapping[str, str] = os.environ) -> str | None:
    return _first(_BUILDS, environ)


def _git_commit(root: Path) -> str | None:
    try:
        done = subprocess.run(_GIT, cwd=root, capture_output=True, timeout=GIT_TIMEOUT_SECONDS, check=True)
    except (OSError, subprocess.SubprocessError):
        # No git, or no repository.
        return None
    return done.stdout.decode("utf-8", "replace").strip() or None


def _first(names: tuple[str, ...], environ: Mapping[str, str]) -> str | None:
    return next((environ[name] for name in names if environ.get(name)), None)
