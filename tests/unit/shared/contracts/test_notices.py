from uuid import UUID

import msgspec
import pytest

from shared.contracts.dashboard_moved import DashboardMoved, decode_moved
from shared.contracts.dashboard_state import DashboardState
from shared.contracts.ids import DashboardId

_DASHBOARD = DashboardId(UUID(int=5))


@pytest.mark.parametrize("sequence", [None, 0, 2**62])
def test_a_moved_dashboard_arrives_as_it_was_announced(sequence: int | None) -> None:
    moved = DashboardMoved(_DASHBOARD, sequence)

    assert decode_moved(msgspec.json.encode(moved)) == moved


def test_the_notice_is_the_json_that_was_agreed() -> None:
    assert msgspec.json.decode(msgspec.json.encode(DashboardMoved(_DASHBOARD, 7))) == {
        "type": "dashboard_moved.1",
        "dashboard_id": "00000000-0000-0000-0000-000000000005",
        "applied_sequence": 7,
    }


@pytest.mark.parametrize(
    "message",
    [
        b'{"type":"dashboard_moved.2","dashboard_id":"00000000-0000-0000-0000-000000000005"}',
        b'{"type":"dashboard_moved.1","dashboard_id":"5"}',
        b'{"type":"dashboard_moved.1"}',
        b"[]",
        b"not json",
        b"\xff",
        b"",
    ],
)
def test_anything_else_is_refused(message: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode_moved(message)


def test_states_keep_the_numbers_of_the_first_pydash() -> None:
    assert {state.name.lower(): int(state) for state in DashboardState} == {
        "not_initialized": 0,
        "initialized_endpoints": 10,
        "initialize_endpoints_failure": 11,
        "initialized_endpoint_calls": 20,
        "initialize_endpoint_calls_failure": 21,
        "fetched_endpoint_calls": 30,
        "fetch_endpoint_calls_failure": 31,
    }
