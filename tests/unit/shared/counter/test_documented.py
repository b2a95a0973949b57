"""What the documentation of the counter says, example by example."""

from collections.abc import Hashable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import PlainTextResponse
from starlette.applications import Starlette
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.responses import Response
from starlette.routing import Route
from typing_extensions import override

from shared.clock.clock import ManualClock
from shared.counter import counter as counter_module
from shared.counter import memory_log
from shared.counter.counter import Counter
from shared.counter.log import AbstractLog, Duration, Hit, Partitions
from shared.counter.memory_log import MemoryLog
from tests.unit.shared.counter.asking import ask, ask_often, make_app

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def method_of(request: Request) -> str:
    return request.method.upper()


async def test_hits_are_counted_for_the_app_and_for_each_resource() -> None:
    app = make_app()
    counter = Counter(app)

    await ask(app, "/", "/carts/1", "/carts/2", "/nowhere")

    assert counter.hits().count() == 4
    assert counter.hits("/carts/{cart_id}").count() == 2
    assert counter.hits("/").count() == 1
    assert counter.hits("/nowhere").count() == 0


async def test_a_resource_can_be_named_by_the_function_that_answers_there() -> None:
    app = FastAPI()
    counter = Counter(app)

    @app.get("/carts/{cart_id}")
    async def get_cart(cart_id: int) -> int:
        return cart_id

    await ask(app, "/carts/1", "/carts/2", "/")

    assert counter.hits(get_cart).count() == 2


async def test_hits_of_a_function_that_answers_nowhere_or_twice_are_in_no_one_log() -> None:
    app = make_app()

    @app.get("/one")
    @app.get("/two")
    async def twice() -> None: ...

    with pytest.raises(LookupError, match="several paths"):
        Counter(app).hits(twice)
    with pytest.raises(LookupError, match="no path"):
        Counter(app).hits(method_of)


async def test_a_function_at_several_paths_is_counted_at_all_of_them_together() -> None:
    app, called = make_app(), list[str]()
    counter = Counter(app)
    counter.partition("method", method_of)

    @app.get("/one")
    @app.api_route("/two", methods=["GET", "PUT"])
    async def twice() -> None: ...

    counter.every(2, lambda: called.append("both"), resource=twice)
    counter.at(2, lambda: called.append("two"), resource="/two")
    counter.at(3, lambda method: called.append(f"third {method}"), resource=twice, method="GET")

    answers = await ask(app, "/one", "/", "/two", "/one")
    assert [answer.status_code for answer in answers] == [200] * 4
    assert called == ["both", "third GET"]
    await ask(app, "/two", method="PUT")
    assert called == ["both", "third GET", "both", "two"]
    assert (counter.hits("/one").count(), counter.hits("/two").count()) == (2, 2)


async def test_a_counter_can_be_attached_later() -> None:
    app, other = make_app(), Starlette(routes=[Route("/", lambda _: Response())])
    counter = Counter()
    counter.attach_to(app)
    counter.attach_to(other)

    await ask(app, "/")
    await ask(other, "/", "/")

    assert counter.hits().count() == 3
    with pytest.raises(ValueError, match="attached to this app already"):
        counter.attach_to(app)


async def test_only_hits_less_than_the_duration_ago_are_tracked() -> None:
    app, clock = make_app(), ManualClock(NOW)
    counter = Counter(app, duration=3600, storage=partial(MemoryLog, clock=clock))
    await ask(app, "/")
    clock.move(timedelta(seconds=1))
    await ask(app, "/")
    clock.move(timedelta(seconds=3598, microseconds=999_999))

    assert counter.hits().count() == 2
    clock.move(timedelta(microseconds=1))
    assert counter.hits().count() == 1
    assert [at for at, _ in counter.hits()] == [NOW + timedelta(seconds=1)]


@pytest.mark.parametrize("duration", [timedelta(seconds=60), 60])
async def test_a_duration_is_a_time_or_seconds(duration: Duration) -> None:
    clock = ManualClock(NOW)
    counter = Counter(duration=duration, storage=partial(MemoryLog, clock=clock))
    await counter.hit(None)
    clock.move(timedelta(seconds=60))
    assert counter.hits().count() == 0


async def test_without_a_duration_all_hits_are_tracked() -> None:
    clock = ManualClock(NOW)
    counter = Counter(storage=partial(MemoryLog, clock=clock))
    await counter.hit(None)
    clock.move(timedelta(days=10_000))
    assert counter.hits().count() == 1


@pytest.mark.parametrize("duration", [0, -2, timedelta(0), timedelta(seconds=-3)])
def test_a_duration_without_length_is_refused(duration: Duration) -> None:
    with pytest.raises(ValueError, match="duration"):
        Counter(duration=duration)


async def test_a_storage_of_ones_own_needs_three_methods() -> None:
    class ListLog(AbstractLog):
        def __init__(self, duration: Duration, resource: str | None) -> None:
            super().__init__(duration, resource)
            self.hits: list[Hit] = []

        @override
        def __iter__(self) -> Iterator[Hit]:
            return iter(self.hits)

        @override
        def count(self, **partition_spec: Hashable) -> int:
            return sum(partition_spec.items() <= dict(hit).items() for _, hit in self.hits)

        @override
        def track(self, partitions: Partitions) -> None:
            self.hits.append((NOW, partitions))

    app, called = make_app(), list[str]()
    counter = Counter(app, 60, storage=ListLog)
    counter.partition("method", method_of)
    counter.at(3, lambda: called.append("third"))

    @counter.every(2, method=counter.any, resource="/")
    def second(method: str) -> None:
        called.append(method)

    await ask(app, "/", "/carts/1", "/", method="PUT")

    assert called == ["third", "PUT"]
    assert counter.hits().count() == 3
    assert counter.hits("/").count(method="PUT") == 2
    assert (counter.hits("/").span, counter.hits("/").resource) == (timedelta(minutes=1), "/")
    assert list(counter.hits("/carts/{cart_id}")) == [(NOW, {"method": "PUT"})]


async def test_a_partition_tells_hits_apart_by_their_group() -> None:
    app = make_app()
    counter = Counter(app)
    counter.partition("method", lambda request: request.method.upper())

    await ask_often(app, 3)
    await ask_often(app, 2, method="PUT")

    hits = counter.hits()
    assert (hits.count(), hits.count(method="GET"), hits.count(method="PUT")) == (5, 3, 2)
    assert hits.count(method="POST") == 0


async def test_partition_is_a_decorator_factory_for_functions_that_wait_or_do_not() -> None:
    app = make_app()
    counter = Counter(app)

    @counter.partition("ip")
    def address_of(request: Request) -> str | None:
        return request.client.host if request.client else None

    @counter.partition("method")
    async def awaited_method_of(request: Request) -> str:
        return request.method

    await ask(app, "/", "/", address="192.0.2.1")
    await ask(app, "/", address="192.0.2.2")
    await ask(app, "/", address="192.0.2.2", method="PUT")

    hits = counter.hits()
    assert hits.count(ip="192.0.2.1") == 2
    assert hits.count(ip="192.0.2.2", method="PUT") == 1
    assert hits.count(method="GET") == 3
    assert callable(address_of)


@pytest.mark.parametrize("name", ["resource", "n", "after", "until", "callback", "two words", ""])
def test_a_partition_cannot_have_a_name_that_is_taken_or_no_name(name: str) -> None:
    with pytest.raises(ValueError, match="cannot be called"):
        Counter().partition(name, method_of)


def test_a_counter_has_four_partitions_at_most_and_each_once() -> None:
    counter = Counter()
    for name in ("a", "b", "c", "d"):
        counter.partition(name, method_of)
    with pytest.raises(ValueError, match="already"):
        counter.partition("a", method_of)
    with pytest.raises(ValueError, match="at most 4"):
        counter.partition("e", method_of)


async def test_the_body_is_the_apps_and_no_grouping_functions() -> None:
    app = make_app()
    counter = Counter(app)

    @counter.partition("body")
    async def body_of(request: Request) -> bytes:
        return await request.body()

    with pytest.raises(RuntimeError, match="Receive channel"):
        await ask(app, "/")


async def test_every_calls_every_n_hits() -> None:
    app, at = make_app(), list[int]()
    counter = Counter(app)
    counter.every(3, lambda: at.append(counter.hits().count()))
    await ask_often(app, 10)
    assert at == [3, 6, 9]


async def test_after_a_number_of_hits_the_next_is_called_and_every_nth_from_there() -> None:
    app, at = make_app(), list[int]()
    counter = Counter(app)

    @counter.every(3, after=4)
    def on_third() -> None:
        at.append(counter.hits().count())

    await ask_often(app, 12)
    assert at == [5, 8, 11]


async def test_until_includes_its_number() -> None:
    app, at = make_app(), list[int]()
    counter = Counter(app)
    counter.every(2, lambda: at.append(counter.hits().count()), None, 6)
    await ask_often(app, 10)
    assert at == [2, 4, 6]


async def test_only_hits_to_the_resource_count() -> None:
    app, at = make_app(), list[int]()
    counter = Counter(app)
    counter.every(2, lambda: at.append(counter.hits().count()), resource="/carts/{cart_id}")
    await ask(app, "/carts/1", "/", "/", "/carts/2", "/", "/carts/3", "/carts/4")
    assert at == [4, 7]


async def test_a_group_filters_the_hits_and_is_given_to_the_callback() -> None:
    app, given = make_app(), list[str]()
    counter = Counter(app)
    counter.partition("method", method_of)

    @counter.every(2, after=3, method="GET")
    def on_gets(method: str) -> None:
        given.append(method)

    await ask_often(app, 3)
    await ask_often(app, 9, method="PUT")
    assert given == []
    await ask_often(app, 3)
    assert given == ["GET", "GET"]


async def test_any_counts_each_group_by_itself_which_no_filter_does_not() -> None:
    app, each, all_hits = make_app(), list[str](), list[None]()
    counter = Counter(app)
    counter.partition("method", method_of)

    @counter.every(2, method=counter.any)
    def on_two(method: str) -> None:
        each.append(method)

    counter.every(2, lambda: all_hits.append(None))
    for method in ("GET", "PUT", "DELETE", "PUT", "GET", "GET", "GET"):
        await ask(app, "/", method=method)

    assert each == ["PUT", "GET", "GET"]
    assert len(all_hits) == 3


async def test_groups_of_two_partitions_are_counted_together() -> None:
    app, given = make_app(), list[tuple[str, str]]()
    counter = Counter(app)
    counter.partition("method", method_of)
    counter.partition("ip", lambda request: request.client.host)

    @counter.at(2, ip=counter.any, method="PUT")
    async def second_put(ip: str, method: str) -> None:
        given.append((ip, method))

    for address in ("192.0.2.1", "192.0.2.2", "192.0.2.2", "192.0.2.1"):
        await ask(app, "/", method="PUT", address=address)
        await ask(app, "/", address=address)
    assert given == [("192.0.2.2", "PUT"), ("192.0.2.1", "PUT")]


async def test_at_calls_once() -> None:
    app, at = make_app(), list[int]()
    counter = Counter(app)
    counter.at(3, lambda: at.append(counter.hits().count()))
    counter.every(1, lambda: at.append(-counter.hits().count()), after=2, until=3)
    await ask_often(app, 8)
    assert at == [3, -3]


async def test_what_every_raises_stops_the_request_and_the_apps_handlers_answer() -> None:
    app, handled = FastAPI(), list[int]()

    class TooManyError(Exception): ...

    @app.get("/")
    async def root() -> None:
        handled.append(counter.hits().count())

    @app.exception_handler(TooManyError)
    async def on_too_many(request: Request, error: Exception) -> PlainTextResponse:
        return PlainTextResponse(f"{request.url.path}: {error}", status_code=429)

    counter = Counter(app)

    @counter.at(2)
    def second() -> None:
        raise TooManyError("enough")

    @counter.at(3)
    async def third() -> None:
        raise StarletteHTTPException(503, "later", headers={"Retry-After": "7"})

    answers = await ask(app, "/", "/", "/", "/")

    assert [answer.status_code for answer in answers] == [200, 429, 503, 200]
    assert answers[1].text == "/: enough"
    assert (answers[2].json(), answers[2].headers["Retry-After"]) == ({"detail": "later"}, "7")
    assert handled == [1, 4]


async def test_what_a_grouping_function_or_the_storage_raises_is_answered_as_well() -> None:
    class LostLog(MemoryLog):
        @override
        def hit(self, partitions: Partitions, specs: Sequence[Partitions]) -> list[int]:
            raise HTTPException(503)

    lost, asked = make_app(), make_app()
    Counter(lost, storage=LostLog)
    counter = Counter(asked)

    @counter.partition("user")
    def user_of(request: Request) -> str:
        raise HTTPException(401, request.url.path)

    assert await ask_often(lost, 1) == [503]
    assert await ask_often(asked, 1) == [401]
    assert counter.hits().count() == 0


async def test_what_nobody_handles_is_the_servers() -> None:
    app = make_app()
    counter = Counter(app)

    @counter.at(1)
    def first() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await ask(app, "/")


async def test_every_is_called_before_the_request_is_handled_and_after_every_afterwards() -> None:
    app, order = FastAPI(), list[str]()

    @app.get("/")
    async def root() -> None:
        order.append("handled")

    counter = Counter(app)
    counter.partition("method", method_of)
    counter.after_every(2, lambda: order.append("after every"))
    counter.every(2, lambda: order.append("every"))
    counter.at(2, lambda: order.append("at"))

    @counter.after(2, method="GET")
    async def after(method: str) -> None:
        order.append(f"after {method}")

    await ask_often(app, 3)

    assert order == ["handled", "every", "at", "handled", "after every", "after GET", "handled"]


async def test_after_a_request_that_was_stopped_or_failed_it_is_called_too() -> None:
    app, called = make_app(), list[str]()
    counter = Counter(app)
    counter.after(1, lambda: called.append("failed"), resource="/broken")
    counter.after(1, lambda: called.append("stopped"), resource="/")

    @counter.every(1, resource="/")
    def stop() -> None:
        raise HTTPException(418)

    answers = await ask(app, "/broken", "/")

    assert [answer.status_code for answer in answers] == [503, 418]
    assert called == ["failed", "stopped"]


async def test_after_every_takes_what_every_takes() -> None:
    app, at = make_app(), list[tuple[int, str]]()
    counter = Counter(app)
    counter.partition("method", method_of)

    @counter.after_every(2, after=1, until=6, resource="/", method=counter.any)
    def called(method: str) -> None:
        at.append((counter.hits().count(), method))

    await ask(app, "/carts/1")
    await ask_often(app, 9)
    assert at == [(3, "GET"), (5, "GET"), (7, "GET")]


async def test_hits_say_when_and_of_which_groups() -> None:
    app, clock = make_app(), ManualClock(NOW)
    counter = Counter(app, storage=partial(MemoryLog, clock=clock))
    counter.partition("method", method_of)
    await ask(app, "/")
    clock.move(timedelta(minutes=1))
    await ask(app, "/carts/7", method="PUT")

    assert list(counter.hits()) == [
        (NOW, {"method": "GET"}),
        (NOW + timedelta(minutes=1), {"method": "PUT"}),
    ]
    assert [partitions for _, partitions in counter.hits("/carts/{cart_id}")] == [{"method": "PUT"}]


async def test_the_rate_limiter() -> None:
    app, clock = make_app(), ManualClock(NOW)
    counter = Counter(app, duration=3600, storage=partial(MemoryLog, clock=clock))
    limit = 10

    @counter.partition("ip")
    def get_ip(request: Request) -> str | None:
        return request.client.host if request.client else None

    @counter.every(1, after=limit, ip=counter.any)
    def after_limit(ip: str) -> None:
        raise HTTPException(429, f"Limit exceeded for: {ip}")

    assert await ask_often(app, 12) == [200] * 10 + [429] * 2
    assert [answer.status_code for answer in await ask(app, "/", address="192.0.2.2")] == [200]
    clock.move(timedelta(hours=1))
    assert await ask_often(app, 1) == [200]


@pytest.mark.parametrize(
    ("n", "after", "until"), [(0, None, None), (-1, None, None), (1, -1, None), (1, None, 0)]
)
def test_numbers_that_no_hit_has_are_refused(n: int, after: int | None, until: int | None) -> None:
    with pytest.raises(ValueError, match="or more"):
        Counter().every(n, print, after, until)


def test_a_partition_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no partition method"):
        Counter().every(1, print, method="GET")


def test_a_number_that_a_duration_cannot_reach_is_refused() -> None:
    Counter().at(100_001, print)
    for counter in (Counter(duration=60), Counter(duration=timedelta(days=1))):
        counter.at(100_000, print)
        with pytest.raises(ValueError, match="no more than 100000"):
            counter.at(100_001, print)
        with pytest.raises(ValueError, match="no more than 100000"):
            counter.every(1, print, until=100_001)


async def test_hits_beyond_those_of_a_duration_call_what_is_called_on_each(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(memory_log, "HITS_MAX", 4)
    monkeypatch.setattr(counter_module, "HITS_MAX", 4)
    app, called = make_app(), list[str]()
    counter = Counter(app, duration=3600)
    counter.every(2, lambda: called.append("second"))
    counter.at(4, lambda: called.append("at"))
    counter.every(1, lambda: called.append("over"), after=4 - 1)
    await ask_often(app, 7)

    assert called == ["second", "second", "at", "over", "over", "over", "over"]
