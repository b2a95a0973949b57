"""Hooks in the frameworks of the apps under test: each tells of every request that an endpoint handled."""
