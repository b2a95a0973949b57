import pytest

from shared.guard.ports import allows_port


@pytest.mark.parametrize("port", [80, 443, 3000, 5000, 8000, 8080, 8443, 9000, 10_000, 49_152, 65_535])
def test_an_app_may_listen_at_any_port(port: int) -> None:
    assert allows_port(port)


@pytest.mark.parametrize(
    "port", [0, 21, 22, 23, 25, 53, 110, 143, 389, 587, 3306, 5432, 6379, 11_211, 27_017]
)
def test_but_not_where_another_protocol_lives(port: int) -> None:
    assert not allows_port(port)
