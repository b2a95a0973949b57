"""An HTTP transport that connects only to addresses the policy allows.

The name is resolved here, each address is checked, and the connection goes to the checked address itself:
no second look-up that could answer differently. Host header, SNI and certificate check keep the name, for
those are made above this layer. Every new connection is checked anew.
"""

import asyncio
import socket
from collections.abc import Iterable
from ipaddress import ip_address

import httpcore
import httpx
from typing_extensions import override

from shared.guard.policy import Address, AddressPolicy


class AddressRefusedError(Exception):
    """The host has no address that the policy allows. Which one it has is not said: that would be a probe."""


class GuardedBackend(httpcore.AsyncNetworkBackend):
    def __init__(self, policy: AddressPolicy) -> None:
        self._policy = policy
        self._backend = httpcore.AnyIOBackend()

    @override
    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                addresses = await _resolve(host, port)
        except TimeoutError:
            raise httpcore.ConnectTimeout("resolving the host took too long") from None
        allowed = [address for address in addresses if self._policy.allows(address)]
        # One forbidden address among several is how a rebinding host looks: refuse it whole.
        if len(allowed) < len(addresses):
            raise AddressRefusedError("the address of this host is not allowed")
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        # An address that swallows packets must leave time for the next one.
        share = None if timeout is None or not allowed else timeout / len(allowed)
        for address in allowed:
            try:
                return await self._backend.connect_tcp(
                    str(address), port, share, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError("the host has no address")

    @override
    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise AddressRefusedError("sockets of this machine are not allowed")

    @override
    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


async def _resolve(host: str, port: int) -> list[Address]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise httpcore.ConnectError("the host's name cannot be resolved") from None
    # Scope ids (fe80::1%eth0) are no part of the address that is judged.
    return list(dict.fromkeys(ip_address(str(entry[4][0]).partition("%")[0]) for entry in found))


def guarded_transport(policy: AddressPolicy, connections_max: int) -> httpx.AsyncHTTPTransport:
    """For ``httpx.AsyncClient(transport=..., trust_env=False, follow_redirects=False)``."""
    transport = httpx.AsyncHTTPTransport(trust_env=False, retries=0)
    # httpx has no public way to set httpcore's network backend, which is the one place where the address
    # that is checked and the address that is connected to are certainly the same.
    transport._pool = httpcore.AsyncConnectionPool(  # noqa: SLF001
        ssl_context=httpx.create_ssl_context(trust_env=False),
        max_connections=connections_max,
        max_keepalive_connections=connections_max,
        keepalive_expiry=30,
        network_backend=GuardedBackend(policy),
    )
    return transport
