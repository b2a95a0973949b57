"""Counters that several processes share."""

import asyncio
import json
import sys
from datetime import timedelta

import pytest
from redis.asyncio import Redis
from redis.crc import key_slot

from deploy.local.embedded.valkey import EmbeddedValkey
from deploy.local.home import PROJECT
from shared.clock.clock import ManualClock
from shared.counter import redis_log
from shared.counter.counter import Counter
from shared.counter.redis_log import RedisStorage
from tests.integration.counter.storages import NOW

PROCESSES, HITS_EACH = 8, 252


async def test_at_1000_is_called_once_among_eight_processes(redis_url: str) -> None:
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "tests.integration.counter.hitting", redis_url, str(HITS_EACH)),
            cwd=PROJECT,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
        )
        for _ in range(PROCESSES)
    ]
    for process in processes:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"ready\n"
    outputs = await asyncio.gather(*(process.communicate(b"go\n") for process in processes))
    called = [json.loads(out) for out, _ in outputs]

    hits = PROCESSES * HITS_EACH
    assert sum(each["at"] for each in called) == 1
    assert sum(each["at_of_any"] for each in called) == 4
    assert sum(each["every"] for each in called) == hits // 100
    assert sum(each["over"] for each in called) == hits - 1500
    async with Redis.from_url(redis_url) as redis:
        counter = Counter(duration=3600, storage=RedisStorage(redis, "eight"))
        assert await counter.hits().count() == hits
        assert await counter.hits().count(group=3) == hits // 4


async def test_a_hit_is_one_round_trip(redis: Redis, valkey: EmbeddedValkey) -> None:
    commands = list[str]()
    # One connection, made by the first hit: what it says while it is made is no part of the second.
    async with Redis.from_url(valkey.url, single_connection_client=True) as single:
        counter = Counter(duration=60, storage=RedisStorage(single, "tests.trip"))
        counter.partition("ip", lambda request: request)
        counter.every(5, print, resource="/", ip=counter.any)
        counter.every(5, print)
        await counter.hit("a", "/")
        async with redis.monitor() as monitor:
            await counter.hit("b", "/")
            await single.echo("end")
            async for command in monitor.listen():
                if command["client_type"] != "lua":
                    commands.append(command["command"].split()[0])
                if commands[-1:] == ["ECHO"]:
                    break
    assert commands == ["EVALSHA", "ECHO"]


async def test_keys_expire_by_themselves_are_in_one_slot_and_name_nobody(redis_url: str) -> None:
    async with Redis.from_url(redis_url, decode_responses=True) as redis:
        counter = Counter(duration=60, storage=RedisStorage(redis, "sign-in", listed_max=0))
        endless = Counter(storage=RedisStorage(redis, "sign-in", listed_max=3))
        for each in (counter, endless):
            each.partition("user", lambda request: request)
            for user in ("a-user@example.org", "{x}" * 1000):
                await each.hit(user, "/carts/{cart_id}")
                await each.hit(user, "/carts/{cart_id}")

        keys = await redis.keys("*")
        assert len({key_slot(key.encode()) for key in keys}) == 1
        assert all(len(key) < 80 and "a-user" not in key for key in keys)
        for key in keys:
            lifetime = await redis.pttl(key)
            longest = 60_001 if ":60000000:" in key else 366 * 86_400_000 + 1
            assert 0 < lifetime <= longest
        assert [hit async for hit in counter.hits()] == []
        assert await counter.hits().count(user="a-user@example.org") == 2
        # The newest three; what is listed no more is counted all the same.
        listed = [groups["user"] async for _, groups in endless.hits()]
        assert listed == ["a-user@example.org", "{x}" * 1000, "{x}" * 1000]
        assert await endless.hits().count(user="a-user@example.org") == 2


async def test_of_a_duration_no_more_than_so_many_hits_are_kept(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(redis_log, "HITS_MAX", 3)
    clock = ManualClock(NOW)
    storage = RedisStorage(redis, "tests.few", clock=clock)
    counter, over = Counter(duration=60, storage=storage), list[None]()
    counter.every(1, lambda: over.append(None), after=2)
    for _ in range(6):
        await counter.hit(None)
        clock.move(timedelta(seconds=10))

    assert await counter.hits().count() == 3
    assert len(over) == 4
    # Of six hits the first three went, not the last.
    clock.move(timedelta(seconds=30))
    assert await counter.hits().count() == 2


async def test_times_are_the_servers_own(redis: Redis) -> None:
    counter = Counter(duration=60, storage=RedisStorage(redis, "tests.time"))
    before = await redis.time()
    await counter.hit(None)
    after = await redis.time()
    [(at, _)] = [hit async for hit in counter.hits()]
    assert before[0] + before[1] / 1e6 <= at.timestamp() <= after[0] + after[1] / 1e6


async def test_a_script_that_the_server_lost_is_given_anew(redis: Redis) -> None:
    counter = Counter(duration=60, storage=RedisStorage(redis, "tests.lost"))
    await counter.hit(None)
    await redis.script_flush()
    await counter.hit(None)
    assert await counter.hits().count() == 2
