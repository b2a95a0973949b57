"""How many partitions each of several aggregators works: all the same, give or take one."""

from collections.abc import Collection


def fair_share(partitions: int, members: int) -> int:
    """So many that all are worked, rounded up."""
    return -(-partitions // max(members, 1))


def surplus(held: Collection[int], share: int) -> list[int]:
    """The partitions to give back when others came: the highest, so that all choose alike."""
    return sorted(held)[share:]
