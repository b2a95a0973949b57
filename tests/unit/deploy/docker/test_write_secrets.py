"""The folder of secrets that both ways to deploy start from."""

import hashlib
import stat
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from deploy.docker.write_secrets import (
    FolderInUseError,
    external_stores,
    keys,
    own_stores,
    redis_files,
    write,
)
from shared.settings.base import PREFIX
from tests.unit.deploy.kubernetes.rules.wiring import SECRETS
from tests.unit.deploy.project import DOCKER
from tests.unit.deploy.settings_catalogue import PROCESSES, secret


@pytest.mark.parametrize("process", PROCESSES)
def test_every_process_starts_with_them(
    process: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "secrets", {**keys(), **own_stores()})
    for name in secret(process):
        file = tmp_path / "secrets" / name.replace("_", "-")
        monkeypatch.setenv(f"{PREFIX}{name.upper()}_FILE", str(file))

    settings = PROCESSES[process]()

    assert "postgres:5432" in settings.model_dump()["database_url"].get_secret_value()


def test_they_are_new_each_time() -> None:
    first, second = ({**keys(), **own_stores()} for _ in range(2))
    assert {name for name in first if first[name] == second[name]} == {"smtp-password", "redis-address"}


def test_they_are_the_keys_of_the_clusters_secret() -> None:
    assert {**keys(), **own_stores()}.keys() == SECRETS["pydash-secrets"]


def test_the_stores_and_their_users_agree() -> None:
    files = own_stores()
    assert urlsplit(files["database-url"]).password == files["postgres-password"]
    assert urlsplit(files["redis-url"]).password == files["redis-password"]
    assert f"#{hashlib.sha256(files['redis-password'].encode()).hexdigest()} " in files["valkey-users.acl"]
    assert files["redis-password"] not in files["valkey-users.acl"]


@pytest.mark.parametrize(
    ("url", "address", "password"),
    [
        ("redis://:s%40fe@redis.example.org:6380/2", "redis.example.org:6380", "s@fe"),
        ("redis://redis.example.org", "redis.example.org:6379", ""),
    ],
)
def test_keda_gets_the_parts_of_a_url(url: str, address: str, password: str) -> None:
    assert redis_files(url) == {"redis-url": url, "redis-address": address, "redis-password": password}


def test_external_stores_need_no_server_side_secrets() -> None:
    files = external_stores("postgresql://u:p@db/pydash", "redis://r")
    assert "postgres-password" not in files
    assert "valkey-users.acl" not in files


def test_values_end_without_a_newline_in_a_closed_folder(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    write(folder, {"name": "value"})
    assert (folder / "name").read_bytes() == b"value"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    # Readable through a bind mount by the container's user, who is nobody on this machine.
    assert stat.S_IMODE((folder / "name").stat().st_mode) == 0o644


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "token-keys").write_text("precious", encoding="utf-8")
    with pytest.raises(FolderInUseError):
        write(tmp_path, keys())
    assert (tmp_path / "token-keys").read_text(encoding="utf-8") == "precious"


def _run(*arguments: str) -> subprocess.CompletedProcess[str]:
    # -I: neither our packages nor the environment, as on an operator's machine.
    script = str(DOCKER / "write_secrets.py")
    return subprocess.run(
        [sys.executable, "-I", script, *arguments], capture_output=True, text=True, check=False
    )


def test_the_command_needs_only_a_python(tmp_path: Path) -> None:
    folder = str(tmp_path / "secrets")
    assert _run(folder).returncode == 0
    again = _run(folder)
    assert again.returncode == 1
    assert "not empty" in again.stderr


def test_the_command_wants_both_urls_or_none(tmp_path: Path) -> None:
    one = _run(str(tmp_path / "secrets"), "--database-url", "postgresql://u:p@db/pydash")
    assert one.returncode == 2
    assert not (tmp_path / "secrets").exists()
    both = _run(
        str(tmp_path / "secrets"), "--database-url", "postgresql://u:p@db/x", "--redis-url", "redis://r"
    )
    assert both.returncode == 0
    assert (tmp_path / "secrets" / "redis-address").read_text(encoding="utf-8") == "r:6379"
