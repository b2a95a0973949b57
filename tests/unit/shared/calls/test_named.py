import numpy as np
import pytest

from shared.calls.calls import NameKind
from shared.calls.name_digest import name_digest
from shared.calls.named import NameColumn, NamedCalls
from shared.calls.storable import storable
from tests.unit.shared.factories import make_named_calls, names


@pytest.mark.parametrize("code", [-1, 2])
def test_a_code_that_no_name_has_is_refused(code: int) -> None:
    with pytest.raises(ValueError, match="beyond the names"):
        NameColumn(np.array([0, code], np.int32), ("a", "b"))


def test_a_call_without_any_name_to_point_at_is_refused() -> None:
    with pytest.raises(ValueError, match="beyond the names"):
        NameColumn(np.array([0], np.int32), ())


def test_names_become_ids_call_by_call() -> None:
    ids = names(["b", "a", "b"]).to_ids({"a": 7, "b": 9, "never asked for": 1})

    assert ids.tolist() == [9, 7, 9]
    assert ids.dtype == np.int32


def test_no_calls_have_no_ids() -> None:
    ids = NameColumn(np.empty(0, np.int32), ()).to_ids({})

    assert ids.tolist() == []
    assert ids.dtype == np.int32


def test_calls_with_ids_are_the_same_calls() -> None:
    named = make_named_calls([1.5, 2.5], endpoint=["home", "cart"], ip=["::1", "192.0.2.1"])
    ids = {
        kind: {name: 10 * kind + n for n, name in enumerate(named.column(kind).names)} for kind in NameKind
    }

    calls = named.with_ids(ids)

    assert len(named) == len(calls) == 2
    assert calls.at_us.tolist() == named.at_us.tolist()
    assert calls.execution_ms.tolist() == [1.5, 2.5]
    assert [calls.ids(kind).tolist() for kind in NameKind] == [[0, 1], [10, 10], [20, 20], [30, 31]]


def test_only_the_character_that_postgres_cannot_hold_is_replaced() -> None:
    assert storable("a\x00b\x01é\N{SNOWMAN}") == "a\N{REPLACEMENT CHARACTER}b\x01é\N{SNOWMAN}"


def test_a_names_digest_is_16_bytes_of_its_sha_256() -> None:
    # Digests are stored: another value would make every known name look new.
    assert name_digest("home").hex() == "4ea140588150773ce3aace786aeef7f4"
    assert len(name_digest("x" * 100_000)) == 16


def test_chosen_calls_keep_their_order_and_only_their_names() -> None:
    named = make_named_calls([1.0, 2.0, 3.0], endpoint=["home", "cart", "home"], ip=["a", "b", "c"])

    chosen = named.select(np.array([False, True, True]))

    assert chosen.execution_ms.tolist() == [2.0, 3.0]
    assert [chosen.endpoint.names[code] for code in chosen.endpoint.codes] == ["cart", "home"]
    assert sorted(chosen.ip.names) == ["b", "c"]
    assert len(named.select(np.zeros(3, np.bool_))) == 0


def test_put_together_calls_share_their_names() -> None:
    first = make_named_calls([1.0, 2.0], endpoint=["home", "cart"])
    second = make_named_calls([3.0], endpoint=["cart"])

    both = NamedCalls.concat([first, NamedCalls.empty(), second])

    assert both.execution_ms.tolist() == [1.0, 2.0, 3.0]
    assert [both.endpoint.names[code] for code in both.endpoint.codes] == ["home", "cart", "cart"]
    assert both.endpoint.names == ("home", "cart")
