import asyncio
import threading
from ipaddress import ip_address

import httpcore
import pytest

from shared.guard.resolver import SystemResolver


async def test_a_name_has_all_its_addresses_once() -> None:
    found = await SystemResolver(1)("127.0.0.1", 80)

    assert found == [ip_address("127.0.0.1")]


@pytest.mark.parametrize("name", ["localhost", "LOCALHOST", "localhost.", "shop.localhost", "a.b.localhost."])
async def test_names_below_localhost_are_this_machine(name: str) -> None:
    found = await SystemResolver(1)(name, 80)

    assert found
    assert all(address.is_loopback for address in found)


@pytest.mark.parametrize("name", ["a..b", "x" * 64 + ".example", "absent.invalid"])
async def test_a_name_without_an_address_is_a_failed_connection(name: str) -> None:
    with pytest.raises(httpcore.ConnectError, match="cannot be resolved"):
        await SystemResolver(1)(name, 80)


async def test_names_that_hang_leave_the_loops_own_threads_alone() -> None:
    resolver, hanging = SystemResolver(2), threading.Event()
    for _ in range(2):
        resolver._threads.submit(hanging.wait)

    look_up = asyncio.ensure_future(resolver("127.0.0.1", 80))
    try:
        async with asyncio.timeout(5):
            assert await asyncio.to_thread(lambda: "done") == "done"
        assert not look_up.done()
    finally:
        hanging.set()
    assert await look_up
