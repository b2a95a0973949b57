import re
from pathlib import Path

import pytest

from deploy.local.demo import environment
from deploy.local.demo.environment import FMD_1_13, FMD_5_1, DemoError
from deploy.local.home import PROJECT

RECIPES = Path(environment.__file__).with_name("recipes")
TESTED_RECIPES = PROJECT / "tests" / "fixtures" / "fmd_recipes"
LOCKS = sorted(RECIPES.glob("*/*.lock"))


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_it_runs_on_the_pythons_that_pydash_runs_on(version: tuple[int, int]) -> None:
    environment._check_python(version)


@pytest.mark.parametrize("version", [(3, 10), (3, 14)])
def test_another_python_is_refused_by_name(version: tuple[int, int]) -> None:
    with pytest.raises(DemoError, match=rf"3\.11 to 3\.13, and this is 3\.{version[1]}$"):
        environment._check_python(version)


def test_there_is_a_lock_for_each_step() -> None:
    assert [path.name for path, _ in FMD_1_13.installs()] == ["build.lock", "requirements.lock", "fmd.lock"]
    assert [path.name for path, _ in FMD_5_1.installs()] == ["requirements.lock", "fmd.lock"]


def test_the_tests_run_the_warehouse_in_the_environment_that_it_is_locked_to() -> None:
    """But for the driver of a database that it does not use."""
    tested = pinned(TESTED_RECIPES / "5.1.0")

    assert pinned(FMD_5_1.locks) == {pin for pin in tested if not pin.startswith("psycopg2-binary==")}


def pinned(folder: Path) -> set[str]:
    locks = (lock.read_text(encoding="utf-8") for lock in folder.glob("*.lock"))
    return {pin for lock in locks for pin in re.findall(r"^[a-z0-9-]+==\S+", lock, re.MULTILINE)}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: f"{lock.parent.name}/{lock.name}")
def test_everything_locked_is_exact_and_has_its_hashes(lock: Path) -> None:
    entries = re.split(r"\n(?=\S)", lock.read_text().strip())
    assert entries
    for entry in entries:
        assert re.fullmatch(
            r"[a-z0-9-]+==[^\s;]+( ; [^\\]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+", entry
        ), entry


@pytest.mark.parametrize(
    "lock", [*LOCKS, *sorted(RECIPES.glob("*/*.in"))], ids=lambda file: f"{file.parent.name}/{file.name}"
)
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
