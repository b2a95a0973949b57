"""The states of a dashboard, with the numbers the first PyDash gave them."""

from enum import IntEnum


class DashboardState(IntEnum):
    NOT_INITIALIZED = 0
    INITIALIZED_ENDPOINTS = 10
    INITIALIZE_ENDPOINTS_FAILURE = 11
    INITIALIZED_ENDPOINT_CALLS = 20
    INITIALIZE_ENDPOINT_CALLS_FAILURE = 21
    FETCHED_ENDPOINT_CALLS = 30
    FETCH_ENDPOINT_CALLS_FAILURE = 31
