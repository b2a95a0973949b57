"""Under which identity a server runs that refuses to be root."""

import os
from pathlib import Path

from deploy.local.embedded.process import Command, run
from deploy.local.errors import LocalStackError

# The system's user for things that own nothing.
_NOBODY = 65534


async def identity_for(folder: Path, *, reaches: tuple[Path, ...]) -> str:
    """Who serves ``folder`` (see launch.py). ``reaches``: what that identity has to be able to read."""
    owner = _owner(folder)
    if os.geteuid() != 0:
        if owner != os.geteuid():
            raise LocalStackError(f"{folder} belongs to the user with id {owner}; run as that user")
        return "self"
    if owner != 0:
        # An ordinary user's stack, or one made where namespaces were refused, started by root.
        return f"uid:{owner}"
    places = (folder, *reaches)
    if await _can_be("namespace", places):
        return "namespace"
    fallback = f"uid:{_NOBODY}"
    if await _can_be(fallback, places):
        _hand_over(folder, _NOBODY)
        return fallback
    raise LocalStackError(
        "Postgres does not run as root, and here root may neither make a user namespace nor become another "
        "user: run as an ordinary user, or set PYDASH_DATABASE_URL"
    )


async def _can_be(identity: str, places: tuple[Path, ...]) -> bool:
    code, _ = await run(Command("identity", ["--reach", *places], identity=identity))
    return code == 0


def _owner(folder: Path) -> int:
    return folder.stat().st_uid


def _hand_over(folder: Path, user: int) -> None:
    """Postgres also wants to own its folder."""
    os.chown(folder, user, user)
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            os.chown(Path(parent, name), user, user, follow_symlinks=False)
