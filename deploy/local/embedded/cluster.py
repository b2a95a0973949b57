"""A Postgres data folder: whether it can be used, and how a new one is made."""

import shutil
from pathlib import Path

from deploy.local.embedded.binaries import PostgresBinaries
from deploy.local.embedded.folder import ensure_folder
from deploy.local.embedded.process import Command, base_environment, run
from deploy.local.errors import LocalStackError
from deploy.local.secret_files import write_private

SUPERUSER = "postgres"

# The oldest with a locale of its own, which sorts and folds UTF-8 alike on every machine.
_BUILTIN_LOCALE_MAJOR = 17

# What says why, in order of how much it says.
_COMPLAINTS = ("FATAL:", "PANIC:", "error:", "cannot start")


def is_new(folder: Path, binaries: PostgresBinaries) -> bool:
    """Whether a cluster has to be made here. Raises for what is neither empty nor a usable cluster."""
    ensure_folder(folder)
    version_file = folder / "PG_VERSION"
    if not version_file.is_file():
        if any(folder.iterdir()):
            raise LocalStackError(
                f"{folder} is not empty and not a Postgres data folder (no PG_VERSION in it); restore it or "
                "move it away"
            )
        return True
    major = version_file.read_text(encoding="utf-8", errors="replace").strip()
    if major != str(binaries.major):
        raise LocalStackError(
            f"{folder} was written by Postgres {major or 'of unknown version'} and this is Postgres "
            f"{binaries.version}: install that version, or move the folder away"
        )
    return False


async def initialise(
    folder: Path, binaries: PostgresBinaries, *, identity: str, password: str, durable: bool
) -> None:
    """Makes it beside its place first: an initdb killed half-way must not leave what looks like a cluster."""
    making = folder.with_name(f".{folder.name}.initdb")
    password_file = folder.with_name(f".{folder.name}.password")
    shutil.rmtree(making, ignore_errors=True)
    try:
        write_private(password_file, password)
        options = ["-D", str(making), "-U", SUPERUSER, "-A", "scram-sha-256", f"--pwfile={password_file}"]
        options += ["-E", "UTF8", "--locale=C.UTF-8"]
        if binaries.major >= _BUILTIN_LOCALE_MAJOR:
            # Their initdb takes settings too, and needs this one where /dev/shm is tiny.
            options += ["--locale-provider=builtin", "-c", "dynamic_shared_memory_type=mmap"]
        if not durable:
            options.append("-N")
        command = Command("initdb", [binaries.initdb, *options], env=environment(), identity=identity)
        code, lines = await run(command)
        if code != 0:
            raise LocalStackError(f"initdb failed in {folder}: {reason(lines)}")
        making.rename(folder)
    finally:
        password_file.unlink(missing_ok=True)
        shutil.rmtree(making, ignore_errors=True)


def environment() -> dict[str, str]:
    """Ours, without what would point Postgres elsewhere (PGDATA, PGPORT) or translate what it says."""
    return base_environment(without=("PG", "LC_", "LANGUAGE")) | {"LANG": "C.UTF-8"}


def reason(lines: list[str]) -> str:
    """Of what a Postgres program wrote, the line that says why it failed, without its time stamp."""
    for complaint in _COMPLAINTS:
        for line in lines:
            if complaint in line:
                return line[line.index(complaint) :]
    return lines[-1] if lines else "it said nothing"
