from ipaddress import ip_address

from pydantic import SecretStr

from services.fetcher.settings import FetcherSettings

_KEY = SecretStr("wJ3KZ1lZq1XnH0mC8m8b1yZC2l5lJ7bqkXxZ9o1m3nA=")


def settings(*, fetch_allow: str = "", fetch_deny: str = "") -> FetcherSettings:
    return FetcherSettings(
        database_url=SecretStr("postgresql://unused"),
        redis_url=SecretStr("redis://unused"),
        token_keys=_KEY,
        fetch_allow=fetch_allow,
        fetch_deny=fetch_deny,
    )


def test_sources_on_this_machine_are_reached_only_where_that_is_allowed() -> None:
    loopback = ip_address("127.0.0.1")

    assert not settings().address_policy().allows(loopback)
    assert settings(fetch_allow="127.0.0.0/8").address_policy().allows(loopback)


def test_a_denied_network_is_not_reached_though_it_is_allowed() -> None:
    policy = settings(fetch_allow="10.0.0.0/8", fetch_deny="10.1.0.0/16").address_policy()

    assert policy.allows(ip_address("10.0.0.1"))
    assert not policy.allows(ip_address("10.1.0.1"))
