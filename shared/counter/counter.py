"""Counts the requests of an app, and calls back at chosen numbers of them.

    counter = Counter(app, duration=3600)
    counter.partition("method", lambda request: request.method)

    @counter.partition("ip")
    def address(request): return request.client.host

    @counter.every(1, after=1000, ip=counter.any)
    def too_many(ip): raise HTTPException(429, f"Too many requests from {ip}.")

    counter.hits().count(method="GET")

What is counted is a hit: a request that arrived, whatever becomes of it. With a ``duration`` a hit's number is
how many there were within that time up to it, itself included, so that the same number comes again. Hits beyond
HITS_MAX within a duration have no number. Callbacks of each single hit are called for them as well (``every(1)``,
with any ``after``); all others are not, until there are fewer.

``every`` and ``at`` are called before the request is handled, in the order they were registered. What they raise
stops it, and the app's exception handlers answer. ``after_every`` and ``after`` are called once the answer is sent,
also of a request that was stopped or failed: it was counted, and no other hit has its number. All callbacks may be
coroutine functions; others run on the event loop and must not wait.

Hits are stored in this process by default, or where ``storage`` says, such as a ``RedisStorage``, whose logs are
awaited: ``await counter.hits().count()``. What the storage raises stops a request as well.
"""

import inspect
import threading
from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, Literal, TypeVar, cast, overload

from starlette.applications import Starlette

from shared.counter.log import (
    HITS_MAX,
    PARTITIONS_MAX,
    AbstractLog,
    AsyncLog,
    Duration,
    Partitions,
    span_of,
)
from shared.counter.memory_log import MemoryLog
from shared.counter.middleware import CountingMiddleware
from shared.counter.resource import ResourceTable
from shared.counter.rule import Anything, Callback, Rule

# The path template of a route, or the function that answers there.
Resource = str | Callable[..., Any]
Grouping = Callable[[Any], Hashable | Awaitable[Hashable]]

L = TypeVar("L", bound=AbstractLog | AsyncLog)
C = TypeVar("C", bound=Callback)
G = TypeVar("G", bound=Grouping)

_ARGUMENTS = frozenset({"n", "callback", "after", "until", "resource"})


@dataclass(frozen=True)
class Due:
    """The callbacks of one hit, with the groups that each gets."""

    before: list[tuple[Callback, Partitions]]
    after: list[tuple[Callback, Partitions]]

    async def call_before(self) -> None:
        await _call(self.before)

    async def call_after(self) -> None:
        await _call(self.after)


class Counter(Generic[L]):
    any: Final = Anything.ANY

    @overload
    def __init__(
        self: "Counter[MemoryLog]",
        app: Starlette | None = None,
        duration: Duration = -1,
        storage: None = None,
    ) -> None: ...

    @overload
    def __init__(
        self,
        app: Starlette | None = None,
        duration: Duration = -1,
        *,
        storage: Callable[[Duration, str | None], L],
    ) -> None: ...

    def __init__(
        self,
        app: Starlette | None = None,
        duration: Duration = -1,
        storage: Callable[[Duration, str | None], Any] | None = None,
    ) -> None:
        """``storage``: a subclass of AbstractLog, or whatever makes logs when called as one."""
        self._endless = span_of(duration) is None
        self._duration = duration
        self._storage: Callable[[Duration, str | None], Any] = storage or MemoryLog
        self._logs: dict[str | None, L] = {}
        self._making = threading.Lock()
        self._partitions: dict[str, Grouping] = {}
        self._rules: list[Rule] = []
        self._apps: list[Starlette] = []
        self._templates: dict[Callable[..., Any], frozenset[str]] = {}
        if app is not None:
            self.attach_to(app)

    def attach_to(self, app: Starlette) -> None:
        """Counts the app's requests from now on; before it has begun to answer."""
        if app in self._apps:
            raise ValueError("the counter is attached to this app already")
        app.add_middleware(CountingMiddleware, counter=self, owner=app)
        self._apps.append(app)
        self._templates.clear()

    @overload
    def partition(self, name: str, fgroup: G) -> G: ...

    @overload
    def partition(self, name: str) -> Callable[[G], G]: ...

    def partition(self, name: str, fgroup: G | None = None) -> G | Callable[[G], G]:
        """Tells hits apart by what ``fgroup`` makes of a request: its group, any hashable value.

        It may be a coroutine function. It sees all of a request but the body. Without it, a decorator.
        """
        if name in _ARGUMENTS or not name.isidentifier():
            raise ValueError(f"a partition cannot be called {name!r}")
        if name in self._partitions:
            raise ValueError(f"there is a partition {name!r} already")
        if len(self._partitions) == PARTITIONS_MAX:
            raise ValueError(f"a counter has at most {PARTITIONS_MAX} partitions")

        def add(grouping: G) -> G:
            self._partitions[name] = grouping
            return grouping

        return add if fgroup is None else add(fgroup)

    @overload
    def every(
        self,
        n: int,
        callback: C,
        after: int | None = None,
        until: int | None = None,
        resource: Resource | None = None,
        **partitions: Hashable,
    ) -> C: ...

    @overload
    def every(
        self,
        n: int,
        callback: None = None,
        after: int | None = None,
        until: int | None = None,
        resource: Resource | None = None,
        **partitions: Hashable,
    ) -> Callable[[C], C]: ...

    def every(
        self,
        n: int,
        callback: C | None = None,
        after: int | None = None,
        until: int | None = None,
        resource: Resource | None = None,
        **partitions: Hashable,
    ) -> C | Callable[[C], C]:
        """Calls back every ``n`` hits, before they are handled. Without a callback, a decorator.

        ``after``: first on the hit after that many, then on every nth from there. ``until``: up to and including
        that many. With a duration neither reaches beyond HITS_MAX: a ValueError. ``resource``: of hits to it alone;
        to a function at several paths, all together. Of a partition, ``name=group``: of hits in that group;
        ``name=counter.any``: of each group by itself. The callback gets the hit's group in each partition that is
        named.
        """
        return self._register("before", callback, n, after, until, resource, partitions)

    @overload
    def at(self, n: int, callback: C, resource: Resource | None = None, **partitions: Hashable) -> C: ...

    @overload
    def at(
        self, n: int, callback: None = None, resource: Resource | None = None, **partitions: Hashable
    ) -> Callable[[C], C]: ...

    def at(
        self,
        n: int,
        callback: C | None = None,
        resource: Resource | None = None,
        **partitions: Hashable,
    ) -> C | Callable[[C], C]:
        """Calls back on the nth hit, before it is handled: ``every(1, after=n - 1, until=n)``."""
        return self._register("before", callback, 1, n - 1, n, resource, partitions)

    @overload
    def after_every(
        self,
        n: int,
        callback: C,
        after: int | None = None,
        until: int | None = None,
        resource: Resource | None = None,
        **partitions: Hashable,
    ) -> C: ...

    @overload
    def after_every(
        self,
        n: int,
        callback: None = None,
        after: int | None = None,
        until: int | None = None,
        resource: Resource | None = None,
        **partitions: Hashable,
    ) -> Callable[[C], C]: ...

    def after_every(
        self,
        n: int,
        callback: C | None = None,
        after: int | None = None,
        until: int | None = None,
        resource: Resource | None = None,
        **partitions: Hashable,
    ) -> C | Callable[[C], C]:
        """As ``every``, once the answer is sent."""
        return self._register("after", callback, n, after, until, resource, partitions)

    @overload
    def after(self, n: int, callback: C, resource: Resource | None = None, **partitions: Hashable) -> C: ...

    @overload
    def after(
        self, n: int, callback: None = None, resource: Resource | None = None, **partitions: Hashable
    ) -> Callable[[C], C]: ...

    def after(
        self,
        n: int,
        callback: C | None = None,
        resource: Resource | None = None,
        **partitions: Hashable,
    ) -> C | Callable[[C], C]:
        """As ``at``, once the answer is sent."""
        return self._register("after", callback, 1, n - 1, n, resource, partitions)

    def hits(self, resource: Resource | None = None) -> L:
        """The log of the resource, or of all hits: ``count(**partitions)``, and each hit's time and groups."""
        return self._log(self._template(resource))

    async def hit(self, request: object, resource: Resource | None = None) -> None:
        """Counts a hit that is no request of an attached app, and makes all its callbacks.

        ``request`` is whatever the grouping functions understand.
        """
        due = await self.count(request, self._template(resource))
        try:
            await due.call_before()
        finally:
            await due.call_after()

    async def count(self, request: object, resource: str | None) -> Due:
        """Stores a hit, and says which callbacks are due with it."""
        partitions = {}
        for name, grouping in self._partitions.items():
            group = grouping(request)
            partitions[name] = await group if inspect.isawaitable(group) else group
        # For each log what is to be counted in it, and for each rule where it will find its number.
        asked: dict[str | None, list[Partitions]] = {None: []}
        if resource is not None:
            asked[resource] = []
        concerned: list[tuple[Rule, Partitions, str | None, int]] = []
        for rule in self._rules:
            templates = self._templates_of(rule.resource)
            groups = rule.counted(partitions)
            if groups is not None and (templates is None or resource in templates):
                # Of several paths together, in a log of their own: each hit that is asked for is in it.
                counted_in = None if templates is None else " ".join(sorted(templates))
                specs = asked.setdefault(counted_in, [])
                concerned.append((rule, groups, counted_in, len(specs)))
                specs.append(groups)
        counts = await self._store(asked, partitions)
        due = Due([], [])
        for rule, groups, counted_in, number in concerned:
            if self._fires(rule, counts[counted_in][number]):
                (due.before if rule.when == "before" else due.after).append((rule.callback, groups))
        return due

    async def _store(
        self, asked: Mapping[str | None, Sequence[Partitions]], partitions: Partitions
    ) -> dict[str | None, list[int]]:
        logs = [(self._log(resource), specs) for resource, specs in asked.items()]
        first = logs[0][0]
        if isinstance(first, AsyncLog):
            # All of a counter's logs are of one storage.
            counts = await type(first).hit_all(cast("Any", logs), partitions)
        else:
            counts = [cast("AbstractLog", log).hit(partitions, specs) for log, specs in logs]
        return dict(zip(asked, counts, strict=True))

    def _fires(self, rule: Rule, count: int) -> bool:
        if self._endless or count <= HITS_MAX:
            return rule.fires(count)
        return rule.needs_no_number

    def _log(self, resource: str | None) -> L:
        log = self._logs.get(resource)
        if log is None:
            with self._making:
                log = self._logs.setdefault(resource, self._storage(self._duration, resource))
        return log

    def _template(self, resource: Resource | None) -> str | None:
        templates = self._templates_of(resource)
        if templates is None:
            return None
        if len(templates) > 1:
            raise LookupError(f"{resource!r} answers at several paths, so name one")
        [template] = templates
        return template

    def _templates_of(self, resource: Resource | None) -> frozenset[str] | None:
        """None for whichever. Raises LookupError for a function that answers nowhere."""
        if resource is None:
            return None
        if isinstance(resource, str):
            return frozenset([resource])
        templates = self._templates.get(resource)
        if templates is None:
            tables = [ResourceTable(app.routes) for app in self._apps]
            templates = frozenset(template for table in tables for template in table.templates_of(resource))
            if not templates:
                raise LookupError(f"{resource!r} answers at no path")
            self._templates[resource] = templates
        return templates

    def _register(
        self,
        when: Literal["before", "after"],
        callback: C | None,
        n: int,
        after: int | None,
        until: int | None,
        resource: Resource | None,
        groups: Mapping[str, Hashable],
    ) -> C | Callable[[C], C]:
        unknown = groups.keys() - self._partitions.keys()
        if unknown:
            raise ValueError(f"there is no partition {', '.join(sorted(unknown))}")

        def add(called: C) -> C:
            rule = Rule(when, called, n, after, until, resource, groups)
            if not self._endless and max(rule.first, rule.until or 0) > HITS_MAX:
                raise ValueError(f"of one duration no more than {HITS_MAX} hits are counted")
            self._rules.append(rule)
            return called

        return add if callback is None else add(callback)


async def _call(callbacks: Sequence[tuple[Callback, Partitions]]) -> None:
    for callback, groups in callbacks:
        result = callback(**groups)
        if inspect.isawaitable(result):
            await result
