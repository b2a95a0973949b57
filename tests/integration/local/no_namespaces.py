"""Runs a program as root of a machine that refuses user namespaces, as most containers are.

    python no_namespaces.py PROGRAM [ARGUMENT ...]

Itself it needs one: with every id in it, and a limit of none below it.
"""

import ctypes
import os
import signal
import sys
from pathlib import Path

_CLONE_NEWUSER = 0x10000000
_PR_SET_PDEATHSIG = 1


def main(argv: list[str]) -> int:
    entered, enter = os.pipe()
    mapped, map_ = os.pipe()
    child = os.fork()
    if child == 0:
        if ctypes.CDLL(None).unshare(_CLONE_NEWUSER) != 0:
            os._exit(1)
        os.write(enter, b"x")
        os.read(mapped, 1)
        os.setgid(0)
        os.setuid(0)
        Path("/proc/sys/user/max_user_namespaces").write_text("0", encoding="ascii")
        # It goes when we are killed.
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        os.execvp(argv[0], argv)  # noqa: S606 - no shell is wanted
    os.read(entered, 1)
    for kind in ("uid", "gid"):
        Path(f"/proc/{child}/{kind}_map").write_text("0 0 65536", encoding="ascii")
    os.write(map_, b"x")
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
