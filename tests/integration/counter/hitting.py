"""One of several processes that hit a shared counter: ``python -m ... REDIS_URL HITS``, and a line to begin.

Prints how often each callback was called.
"""

import asyncio
import json
import sys
from collections import Counter as Tally

from redis.asyncio import Redis

from shared.counter.counter import Counter
from shared.counter.redis_log import RedisStorage

_TASKS = 5


async def main(redis_url: str, hits: int) -> None:
    async with Redis.from_url(redis_url) as redis:
        counter = Counter(duration=3600, storage=RedisStorage(redis, "eight"))
        called = Tally[str]()
        counter.partition("group", lambda number: number % 4)
        counter.at(1000, lambda: called.update(["at"]))
        counter.at(300, lambda group: called.update(["at_of_any"]), group=counter.any)  # noqa: ARG005
        counter.every(100, lambda: called.update(["every"]))
        counter.after_every(1, lambda: called.update(["over"]), after=1500)
        numbers = iter(range(hits))

        async def hit() -> None:
            for number in numbers:
                await counter.hit(number)

        await redis.ping()
        print("ready", flush=True)  # noqa: T201 - to the test
        await asyncio.to_thread(sys.stdin.readline)
        await asyncio.gather(*(hit() for _ in range(_TASKS)))
        said = {name: called[name] for name in ("at", "at_of_any", "every", "over")}
        print(json.dumps(said))  # noqa: T201 - to the test


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2])))
