"""Looking up names, in threads of its own."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from ipaddress import ip_address

import httpcore

from shared.guard.policy import Address

# All addresses of a host, which is connected to at a port. Raises httpcore.ConnectError where it has none.
Resolver = Callable[[str, int], Awaitable[Sequence[Address]]]


class SystemResolver:
    """As the system looks names up, its hosts file included.

    A look-up cannot be broken off: a name server that never answers holds its thread for as long as the system
    waits. In the event loop's own threads a few such names would stop all other work that is done there.
    """

    def __init__(self, lookups_max: int) -> None:
        self._threads = ThreadPoolExecutor(lookups_max, thread_name_prefix="resolver")

    async def __call__(self, host: str, port: int) -> Sequence[Address]:
        loop = asyncio.get_running_loop()
        if f".{host.lower().removesuffix('.')}".endswith(".localhost"):
            # This machine, by RFC 6761, whatever a name server or a search domain makes of it.
            host = "localhost"
        try:
            found = await loop.run_in_executor(self._threads, _look_up, host, port)
        except (OSError, UnicodeError):
            raise httpcore.ConnectError("the host's name cannot be resolved") from None
        # Scope ids (fe80::1%eth0) are no part of the address that is judged.
        return list(dict.fromkeys(ip_address(each.partition("%")[0]) for each in found))


def _look_up(host: str, port: int) -> list[str]:
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
