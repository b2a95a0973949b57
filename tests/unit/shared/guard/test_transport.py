import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpcore
import httpx
import pytest

from shared.guard.policy import AddressPolicy, parse_networks
from shared.guard.transport import AddressRefusedError, GuardedBackend, guarded_transport

_LOOPBACK_ALLOWED = AddressPolicy(allow=parse_networks("127.0.0.0/8, ::1/128"))


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
        await GuardedBackend(AddressPolicy()).connect_tcp(host, 80, timeout=5)


@pytest.mark.parametrize("host", ["169.254.169.254", "2852039166", "::ffff:169.254.169.254"])
async def test_metadata_services_are_refused(host: str) -> None:
    with pytest.raises(AddressRefusedError):
        await GuardedBackend(AddressPolicy()).connect_tcp(host, 80, timeout=5)


async def test_the_refusal_does_not_tell_which_address_it_was() -> None:
    with pytest.raises(AddressRefusedError) as refused:
        await GuardedBackend(AddressPolicy()).connect_tcp("localhost", 80, timeout=5)

    assert "127" not in str(refused.value)
    assert "::1" not in str(refused.value)


async def test_a_host_with_a_forbidden_address_among_others_is_refused_whole() -> None:
    # Nothing may be tried before all is checked, so the listener must hear nothing.
    policy = AddressPolicy(allow=parse_networks("127.0.0.0/8, ::1/128"), deny=parse_networks("127.0.0.0/8"))
    async with listening() as listener:
        with pytest.raises(AddressRefusedError):
            await GuardedBackend(policy).connect_tcp("localhost", listener.port, timeout=5)
        assert listener.requests == []


async def test_an_allowed_address_is_connected_to() -> None:
    async with listening() as listener:
        stream = await GuardedBackend(_LOOPBACK_ALLOWED).connect_tcp("127.0.0.1", listener.port, timeout=5)
        peer = stream.get_extra_info("server_addr")
        await stream.aclose()

    assert peer == ("127.0.0.1", listener.port)


async def test_a_name_that_cannot_be_looked_up_is_a_failed_connection() -> None:
    with pytest.raises(httpcore.ConnectError, match="cannot be resolved"):
        await GuardedBackend(AddressPolicy()).connect_tcp("a..b", 80, timeout=5)


async def test_a_port_where_nothing_listens_is_a_failed_connection() -> None:
    async with listening() as listener:
        port = listener.port
    with pytest.raises(httpcore.ConnectError):
        await GuardedBackend(_LOOPBACK_ALLOWED).connect_tcp("127.0.0.1", port, timeout=5)


async def test_sockets_of_this_machine_are_refused() -> None:
    with pytest.raises(AddressRefusedError):
        await GuardedBackend(_LOOPBACK_ALLOWED).connect_unix_socket("/var/run/docker.sock")


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
