"""What every storage does alike, the one in memory and the one on a real Valkey."""

import asyncio
from collections import defaultdict
from collections.abc import Hashable
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redis.asyncio import Redis

from shared.counter import counter as counter_module
from shared.counter import memory_log, redis_log
from shared.counter.counter import Counter
from shared.counter.log import Hit, Partitions, subsets
from tests.integration.counter.storages import NOW, Storage, make_storage

GROUPS = st.sampled_from(["a", "b", "ü:{}\n", "", 1, None])
HITS = st.lists(st.tuples(st.integers(0, 40), GROUPS, st.sampled_from(["GET", "PUT"])), max_size=25)


async def test_a_hit_counts_towards_each_combination_of_its_groups(storage: Storage) -> None:
    log = storage.log()
    await log.track(ip="a", method="GET")
    await log.track(ip="a", method="PUT")
    await log.track(ip="b", method="GET")

    assert await log.count() == 3
    assert await log.count(ip="a") == 2
    assert await log.count(method="GET") == 2
    assert await log.count(method="GET", ip="b") == 1
    assert await log.count(method="PUT", ip="b") == 0
    assert await log.count(user="a") == 0


async def test_a_hit_tells_the_numbers_it_has(storage: Storage) -> None:
    log = storage.log()
    await log.track(ip="a")
    assert await log.hit({"ip": "b"}, {}, {"ip": "b"}) == [2, 1]
    assert await log.hit({"ip": "a"}, {"ip": "a"}) == [2]


@pytest.mark.parametrize("duration", [30, 60, timedelta(seconds=90, microseconds=1), timedelta(days=3)])
async def test_a_hit_counts_for_less_than_the_duration(storage: Storage, duration: int | timedelta) -> None:
    log = storage.log(duration)
    span = duration if isinstance(duration, timedelta) else timedelta(seconds=duration)
    await log.track(ip="a")

    storage.clock.move(span - timedelta(microseconds=1))
    assert (await log.count(), await log.count(ip="a"), len(await log.hits())) == (1, 1, 1)
    storage.clock.move(timedelta(microseconds=1))
    assert (await log.count(), await log.count(ip="a"), await log.hits()) == (0, 0, [])
    assert await log.hit({"ip": "a"}, {"ip": "a"}) == [1]


async def test_logs_of_different_resources_and_durations_do_not_mix(storage: Storage) -> None:
    logs = [storage.log(resource="/"), storage.log(resource="/x"), storage.log(), storage.log(60)]
    await logs[0].track(ip="a")
    assert [await log.count(ip="a") for log in logs] == [1, 0, 0, 0]
    assert [len(await log.hits()) for log in logs] == [1, 0, 0, 0]


async def test_hits_are_listed_oldest_first(storage: Storage) -> None:
    log = storage.log(60)
    await log.track(ip="a", method="GET")
    storage.clock.move(timedelta(microseconds=1))
    await log.track(ip=None, method="P:T")
    assert await log.hits() == [
        (NOW, {"ip": "a", "method": "GET"}),
        (NOW + timedelta(microseconds=1), {"ip": None, "method": "P:T"}),
    ]


async def test_hits_at_the_same_moment_are_all_counted(storage: Storage) -> None:
    log = storage.log(60)
    for _ in range(5):
        await log.track(ip="a")
    assert (await log.count(ip="a"), len(await log.hits())) == (5, 5)


async def test_tasks_that_hit_at_once_get_each_number_once(storage: Storage) -> None:
    log = storage.log(60)
    counted = await asyncio.gather(*(log.hit({"ip": "a"}, {"ip": "a"}) for _ in range(200)))
    assert sorted(number for [number] in counted) == list(range(1, 201))


@pytest.mark.parametrize("kind", ["memory", "redis"])
@given(hits=HITS, duration=st.integers(20, 60), asked_after=st.integers(0, 80))
@settings(max_examples=60, deadline=None)
async def test_windows_count_what_counting_by_hand_does(
    kind: str, redis: Redis, hits: list[tuple[int, Hashable, str]], duration: int, asked_after: int
) -> None:
    storage = make_storage(kind, redis)
    log, seen = storage.log(duration), list[Hit]()

    def by_hand(spec: Partitions) -> int:
        return sum(spec.items() <= groups.items() for _, groups in within())

    def within() -> list[Hit]:
        return [hit for hit in seen if storage.clock.now() - hit[0] < timedelta(seconds=duration)]

    for pause, ip, method in hits:
        storage.clock.move(timedelta(seconds=pause))
        groups = {"ip": ip, "method": method}
        seen.append((storage.clock.now(), groups))
        specs = [dict(chosen) for chosen in subsets(groups.items())]
        assert await log.hit(groups, *specs) == [by_hand(spec) for spec in specs]
    storage.clock.move(timedelta(seconds=asked_after))

    for spec in ({}, {"method": "GET"}, {"ip": "a"}, {"ip": None, "method": "PUT"}):
        assert await log.count(**spec) == by_hand(spec)
    assert await log.hits() == within()


@pytest.fixture
def few_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (memory_log, redis_log, counter_module):
        monkeypatch.setattr(module, "HITS_MAX", 6)


@pytest.mark.usefixtures("few_kept")
async def test_hits_beyond_those_that_are_kept_have_no_number(storage: Storage) -> None:
    counter, called = Counter(duration=60, storage=storage.make_log), defaultdict[str, list[int]](list)
    counter.partition("ip", lambda _: "a")

    def rule(name: str, n: int, after: int | None = None, until: int | None = None) -> None:
        def call(ip: str) -> None:
            called[name].append(hits[ip])

        counter.every(n, call, after, until, ip=counter.any)

    rule("every 3", 3)
    rule("at 6", 1, after=5, until=6)
    rule("every 2 after 1", 2, after=1)
    rule("all after 4", 1, after=4)
    hits = {"a": 0}
    for _ in range(10):
        hits["a"] += 1
        await counter.hit(None)
    # All have gone: there are numbers again.
    storage.clock.move(timedelta(seconds=60))
    for _ in range(3):
        hits["a"] += 1
        await counter.hit(None)

    assert called == {
        "every 3": [3, 6, 13],
        "at 6": [6],
        "every 2 after 1": [2, 4, 6, 12],
        "all after 4": [5, 6, 7, 8, 9, 10],
    }


@pytest.mark.usefixtures("few_kept")
async def test_without_a_duration_every_hit_has_a_number(storage: Storage) -> None:
    counter, called = Counter(storage=storage.make_log), list[int]()
    counter.at(8, lambda: called.append(8))
    counter.every(4, lambda: called.append(4))
    for _ in range(12):
        await counter.hit(None)

    assert called == [4, 8, 4, 4]


async def test_a_counter_limits_alike_on_every_storage(storage: Storage) -> None:
    counter = Counter(duration=10, storage=storage.make_log)
    counter.partition("ip", lambda request: request)
    refused = list[str]()

    @counter.every(1, after=2, ip=counter.any, resource="/")
    def refuse(ip: str) -> None:
        refused.append(ip)

    for ip in ("a", "a", "b", "a", "b", "b"):
        await counter.hit(ip, "/")
        await counter.hit(ip, "/elsewhere")
    storage.clock.move(timedelta(seconds=10))
    await counter.hit("a", "/")

    assert refused == ["a", "b"]
