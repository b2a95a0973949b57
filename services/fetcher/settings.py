"""The fetcher's settings."""

from datetime import timedelta

from pydantic import Field, field_validator

from shared.guard.policy import AddressPolicy, parse_networks
from shared.settings.mixins import DatabaseSettings, RedisSettings, TokenKeySettings


class FetcherSettings(DatabaseSettings, RedisSettings, TokenKeySettings):
    fetch_allow: str = Field(
        "", description="Networks that sources may be in though the policy denies them, comma separated."
    )
    fetch_deny: str = Field("", description="Networks that sources may not be in, comma separated.")
    fetch_timeout: timedelta = Field(
        timedelta(seconds=30), description="How long one request to a source may take."
    )
    response_bytes_max: int = Field(
        64 * 1024 * 1024, ge=1024, description="Largest answer of a source that is read, in bytes."
    )
    batch_calls_max: int = Field(
        100_000, ge=1, description="A window is narrowed until it holds no more calls than this."
    )
    batches_waiting_max: int = Field(
        4, ge=1, description="Batches of one dashboard published but not applied; then publishing waits."
    )
    stream_entries_max: int = Field(
        1_000, ge=1, description="Entries in one stream; beyond, publishing to it waits."
    )
    claim_lifetime: timedelta = Field(
        timedelta(seconds=40), description="After this a crashed fetcher's dashboards are taken over."
    )
    turn_length: timedelta = Field(
        timedelta(seconds=20), description="After this a long history makes room for other dashboards' turns."
    )
    jobs_max: int = Field(50, ge=1, description="Dashboards this process works on at the same time.")
    histories_max: int = Field(
        4, ge=1, description="Of these, the ones whose history it reads; each may hold two answers in memory."
    )
    audit_interval: timedelta = Field(
        timedelta(hours=1), description="How often what was fetched is compared with the source again."
    )
    audit_reach: timedelta = Field(
        timedelta(days=1), description="How far behind now an audit looks for calls that came late."
    )
    trace_interval: timedelta = Field(
        timedelta(seconds=30), description="How often outliers, profiles and exceptions are read."
    )
    trace_retention: timedelta = Field(
        timedelta(days=30), description="How long they are kept; of each endpoint the newest are."
    )
    failure_delay_max: timedelta = Field(
        timedelta(hours=1), description="Longest wait before a failing source is tried again."
    )

    @field_validator("fetch_allow", "fetch_deny")
    @classmethod
    def _are_networks(cls, value: str) -> str:
        parse_networks(value)
        return value

    def address_policy(self) -> AddressPolicy:
        return AddressPolicy(allow=parse_networks(self.fetch_allow), deny=parse_networks(self.fetch_deny))
