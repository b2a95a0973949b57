"""The aggregator's settings."""

from datetime import timedelta

from pydantic import Field

from shared.settings.mixins import DatabaseSettings, RedisSettings


class AggregatorSettings(DatabaseSettings, RedisSettings):
    lease_lifetime: timedelta = Field(
        timedelta(seconds=6), description="A partition whose aggregator died is free after this."
    )
    lease_renewal: timedelta = Field(
        timedelta(seconds=2), description="How often leases are renewed and partitions shared out."
    )
    apply_attempts_max: int = Field(
        3, ge=1, description="A batch that Postgres refuses this often is a dead letter."
    )
    dead_letters_max: int = Field(1_000, ge=1, description="Entries kept in the stream of dead letters.")
    changes_interval: timedelta = Field(
        timedelta(seconds=5), description="How often deleted, merged and renamed endpoints are looked for."
    )
    retention_interval: timedelta = Field(
        timedelta(hours=1), description="How often raw calls beyond a dashboard's retention are removed."
    )
