"""What a dashboard's state says about the work ahead."""

from enum import Enum

from shared.contracts.dashboard_state import DashboardState


class Phase(Enum):
    """Each phase with the state that its failure leads to; the next turn resumes the same phase."""

    INITIALISE = DashboardState.INITIALIZE_ENDPOINTS_FAILURE
    HISTORY = DashboardState.INITIALIZE_ENDPOINT_CALLS_FAILURE
    POLL = DashboardState.FETCH_ENDPOINT_CALLS_FAILURE

    @property
    def failure(self) -> DashboardState:
        return self.value


_PHASES = {
    DashboardState.NOT_INITIALIZED: Phase.INITIALISE,
    DashboardState.INITIALIZE_ENDPOINTS_FAILURE: Phase.INITIALISE,
    DashboardState.INITIALIZED_ENDPOINTS: Phase.HISTORY,
    DashboardState.INITIALIZE_ENDPOINT_CALLS_FAILURE: Phase.HISTORY,
    DashboardState.INITIALIZED_ENDPOINT_CALLS: Phase.POLL,
    DashboardState.FETCHED_ENDPOINT_CALLS: Phase.POLL,
    DashboardState.FETCH_ENDPOINT_CALLS_FAILURE: Phase.POLL,
}


def phase_of(state: DashboardState) -> Phase:
    return _PHASES[state]
