import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_address

import httpcore
import httpx
import pytest
from typing_extensions import override

from shared.guard.policy import Address, AddressPolicy, parse_networks
from shared.guard.resolver import SystemResolver
from shared.guard.transport import AddressRefusedError, GuardedBackend, guarded_transport

_LOOPBACK_ALLOWED = AddressPolicy(allow=parse_networks("127.0.0.0/8, ::1/128"))


def backend(policy: AddressPolicy) -> GuardedBackend:
    """As the fetcher's: names as the system resolves them, connections that are real."""
    return GuardedBackend(policy, SystemResolver(1), httpcore.AnyIOBackend())


class Listener:
    """A program on this machine that must not be reached, or may; it answers any request with its name."""

    def __init__(self) -> None:
        self.port = 0
        self.requests: list[bytes] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            self.requests.append(await reader.readuntil(b"\r\n\r\n"))
        except asyncio.IncompleteReadError:
            # A test that only connects has nothing to say.
            writer.close()
            return
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\nConnection: close\r\n\r\nlistener")
        await writer.drain()
        writer.close()


@asynccontextmanager
async def listening() -> AsyncIterator[Listener]:
    listener = Listener()
    server = await asyncio.start_server(listener.serve, "127.0.0.1", 0)
    listener.port = server.sockets[0].getsockname()[1]
    async with server:
        yield listener


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "0x7f.1", "017700000001", "127.1", "0", "::1"],
)
async def test_this_machine_is_refused_however_its_name_is_spelt(host: str) -> None:
    with pytest.raises(AddressRefusedError, match="not allowed"):
        await backend(AddressPolicy()).connect_tcp(host, 80, timeout=5)


@pytest.mark.parametrize("host", ["169.254.169.254", "2852039166", "::ffff:169.254.169.254"])
async def test_metadata_services_are_refused(host: str) -> None:
    with pytest.raises(AddressRefusedError):
        await backend(AddressPolicy()).connect_tcp(host, 80, timeout=5)


async def test_the_refusal_does_not_tell_which_address_it_was() -> None:
    with pytest.raises(AddressRefusedError) as refused:
        await backend(AddressPolicy()).connect_tcp("localhost", 80, timeout=5)

    assert "127" not in str(refused.value)
    assert "::1" not in str(refused.value)


async def test_a_host_with_a_forbidden_address_among_others_is_refused_whole() -> None:
    # Nothing may be tried before all is checked, so the listener must hear nothing.
    policy = AddressPolicy(allow=parse_networks("127.0.0.0/8, ::1/128"), deny=parse_networks("127.0.0.0/8"))
    async with listening() as listener:
        with pytest.raises(AddressRefusedError):
            await backend(policy).connect_tcp("localhost", listener.port, timeout=5)
        assert listener.requests == []


async def test_an_allowed_address_is_connected_to() -> None:
    async with listening() as listener:
        stream = await backend(_LOOPBACK_ALLOWED).connect_tcp("127.0.0.1", listener.port, timeout=5)
        peer = stream.get_extra_info("server_addr")
        await stream.aclose()

    assert peer == ("127.0.0.1", listener.port)


async def test_a_name_that_cannot_be_looked_up_is_a_failed_connection() -> None:
    with pytest.raises(httpcore.ConnectError, match="cannot be resolved"):
        await backend(AddressPolicy()).connect_tcp("a..b", 80, timeout=5)


async def test_a_port_where_nothing_listens_is_a_failed_connection() -> None:
    async with listening() as listener:
        port = listener.port
    with pytest.raises(httpcore.ConnectError):
        await backend(_LOOPBACK_ALLOWED).connect_tcp("127.0.0.1", port, timeout=5)


async def test_sockets_of_this_machine_are_refused() -> None:
    with pytest.raises(AddressRefusedError):
        await backend(_LOOPBACK_ALLOWED).connect_unix_socket("/var/run/docker.sock")


async def test_a_client_reaches_nothing_that_the_policy_forbids() -> None:
    transport = guarded_transport(AddressPolicy(), connections_max=2)
    async with listening() as listener, httpx.AsyncClient(transport=transport, trust_env=False) as client:
        for host in ("127.0.0.1", "localhost", "2130706433"):
            with pytest.raises(AddressRefusedError):
                await client.get(f"http://{host}:{listener.port}/")
        assert listener.requests == []


async def test_a_client_keeps_the_name_it_asked_for_in_the_host_header() -> None:
    transport = guarded_transport(_LOOPBACK_ALLOWED, connections_max=2)
    async with listening() as listener, httpx.AsyncClient(transport=transport, trust_env=False) as client:
        answer = await client.get(f"http://localhost:{listener.port}/dashboard")

        assert answer.text == "listener"
        assert f"Host: localhost:{listener.port}".encode() in listener.requests[0]


class Unreachable(httpcore.AsyncNetworkBackend):
    """A network in which nobody answers, and that remembers who was asked."""

    def __init__(self) -> None:
        self.tried: list[tuple[str, float | None]] = []

    @override
    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: object = None,
    ) -> httpcore.AsyncNetworkStream:
        self.tried.append((host, timeout))
        raise httpcore.ConnectTimeout(host)


async def _many(_host: str, _port: int) -> list[Address]:
    return [ip_address(f"203.0.113.{number}") for number in range(1, 51)]


async def test_of_many_addresses_the_first_share_the_time() -> None:
    network = Unreachable()

    with pytest.raises(httpcore.ConnectTimeout, match=r"203\.0\.113\.4"):
        await GuardedBackend(AddressPolicy(), _many, network).connect_tcp("many.example", 80, timeout=8)

    assert network.tried == [(f"203.0.113.{number}", 2.0) for number in range(1, 5)]


async def test_an_address_is_not_looked_up() -> None:
    async def resolve(host: str, _port: int) -> list[Address]:
        raise AssertionError(host)

    network = Unreachable()
    with pytest.raises(httpcore.ConnectTimeout):
        await GuardedBackend(AddressPolicy(), resolve, network).connect_tcp("203.0.113.7", 80)

    assert network.tried == [("203.0.113.7", None)]


@pytest.mark.parametrize("port", [22, 25, 5432, 6379])
async def test_a_port_of_another_protocol_is_refused(port: int) -> None:
    network = Unreachable()

    with pytest.raises(AddressRefusedError, match="port"):
        await GuardedBackend(AddressPolicy(), _many, network).connect_tcp("203.0.113.7", port)

    assert network.tried == []


async def test_a_handshake_that_is_broken_off_leaves_no_connection_open() -> None:
    hung_up = asyncio.Event()

    async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while await reader.read(1000):
            pass
        hung_up.set()
        writer.close()

    server = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        stream = await backend(_LOOPBACK_ALLOWED).connect_tcp("127.0.0.1", port, timeout=5)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await stream.start_tls(ssl.create_default_context(), "shop.example")
        async with asyncio.timeout(5):
            await hung_up.wait()


async def test_each_request_has_a_connection_of_its_own() -> None:
    transport = guarded_transport(_LOOPBACK_ALLOWED, connections_max=2)
    connections = 0

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        try:
            while True:
                await reader.readuntil(b"\r\n\r\n")
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        except asyncio.IncompleteReadError:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server, httpx.AsyncClient(transport=transport, trust_env=False) as client:
        for _ in range(3):
            assert (await client.get(f"http://127.0.0.1:{port}/")).text == "ok"

    assert connections == 3
