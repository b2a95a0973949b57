import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.aggregator.partition.share import fair_share, surplus


def shared_out(partitions: int, members: int) -> list[int]:
    return [fair_share(partitions, members, rank) for rank in range(members)]


@given(st.integers(1, 1024), st.integers(1, 64))
def test_every_partition_is_worked(partitions: int, members: int) -> None:
    assert sum(shared_out(partitions, members)) == partitions


@given(st.integers(1, 1024), st.integers(1, 64))
def test_no_aggregator_works_more_than_one_partition_more_than_another(partitions: int, members: int) -> None:
    shares = shared_out(partitions, members)

    assert max(shares) - min(shares) <= 1


@pytest.mark.parametrize(
    ("partitions", "members", "shares"),
    [(8, 1, [8]), (8, 2, [4, 4]), (8, 3, [3, 3, 2]), (8, 8, [1] * 8), (8, 9, [1] * 8 + [0]), (1, 2, [1, 0])],
)
def test_aggregators_share_alike(partitions: int, members: int, shares: list[int]) -> None:
    assert shared_out(partitions, members) == shares


def test_the_highest_partitions_are_given_back() -> None:
    assert surplus({5, 0, 3, 7}, 2) == [5, 7]


@given(st.sets(st.integers(0, 1023)), st.integers(1, 64))
def test_giving_back_leaves_exactly_the_share(held: set[int], share: int) -> None:
    kept = held - set(surplus(held, share))

    assert len(kept) == min(len(held), share)
    assert surplus(kept, share) == []
    assert all(partition < given for partition in kept for given in surplus(held, share))


@given(st.integers(1, 64), st.integers(1, 16))
def test_partitions_move_once_when_an_aggregator_joins_and_then_stay(partitions: int, members: int) -> None:
    held = [set(range(start, partitions, members)) for start in range(members)]
    shares = shared_out(partitions, members + 1)

    given_back = [surplus(own, share) for own, share in zip(held, shares, strict=False)]

    assert sum(map(len, given_back)) == shares[-1]
    for own, share, gone in zip(held, shares, given_back, strict=False):
        assert len(own - set(gone)) == share
