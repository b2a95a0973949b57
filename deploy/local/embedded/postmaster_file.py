"""``postmaster.pid``: what a Postgres server writes about itself into its data folder.

After a kill -9 the file stays and still says ready, and the pid in it may be another program's by now: it is
believed only as far as it can be checked.
"""

import asyncio
import sys
from pathlib import Path

from deploy.local.embedded.process import is_alive
from deploy.local.errors import LocalStackError

_NAME = "postmaster.pid"

# Of the file's lines, the first is the pid and the eighth the state.
_STATE_LINE = 7

_POLL_SECONDS = 0.05


def is_ready(folder: Path, pid: int) -> bool:
    """Whether the server with this pid, a child of ours, accepts connections."""
    lines = _lines(folder)
    return len(lines) > _STATE_LINE and lines[0] == str(pid) and lines[_STATE_LINE].strip() == "ready"


async def clear_stale_postmaster_file(folder: Path, *, leave_timeout_seconds: float) -> None:
    """Waits for a server that is on its way out, then removes the file if its server is gone."""
    deadline = asyncio.get_running_loop().time() + leave_timeout_seconds
    while lines := _lines(folder):
        pid = int(lines[0]) if lines[0].lstrip("-").isdigit() else 0
        if pid <= 0 or not _serves(pid, folder):
            (folder / _NAME).unlink(missing_ok=True)
            return
        if asyncio.get_running_loop().time() > deadline:
            raise LocalStackError(
                f"another Postgres (pid {pid}) still serves {folder}; stop it with `kill -INT {pid}`"
            )
        await asyncio.sleep(_POLL_SECONDS)


def _lines(folder: Path) -> list[str]:
    try:
        return (folder / _NAME).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []


def _serves(pid: int, folder: Path) -> bool:
    """Whether that process is a Postgres in this folder, and not a program that got its pid since."""
    if sys.platform != "linux":
        return is_alive(pid)
    try:
        # A server's working folder is its data folder.
        return Path(f"/proc/{pid}/cwd").readlink() == folder
    except OSError:
        # It is gone, or somebody else's program: a server of this folder would be ours to look at.
        return False
