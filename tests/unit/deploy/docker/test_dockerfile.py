"""The Dockerfile as text: no image is built here, for that needs an engine and a registry."""

import importlib.util
import json
import posixpath
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.unit.deploy.docker.dockerfile import Dockerfile, exec_form, parse
from tests.unit.deploy.project import DOCKER, PROJECT, SERVICES, program, version
from tests.unit.deploy.settings_catalogue import variables

FILE = DOCKER / "Dockerfile"
TARGETS = (*SERVICES, "migrate")

# Where the stage that compiles our code keeps the repository.
SOURCE = "/srv/pydash"


@pytest.fixture(scope="module")
def dockerfile() -> Dockerfile:
    return parse(FILE)


def hadolint(path: Path) -> list[dict[str, object]]:
    done = subprocess.run(
        [program("hadolint"), "--no-fail", "--format", "json", str(path)],
        capture_output=True,
        text=True,
        check=True,
    )
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def test_the_linter_has_nothing_to_say() -> None:
    assert hadolint(FILE) == []


def test_the_linter_would_speak(tmp_path: Path) -> None:
    wrong = tmp_path / "Dockerfile"
    wrong.write_text("FROM python:latest\nCMD python -m services.api\n", encoding="utf-8")
    assert {"DL3007", "DL3025"} <= {str(finding["code"]) for finding in hadolint(wrong)}


@pytest.mark.parametrize("target", TARGETS)
def test_each_process_has_a_target_that_starts_it(dockerfile: Dockerfile, target: str) -> None:
    image = dockerfile.image_of(target)
    python, dash_m, module = exec_form(image.last("CMD") or "")
    assert (python, dash_m) == ("python", "-m")
    assert image.all("ENTRYPOINT") == []
    assert module == ("shared.db.migrate" if target == "migrate" else f"services.{target}")
    spec = importlib.util.find_spec(module)
    assert spec is not None
    if spec.submodule_search_locations is not None:
        assert importlib.util.find_spec(f"{module}.__main__") is not None


@pytest.mark.parametrize("target", TARGETS)
def test_no_image_runs_as_root(dockerfile: Dockerfile, target: str) -> None:
    image = dockerfile.image_of(target)
    # By number: Kubernetes' runAsNonRoot cannot look names up.
    assert re.fullmatch(r"[1-9]\d*:[1-9]\d*", image.last("USER") or "")
    after = [word for word, _ in dockerfile.stages[target].instructions]
    assert "RUN" not in after
    assert "USER" not in after


@pytest.mark.parametrize("target", TARGETS)
def test_each_image_says_what_it_is(dockerfile: Dockerfile, target: str) -> None:
    labels = dockerfile.image_of(target).labels
    assert labels["org.opencontainers.image.title"] == f"pydash-{target}"
    for label in ("description", "licenses", "revision", "vendor", "version"):
        assert labels[f"org.opencontainers.image.{label}"], label


@pytest.mark.parametrize("target", TARGETS)
def test_the_environment_is_made_of_settings(dockerfile: Dockerfile, target: str) -> None:
    environment = dockerfile.image_of(target).environment
    ours = {name for name in environment if name.startswith("PYDASH_")}
    assert ours <= variables(target).keys()
    assert environment["PYDASH_HOST"] == "0.0.0.0"  # noqa: S104 - inside a container
    assert environment["PYTHONDONTWRITEBYTECODE"] == "1"


@pytest.mark.parametrize("target", SERVICES)
def test_services_are_checked_where_they_listen(dockerfile: Dockerfile, target: str) -> None:
    image = dockerfile.image_of(target)
    _, _, command = (image.last("HEALTHCHECK") or "").partition(" CMD ")
    assert exec_form(command) == ["python", "healthcheck.py", "/healthz"]
    assert image.last("EXPOSE") == image.environment["PYDASH_PORT"]


def test_only_the_api_has_the_app(dockerfile: Dockerfile) -> None:
    with_app = {
        target
        for target in TARGETS
        if any(copy.stage == "spa" for copy in dockerfile.image_of(target).copies)
    }
    assert with_app == {"api"}
    image = dockerfile.image_of("api")
    assert image.environment["PYDASH_SPA_DIR"] == posixpath.join(image.last("WORKDIR") or "", "spa")
    scripts = json.loads((PROJECT / "frontend" / "package.json").read_text(encoding="utf-8"))["scripts"]
    assert "build" in scripts


@pytest.mark.parametrize("target", SERVICES)
def test_a_service_gets_no_other_services_code(dockerfile: Dockerfile, target: str) -> None:
    sources = {source for copy in dockerfile.image_of(target).copies for source in copy.sources}
    code = {source for source in sources if source.startswith(f"{SOURCE}/services/")}
    assert code == {f"{SOURCE}/services/__init__.py", f"{SOURCE}/services/{target}"}


def _context_sources(dockerfile: Dockerfile) -> set[str]:
    """Every path of the repository that is copied, directly or by way of the stage that compiles."""
    copies = [copy for stage in dockerfile.stages.values() for copy in stage.copies]
    direct = {source for copy in copies if copy.stage is None for source in copy.sources}
    compiled = {
        posixpath.relpath(source, SOURCE)
        for copy in copies
        if copy.stage == "source"
        for source in copy.sources
    }
    return {source.rstrip("/") for source in direct | compiled}


def test_what_is_copied_exists(dockerfile: Dockerfile) -> None:
    sources = _context_sources(dockerfile)
    assert {"shared", "services", "frontend", "requirements/base.lock"} <= sources
    assert [source for source in sorted(sources) if not (PROJECT / source).exists()] == []


def test_stages_copy_from_stages_before_them(dockerfile: Dockerfile) -> None:
    names = list(dockerfile.stages)
    for position, stage in enumerate(dockerfile.stages.values()):
        for copy in stage.copies:
            assert copy.stage is None or copy.stage in names[:position], (stage.name, copy)


def test_the_context_holds_what_is_copied_and_nothing_else(dockerfile: Dockerfile) -> None:
    text = (DOCKER / "Dockerfile.dockerignore").read_text(encoding="utf-8")
    patterns = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert patterns[0] == "*"
    sent = {pattern.removeprefix("!") for pattern in patterns if pattern.startswith("!")}
    parents = {str(parent) for source in _context_sources(dockerfile) for parent in Path(source).parents}
    for source in _context_sources(dockerfile):
        assert {source, *map(str, Path(source).parents)} & sent, source
    for path in sent:
        assert path in _context_sources(dockerfile) | parents, path
    assert {"**/__pycache__", "frontend/node_modules"} <= set(patterns)


def test_base_images_are_pinned(dockerfile: Dockerfile) -> None:
    bases = {stage.base for stage in dockerfile.stages.values()} - dockerfile.stages.keys()
    assert len(bases) == 2
    for base in bases:
        assert re.fullmatch(r"(python|node):\d+\.\d+\.\d+-[\w-]+", base), base


def test_python_is_one_that_we_support(dockerfile: Dockerfile) -> None:
    pyproject = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    lowest = pyproject["project"]["requires-python"].removeprefix(">=")
    chosen = tuple(int(part) for part in dockerfile.arguments["PYTHON_VERSION"].split("."))
    assert tuple(int(part) for part in lowest.split(".")) <= chosen[:2] <= (3, 13)


def test_the_image_is_of_this_version(dockerfile: Dockerfile) -> None:
    assert f"VERSION={version()}" in dockerfile.stages["runtime"].all("ARG")
