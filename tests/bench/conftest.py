"""Fixtures of the benchmarks."""

from tests.bench.loaded import loaded  # noqa: F401 - a fixture, found by its name
