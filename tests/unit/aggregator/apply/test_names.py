from collections.abc import Mapping
from uuid import UUID

from services.aggregator.apply.names import FoundNames, Ids, NameCache
from shared.calls.calls import NameKind
from shared.contracts.ids import DashboardId
from tests.unit.shared.factories import make_named_calls

_ONE, _OTHER, _THIRD = (DashboardId(UUID(int=number)) for number in (1, 2, 3))


def remember(cache: NameCache, names: Mapping[DashboardId, Ids], kind: NameKind = NameKind.ENDPOINT) -> None:
    found = FoundNames(cache)
    for dashboard_id, ids in names.items():
        found.add(dashboard_id, kind, ids)
    cache.remember(found)


def known(cache: NameCache, dashboard_id: DashboardId) -> Ids:
    return dict(cache.known(dashboard_id)[NameKind.ENDPOINT])


def test_a_name_is_known_once_its_transaction_has_committed() -> None:
    cache = NameCache()
    found = FoundNames(cache)
    found.add(_ONE, NameKind.ENDPOINT, {"home": 7})
    assert known(cache, _ONE) == {}

    cache.remember(found)
    assert known(cache, _ONE) == {"home": 7}


def test_names_of_a_transaction_that_failed_are_forgotten() -> None:
    # The id may meanwhile be another name's.
    cache = NameCache()
    FoundNames(cache).add(_ONE, NameKind.ENDPOINT, {"home": 7})

    remember(cache, {_ONE: {"cart": 7}})

    assert known(cache, _ONE) == {"cart": 7}


def test_one_text_is_another_name_elsewhere() -> None:
    cache = NameCache()
    remember(cache, {_ONE: {"home": 7}})
    remember(cache, {_ONE: {"home": 9}}, NameKind.VERSION)

    assert known(cache, _OTHER) == {}
    assert cache.known(_ONE)[NameKind.VERSION] == {"home": 9}
    assert known(cache, _ONE) == {"home": 7}


def test_the_dashboards_that_were_not_used_for_longest_make_room() -> None:
    cache = NameCache(names_max=4)
    remember(cache, {_ONE: {"a": 1, "b": 2}, _OTHER: {"a": 1, "b": 2}})
    # A dashboard is used by looking its names up, new ones or not.
    assert known(cache, _ONE) == {"a": 1, "b": 2}

    remember(cache, {_THIRD: {"a": 1}})

    assert known(cache, _OTHER) == {}
    assert (len(known(cache, _ONE)), len(known(cache, _THIRD))) == (2, 1)


def test_names_that_are_remembered_twice_take_the_room_of_one() -> None:
    cache = NameCache(names_max=2)
    for _ in range(3):
        remember(cache, {_ONE: {"a": 1, "b": 2}})

    assert known(cache, _ONE) == {"a": 1, "b": 2}


def test_more_names_than_there_is_room_for_are_looked_up_each_time() -> None:
    cache = NameCache(names_max=2)
    remember(cache, {_ONE: {"a": 1, "b": 2, "c": 3}})
    assert known(cache, _ONE) == {}

    remember(cache, {_OTHER: {"a": 1, "b": 2}})
    assert known(cache, _OTHER) == {"a": 1, "b": 2}


def test_names_may_be_forgotten_for_a_reason() -> None:
    cache = NameCache(names_max=2)
    remember(cache, {_ONE: {"a": 1}, _OTHER: {"a": 1}})

    cache.forget(_ONE.__eq__)
    assert (known(cache, _ONE), known(cache, _OTHER)) == ({}, {"a": 1})

    # Its room is free again.
    remember(cache, {_THIRD: {"a": 1}})
    assert (known(cache, _OTHER), known(cache, _THIRD)) == ({"a": 1}, {"a": 1})


def test_a_transaction_keeps_the_names_that_others_push_out_of_the_cache() -> None:
    cache = NameCache(names_max=1)
    remember(cache, {_ONE: {"home": 7}})
    found = FoundNames(cache)
    assert found.known(_ONE)[NameKind.ENDPOINT] == {"home": 7}

    # While it waits for Postgres another partition's transaction commits.
    remember(cache, {_OTHER: {"home": 1}})
    assert known(cache, _ONE) == {}

    found.add(_ONE, NameKind.ENDPOINT, {"cart": 8})
    calls = make_named_calls([1.0, 2.0], endpoint=["home", "cart"])
    for kind in (NameKind.VERSION, NameKind.GROUP_BY, NameKind.IP):
        found.add(_ONE, kind, dict.fromkeys(calls.column(kind).names, 1))
    assert found.of(_ONE, calls)[NameKind.ENDPOINT] == {"home": 7, "cart": 8}
