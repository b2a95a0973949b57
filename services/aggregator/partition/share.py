"""How many partitions each of several aggregators works: all the same, give or take one."""

from collections.abc import Collection


def fair_share(partitions: int, members: int, rank: int) -> int:
    """For the aggregator at ``rank`` (from 0) of ``members``; the first ones take what does not divide."""
    return partitions // members + (rank < partitions % members)


def surplus(held: Collection[int], share: int) -> list[int]:
    """The partitions to give back when others came: the highest, so that all choose alike."""
    return sorted(held)[share:]
