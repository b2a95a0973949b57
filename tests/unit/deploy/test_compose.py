"""compose.yaml against its specification, the images and the services' settings."""

import posixpath
import subprocess
from pathlib import Path
from typing import Any

import pytest

from deploy.docker.write_secrets import keys, own_stores
from tests.unit.deploy.compose import environment, load, names
from tests.unit.deploy.docker.dockerfile import parse
from tests.unit.deploy.project import COMPOSE_FILE, SERVICES, program, version
from tests.unit.deploy.settings_catalogue import complaints, variables

PROCESSES = (*SERVICES, "migrate")
STORES = ("postgres", "valkey")


@pytest.fixture
def compose() -> dict[str, Any]:
    return load()


def violations(path: Path) -> str:
    done = subprocess.run(
        [program("check-jsonschema"), "--builtin-schema", "vendor.compose-spec", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    return "" if done.returncode == 0 else done.stdout + done.stderr


def test_the_file_fits_the_compose_specification() -> None:
    assert violations(COMPOSE_FILE) == ""


def test_a_key_that_does_not_exist_is_found(tmp_path: Path) -> None:
    wrong = tmp_path / "compose.yaml"
    wrong.write_text(
        COMPOSE_FILE.read_text(encoding="utf-8").replace("read_only: true", "readonly: true"),
        encoding="utf-8",
    )
    assert "readonly" in violations(wrong)


def test_it_runs_the_processes_and_their_stores(compose: dict[str, Any]) -> None:
    assert compose["services"].keys() == {*PROCESSES, *STORES}


@pytest.mark.parametrize("process", PROCESSES)
def test_processes_get_the_settings_they_have(compose: dict[str, Any], process: str) -> None:
    service = compose["services"][process]
    image = parse(COMPOSE_FILE.parent / "docker" / "Dockerfile").image_of(process).environment
    given = environment(service) | {k: v for k, v in image.items() if k.startswith("PYDASH_")}
    assert complaints(process, given) == []
    assert names(service) <= variables(process).keys()


def test_a_misspelt_setting_is_found(compose: dict[str, Any]) -> None:
    service = compose["services"]["mailer"]
    service["environment"]["PYDASH_SMTP_HOSTNAME"] = "mail"
    assert "mailer has no setting PYDASH_SMTP_HOSTNAME" in complaints("mailer", environment(service))


def test_who_writes_links_is_told_the_same_address(compose: dict[str, Any]) -> None:
    urls = {
        process: environment(compose["services"][process]).get("PYDASH_PUBLIC_URL")
        for process in PROCESSES
        if "PYDASH_PUBLIC_URL" in variables(process)
    }
    assert urls.keys() >= {"api", "mailer"}
    assert len(set(urls.values())) == 1
    assert None not in urls.values()


def test_every_file_of_a_setting_is_a_mounted_secret(compose: dict[str, Any]) -> None:
    for name, service in compose["services"].items():
        mounted = {posixpath.join("/run/secrets", secret) for secret in service["secrets"]}
        read = {value for variable, value in environment(service).items() if variable.endswith("_FILE")}
        if name == "valkey":
            read = {word for word in service["command"] if word.startswith("/run/secrets/")}
        # Nobody gets a secret that he does not read.
        assert read == mounted, name


def test_every_secret_is_one_that_the_script_writes(compose: dict[str, Any]) -> None:
    used = {secret for service in compose["services"].values() for secret in service["secrets"]}
    assert used == compose["secrets"].keys()
    assert used <= {**keys(), **own_stores()}.keys()
    for name, secret in compose["secrets"].items():
        assert secret["file"] == f"./secrets/{name}"


def test_only_the_api_has_a_published_port(compose: dict[str, Any]) -> None:
    published = {
        name: service["ports"] for name, service in compose["services"].items() if "ports" in service
    }
    # On this machine's own address, until its owner says otherwise.
    assert published == {"api": ["127.0.0.1:8000:8000"]}


def test_stores_have_no_way_out(compose: dict[str, Any]) -> None:
    assert compose["networks"]["data"] == {"internal": True}
    for store in STORES:
        assert compose["services"][store]["networks"] == ["data"]
    out = {name for name, service in compose["services"].items() if "outward" in service["networks"]}
    assert out == {"fetcher", "mailer"}


def test_the_schema_comes_before_the_services(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert services["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    for service in SERVICES:
        assert services[service]["depends_on"] == {
            "migrate": {"condition": "service_completed_successfully"},
            "valkey": {"condition": "service_healthy"},
        }


@pytest.mark.parametrize("name", [*SERVICES, *STORES])
def test_whatever_keeps_running_is_checked(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"][0] == "CMD"


@pytest.mark.parametrize("process", PROCESSES)
def test_processes_may_do_little(compose: dict[str, Any], process: str) -> None:
    service = compose["services"][process]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "mem_limit" in service
    assert "user" not in service  # The image's own.


@pytest.mark.parametrize("process", PROCESSES)
def test_images_are_built_from_their_target_of_this_version(compose: dict[str, Any], process: str) -> None:
    service = compose["services"][process]
    assert service["build"] == {"context": "..", "dockerfile": "deploy/docker/Dockerfile", "target": process}
    assert service["image"] == f"pydash/{process}:{version()}"
    # Else `up` would take a stranger's image of that name from a registry.
    assert service["pull_policy"] == "build"


def test_files_it_names_exist(compose: dict[str, Any]) -> None:
    for config in compose["configs"].values():
        assert (COMPOSE_FILE.parent / config["file"]).is_file()


def test_secrets_never_get_into_git() -> None:
    ignored = (COMPOSE_FILE.parent / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert {"/secrets/", "/.env"} <= set(ignored)
