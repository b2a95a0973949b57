import re
from pathlib import Path

import pytest

from deploy.local.demo import environment
from deploy.local.demo.environment import DemoError

DEMO = Path(environment.__file__).parent
LOCKS = sorted(DEMO.glob("*.lock"))


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_it_runs_on_the_pythons_that_pydash_runs_on(version: tuple[int, int]) -> None:
    environment._check_python(version)


@pytest.mark.parametrize("version", [(3, 10), (3, 14)])
def test_another_python_is_refused_by_name(version: tuple[int, int]) -> None:
    with pytest.raises(DemoError, match=rf"3\.11 to 3\.13, and this is 3\.{version[1]}$"):
        environment._check_python(version)


def test_there_is_a_lock_for_each_step() -> None:
    assert {lock.name for lock in LOCKS} == {"build.lock", "requirements.lock", "fmd.lock"}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_everything_locked_is_exact_and_has_its_hashes(lock: Path) -> None:
    entries = re.split(r"\n(?=\S)", lock.read_text().strip())
    assert entries
    for entry in entries:
        assert re.fullmatch(
            r"[a-z0-9-]+==[^\s;]+( ; [^\\]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+", entry
        ), entry


@pytest.mark.parametrize("lock", [*LOCKS, *sorted(DEMO.glob("*.in"))], ids=lambda file: file.name)
def test_no_host_or_path_is_named(lock: Path) -> None:
    assert not re.search(r"://|/\w+/|@ ", lock.read_text())


def test_the_reason_for_a_failure_is_the_last_error_that_was_named() -> None:
    said = [
        "Collecting flask",
        "ERROR: first",
        "ERROR: No matching distribution found for flask",
        "notice: pip",
    ]
    assert environment._reason(said) == "ERROR: No matching distribution found for flask"
    assert environment._reason(["it stopped", ""]) == "it stopped"
    assert environment._reason([]) == "nothing was said about why"
