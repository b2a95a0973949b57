from uuid import UUID

from services.aggregator.apply.names import NameCache
from shared.calls.calls import NameKind
from shared.contracts.ids import DashboardId

_ONE, _OTHER = DashboardId(UUID(int=1)), DashboardId(UUID(int=2))
_HOME = (_ONE, NameKind.ENDPOINT, "home")
# Names that a cache holds at most.
_MOST = 100_000


def committed(*names: tuple[str, int]) -> NameCache:
    """A cache that knows these endpoints' ids, in this order."""
    cache = NameCache()
    cache.begin()
    for name, name_id in names:
        cache.put((_ONE, NameKind.ENDPOINT, name), name_id)
    cache.commit()
    return cache


def test_a_name_is_known_once_its_transaction_has_committed() -> None:
    cache = NameCache()
    cache.begin()
    cache.put(_HOME, 7)
    assert cache.get(_HOME) is None

    cache.commit()
    assert cache.get(_HOME) == 7


def test_a_name_of_a_transaction_that_failed_is_forgotten() -> None:
    # The id may meanwhile be another name's.
    cache = NameCache()
    cache.begin()
    cache.put(_HOME, 7)

    cache.begin()
    cache.put((_ONE, NameKind.ENDPOINT, "cart"), 7)
    cache.commit()

    assert cache.get(_HOME) is None
    assert cache.get((_ONE, NameKind.ENDPOINT, "cart")) == 7


def test_one_text_is_another_name_elsewhere() -> None:
    cache = committed(("home", 7))

    assert cache.get((_OTHER, NameKind.ENDPOINT, "home")) is None
    assert cache.get((_ONE, NameKind.VERSION, "home")) is None
    assert cache.get((_ONE, NameKind.ENDPOINT, "Home")) is None


def test_committing_twice_keeps_what_is_known() -> None:
    cache = committed(("home", 7))
    cache.begin()
    cache.commit()

    assert cache.get(_HOME) == 7


def test_the_names_that_were_not_used_for_longest_make_room() -> None:
    cache = committed(*((f"endpoint {number}", number) for number in range(_MOST)))

    def known(number: int) -> bool:
        return cache.get((_ONE, NameKind.ENDPOINT, f"endpoint {number}")) == number

    assert known(0)
    cache.begin()
    for number in (_MOST, _MOST + 1):
        cache.put((_ONE, NameKind.ENDPOINT, f"endpoint {number}"), number)
    cache.commit()

    # The first had just been asked for, so the two after it went.
    assert [known(number) for number in (0, 1, 2, 3, _MOST - 1, _MOST, _MOST + 1)] == [
        True,
        False,
        False,
        True,
        True,
        True,
        True,
    ]
