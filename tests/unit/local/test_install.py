"""install.sh, up to where it would download something."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.home import PROJECT

_TOOLS = ("sh", "dirname", "rm", "tail", "cat")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the script in a project, beside a PATH with nothing but a few tools of the system."""
    script = tmp_path / "project" / "deploy" / "local" / "install.sh"
    script.parent.mkdir(parents=True)
    shutil.copy(PROJECT / "deploy" / "local" / "install.sh", script)
    (tmp_path / "bin").mkdir()
    for tool in _TOOLS:
        found = shutil.which(tool)
        assert found is not None
        (tmp_path / "bin" / tool).symlink_to(found)
    return tmp_path / "project"


def test_without_a_usable_python_it_says_which_it_wants(project: Path) -> None:
    program(project, "python3", "exit 1")

    ended = install(project)

    assert ended.returncode == 1
    assert ended.stderr == (
        "set-up: no Python 3.11, 3.12 or 3.13 found: install one, or name it with PYTHON=...\n"
    )


def test_a_python_that_cannot_make_a_virtualenv_is_said_with_the_remedy(project: Path) -> None:
    """As on a minimal Debian; what the attempt left behind goes."""
    program(
        project,
        "python3",
        'case "$1" in -m) /bin/mkdir .venv; echo "No module named ensurepip"; exit 1;; esac',
    )

    ended = install(project)

    assert ended.returncode == 1
    assert "No module named ensurepip" in ended.stderr
    assert "apt-get install python3-venv" in ended.stderr
    assert not (project / ".venv").exists()


def test_then_uv_makes_it_where_there_is_one(project: Path) -> None:
    program(project, "python3", 'case "$1" in -m) exit 1;; esac')
    program(project, "uv", 'echo "$@" >> uv-was-asked; exit 1')

    ended = install(project)

    assert ended.returncode == 1
    asked = (project / "uv-was-asked").read_text(encoding="utf-8")
    assert asked == f"venv --quiet --python {project.parent / 'bin' / 'python3'} .venv\n"


def test_a_virtualenv_that_is_none_is_not_touched(project: Path) -> None:
    program(project, "python3", "exit 0")
    (project / ".venv").mkdir()
    (project / ".venv" / "mine").touch()

    ended = install(project)

    assert ended.returncode == 1
    assert "remove it and try again" in ended.stderr
    assert (project / ".venv" / "mine").exists()


def test_the_chosen_python_comes_first(project: Path) -> None:
    program(project, "python3", "echo default >> was-asked; exit 1")
    program(project, "mine", "echo mine >> was-asked; exit 1")

    install(project, PYTHON="mine")

    assert (project / "was-asked").read_text(encoding="utf-8") == "mine\ndefault\n"


def test_what_cannot_be_installed_is_said_with_the_reason(project: Path) -> None:
    venv = project / ".venv" / "bin"
    venv.mkdir(parents=True)
    script = 'case "$1" in -m) echo "the index is away"; exit 1;; esac'
    (venv / "python").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (venv / "python").chmod(0o755)

    ended = install(project)

    assert ended.returncode == 1
    assert "the index is away" in ended.stderr
    assert "could not install --require-hashes -r requirements/installer.lock" in ended.stderr


@pytest.mark.parametrize("version", ["(3, 10)", "(3, 14)", "(2, 7)"])
def test_other_pythons_than_those_tested_on_are_passed_over(project: Path, version: str) -> None:
    """The condition is Python's: it is asked with another version in place of its own."""
    program(
        project,
        "python3",
        f'exec {sys.executable} -c "import sys; sys.version_info = {version}; ${{2#import sys; }}"',
    )

    assert "no Python 3.11" in install(project).stderr


def program(project: Path, name: str, script: str) -> None:
    path = project.parent / "bin" / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)


def install(project: Path, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["/bin/sh", "deploy/local/install.sh", "run"],
        cwd=project,
        env={"PATH": str(project.parent / "bin"), **more},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
