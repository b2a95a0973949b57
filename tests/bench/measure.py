"""Time taken beside a peer, in one run and in turns."""

import time
from collections.abc import Callable

ROUNDS = 7


def seconds(*works: Callable[[], object], rounds: int = ROUNDS) -> list[float]:
    """The least time that each of ``works`` took.

    They take turns, so that a busy moment of the machine hits all alike; the least is what the work itself
    needs, for other programs can only add to it.
    """
    least = [float("inf")] * len(works)
    for _ in range(rounds):
        for number, work in enumerate(works):
            started = time.perf_counter()
            work()
            least[number] = min(least[number], time.perf_counter() - started)
    return least
