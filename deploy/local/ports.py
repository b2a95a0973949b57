"""Ports on this machine's loopback address."""

import errno
import os
import socket
from collections.abc import Iterator
from functools import cache
from itertools import chain, cycle, islice

from deploy.local.errors import LocalStackError

LOOPBACK = "127.0.0.1"
DEFAULT_PORT = 8321

# Below what Linux and macOS give to outgoing connections: none of them takes a port between our look and the
# start of the server that it is for. Nor does who looks beside us, as the processes of a test run do: neighbours
# in pid choose from different parts.
_FIRST_PORT = 20_000
_PORTS_EACH = 198
_PARTS = 64


def free_port(preferred: int = 0) -> int:
    """``preferred`` if nothing listens there, else any free one, and each again only after all others."""
    others = islice(_own_ports(os.getpid()), _PORTS_EACH)
    for port in chain((preferred,) if preferred else (), others, (0,)):
        try:
            return _bindable(port)
        except OSError:
            continue
    raise LocalStackError(f"no free port on {LOOPBACK}")


@cache
def _own_ports(pid: int) -> Iterator[int]:
    """Without an end: begins again with the first."""
    first = _FIRST_PORT + pid % _PARTS * _PORTS_EACH
    return cycle(range(first, first + _PORTS_EACH))


def public_port() -> int:
    """Where users reach PyDash: exactly ``PORT`` when that is set, else the default or any free one."""
    wanted = os.environ.get("PORT")
    if not wanted:
        return free_port(DEFAULT_PORT)
    if not (wanted.isascii() and wanted.isdigit() and 1 <= int(wanted) <= 65535):
        raise LocalStackError(f"PORT={wanted} is not a port: give a number from 1 to 65535")
    try:
        return _bindable(int(wanted))
    except OSError as error:
        reason = "is taken" if error.errno == errno.EADDRINUSE else f"cannot be used: {error.strerror}"
        raise LocalStackError(f"port {wanted} {reason}; choose another: make run PORT=...") from None


def _bindable(port: int) -> int:
    with socket.socket() as probe:
        # As servers do, so that connections in TIME_WAIT do not make a port look taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((LOOPBACK, port))
        number: int = probe.getsockname()[1]
        return number
