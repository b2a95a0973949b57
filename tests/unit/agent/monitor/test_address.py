import pytest

from pydash_agent.monitor.address import address_keeper


@pytest.mark.parametrize(
    ("ip", "network"),
    [
        ("192.0.2.77", "192.0.2.0"),
        ("::ffff:192.0.2.77", "192.0.2.0"),
        ("2001:db8:85a3:8d3:1319:8a2e:370:7348", "2001:db8:85a3::"),
        ("fe80::1%eth0", "fe80::"),
        ("", ""),
        ("testclient", ""),
        ("1.2.3.4, 5.6.7.8", ""),
    ],
)
def test_of_a_network_no_visitor_is_told(ip: str, network: str) -> None:
    assert address_keeper("network")(ip) == network


def test_all_or_nothing() -> None:
    assert address_keeper("full")("192.0.2.77") == "192.0.2.77"
    assert address_keeper("none")("192.0.2.77") == ""


def test_a_mistyped_privacy_is_no_privacy_and_refused() -> None:
    with pytest.raises(ValueError, match='must be "full", "network" or "none"'):
        address_keeper("anonymous")  # type: ignore[arg-type]
