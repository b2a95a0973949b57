"""Mergeable state of many calls: what rollups keep and statistics are rendered from."""
