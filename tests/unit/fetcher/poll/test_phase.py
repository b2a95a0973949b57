import pytest

from services.fetcher.poll.phase import Phase, phase_of
from shared.contracts.dashboard_state import DashboardState


@pytest.mark.parametrize(
    ("state", "phase"),
    [
        (DashboardState.NOT_INITIALIZED, Phase.INITIALISE),
        (DashboardState.INITIALIZE_ENDPOINTS_FAILURE, Phase.INITIALISE),
        (DashboardState.INITIALIZED_ENDPOINTS, Phase.HISTORY),
        (DashboardState.INITIALIZE_ENDPOINT_CALLS_FAILURE, Phase.HISTORY),
        (DashboardState.INITIALIZED_ENDPOINT_CALLS, Phase.POLL),
        (DashboardState.FETCHED_ENDPOINT_CALLS, Phase.POLL),
        (DashboardState.FETCH_ENDPOINT_CALLS_FAILURE, Phase.POLL),
    ],
)
def test_each_state_says_which_work_is_ahead(state: DashboardState, phase: Phase) -> None:
    assert phase_of(state) is phase


@pytest.mark.parametrize("state", list(DashboardState))
def test_a_failure_keeps_the_phase_so_that_the_next_turn_goes_on_where_this_one_stopped(
    state: DashboardState,
) -> None:
    assert phase_of(phase_of(state).failure) is phase_of(state)
