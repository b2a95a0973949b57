"""The shape that every state has."""

from collections.abc import Sequence
from typing import Protocol, Self

from shared.calls.calls import Calls


class State(Protocol):
    """Immutable; merging is associative and commutative, so batches and buckets may come in any order."""

    @classmethod
    def of(cls, calls: Calls) -> Self:
        """The state of these calls, none included."""
        ...

    @classmethod
    def merge_many(cls, states: Sequence[Self]) -> Self:
        """The state of all calls behind ``states``, in one pass: chains of merges lose accuracy."""
        ...
