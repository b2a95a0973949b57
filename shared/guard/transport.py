"""An HTTP transport that connects only to addresses the policy allows.

The name is resolved here, each address is checked, and the connection goes to the checked address itself:
no second look-up that could answer differently. Host header, SNI and certificate check keep the name, for
those are made above this layer. Every new connection is checked anew.
"""

import asyncio
import ssl
from collections.abc import Iterable, Sequence
from ipaddress import ip_address
from typing import Any

import httpcore
import httpx
from typing_extensions import override

from shared.guard.policy import Address, AddressPolicy
from shared.guard.ports import allows_port
from shared.guard.resolver import Resolver, SystemResolver

# A name with more addresses than this is tried at its first ones; all of them are checked.
_ADDRESSES_TRIED_MAX = 4


class AddressRefusedError(Exception):
    """The host has no address that the policy allows. Which one it has is not said: that would be a probe."""


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """``network`` makes the connections, to addresses only: it is never given a name."""

    def __init__(
        self, policy: AddressPolicy, resolve: Resolver, network: httpcore.AsyncNetworkBackend
    ) -> None:
        self._policy = policy
        self._resolve = resolve
        self._network = network

    @override
    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        if not allows_port(port):
            raise AddressRefusedError("this port is not allowed")
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._addresses(host, port)
        except TimeoutError:
            raise httpcore.ConnectTimeout("resolving the host took too long") from None
        # One forbidden address among several is how a rebinding host looks: refuse it whole.
        if not all(self._policy.allows(address) for address in addresses):
            raise AddressRefusedError("the address of this host is not allowed")
        tried = addresses[:_ADDRESSES_TRIED_MAX]
        failure: httpcore.ConnectError | httpcore.ConnectTimeout | None = None
        # An address that swallows packets must leave time for the next one.
        share = None if timeout is None or not tried else timeout / len(tried)
        for address in tried:
            try:
                stream = await self._network.connect_tcp(
                    str(address), port, share, local_address, socket_options
                )
                return _ClosingStream(stream)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure or httpcore.ConnectError("the host has no address")

    async def _addresses(self, host: str, port: int) -> Sequence[Address]:
        try:
            return [ip_address(host.partition("%")[0])]
        except ValueError:
            return await self._resolve(host, port)

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


class _ClosingStream(httpcore.AsyncNetworkStream):
    """Closes when a handshake ends in any way but well.

    httpcore leaves the connection open when a deadline breaks a handshake off, and servers that never finish one
    could use up the process's sockets.
    """

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream

    @override
    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return await self._stream.read(max_bytes, timeout)

    @override
    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        await self._stream.write(buffer, timeout)

    @override
    async def aclose(self) -> None:
        await self._stream.aclose()

    @override
    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        try:
            return await self._stream.start_tls(ssl_context, server_hostname, timeout)
        except BaseException:
            await self.aclose()
            raise

    @override
    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def guarded_transport(
    policy: AddressPolicy,
    connections_max: int,
    *,
    resolve: Resolver | None = None,
    network: httpcore.AsyncNetworkBackend | None = None,
    tls: ssl.SSLContext | None = None,
) -> httpx.AsyncHTTPTransport:
    """For ``httpx.AsyncClient(transport=..., trust_env=False, follow_redirects=False)``.

    By default names are resolved as the system does it, connections are real, and certificates are those that
    httpx trusts.
    """
    transport = httpx.AsyncHTTPTransport(trust_env=False, retries=0)
    # httpx has no public way to set httpcore's network backend, which is the one place where the address
    # that is checked and the address that is connected to are certainly the same.
    transport._pool = httpcore.AsyncConnectionPool(  # noqa: SLF001
        ssl_context=tls or httpx.create_ssl_context(trust_env=False),
        max_connections=connections_max,
        # A connection is for one request: each is checked, and what a server sends beyond its answer is never
        # taken for the answer to the next one.
        max_keepalive_connections=0,
        network_backend=GuardedBackend(
            policy, resolve or SystemResolver(connections_max), network or httpcore.AnyIOBackend()
        ),
    )
    return transport
