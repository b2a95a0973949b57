"""Becomes another program, as a child that ends when its parent does, possibly under another identity.

    python -I -S launch.py PARENT_PID DEATH_SIGNAL IDENTITY PROGRAM [ARGUMENT ...]
    python -I -S launch.py PARENT_PID DEATH_SIGNAL IDENTITY --reach PATH [PATH ...]

This is a program of its own, not a hook between fork and exec: what it does (namespaces, credentials,
ctypes) is not safe in the child of a process with threads. It uses the standard library only.

IDENTITY is one of

    self        stay who we are
    namespace   root outside, an ordinary user inside a user namespace of our own
    uid:N       the user N, who may still go through root's private folders

``--reach`` starts nothing: it exits 0 if that identity can be had and may read every PATH.
"""

import ctypes
import os
import signal
import struct
import sys
from pathlib import Path

CANNOT_START = 126

_CLONE_NEWUSER = 0x10000000
_PR_SET_PDEATHSIG = 1
_PR_SET_KEEPCAPS = 8
_PR_CAP_AMBIENT = 47
_PR_CAP_AMBIENT_RAISE = 2
_CAP_DAC_OVERRIDE = 1
_LINUX_CAPABILITY_VERSION_3 = 0x20080522

# Who root appears to be inside the namespace. Any id but 0 serves: servers only look for that one.
_ID_INSIDE_NAMESPACE = 1000


def main(arguments: list[str]) -> int:
    parent, death_signal, identity, *argv = arguments
    try:
        become(identity)
        if argv[0] == "--reach":
            for path in argv[1:]:
                # Tried, not asked: access() leaves capabilities out of account.
                os.close(os.open(path, os.O_RDONLY))
            return 0
        # After the identity: a change of credentials clears the death signal.
        end_with_parent(int(parent), signal.Signals(int(death_signal)))
        os.execvp(argv[0], argv)  # noqa: S606 - starting the program without a shell is the point
    except OSError as error:
        sys.stderr.write(f"cannot start {argv[0]}: {error.strerror}\n")
        return CANNOT_START


def end_with_parent(parent: int, death_signal: signal.Signals) -> None:
    if sys.platform != "linux":
        # No such thing elsewhere: there the children stay in their parent's process group.
        return
    _check(_libc().prctl(_PR_SET_PDEATHSIG, int(death_signal), 0, 0, 0))
    if os.getppid() != parent:
        # It died before we asked to be told.
        raise SystemExit(CANNOT_START)


def become(identity: str) -> None:
    if identity == "namespace":
        _enter_user_namespace()
    elif identity.startswith("uid:"):
        _become_user(int(identity.removeprefix("uid:")))


def _enter_user_namespace() -> None:
    """Postgres refuses to run as root; in here root is somebody else, and files need no new owner."""
    user, group = os.geteuid(), os.getegid()
    _check(_libc().unshare(_CLONE_NEWUSER))
    # The kernel takes a group map from an unprivileged writer only once setgroups() is given up.
    Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
    Path("/proc/self/uid_map").write_text(f"{_ID_INSIDE_NAMESPACE} {user} 1", encoding="ascii")
    Path("/proc/self/gid_map").write_text(f"{_ID_INSIDE_NAMESPACE} {group} 1", encoding="ascii")


def _become_user(user: int) -> None:
    """For where namespaces are refused, as in most containers.

    The user alone could not read a virtualenv or a state folder below /root, so one capability of root's
    stays, as an ambient one, which execve() hands on: to pass file permissions. Without it both would have
    to be copied to a place that everybody can read.
    """
    libc = _libc()
    _check(libc.prctl(_PR_SET_KEEPCAPS, 1, 0, 0, 0))
    os.setgroups([])
    os.setgid(user)
    os.setuid(user)
    kept = 1 << _CAP_DAC_OVERRIDE
    header = struct.pack("=Ii", _LINUX_CAPABILITY_VERSION_3, 0)
    # Two 32-bit halves, each effective, permitted, inheritable.
    _check(libc.capset(header, struct.pack("=6I", kept, kept, kept, 0, 0, 0)))
    _check(libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_RAISE, _CAP_DAC_OVERRIDE, 0, 0))


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _check(result: int) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
