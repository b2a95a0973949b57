import os
import socket
from collections.abc import Iterator

import pytest

from deploy.local.errors import LocalStackError
from deploy.local.ports import DEFAULT_PORT, LOOPBACK, free_port, public_port


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_free_preferred_port_is_kept() -> None:
    port = free_port()

    assert free_port(port) == port


def test_no_port_is_given_to_two_who_have_not_bound_it_yet() -> None:
    given = [free_port() for _ in range(100)]

    assert len(set(given)) == len(given)


def test_neighbouring_processes_choose_from_different_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    given = []
    for pid in range(50_000, 50_004):
        monkeypatch.setattr(os, "getpid", lambda pid=pid: pid)
        given += [free_port() for _ in range(20)]

    assert len(set(given)) == len(given)


def test_no_port_is_one_that_an_outgoing_connection_takes() -> None:
    assert free_port() < 32_768


def test_a_taken_preferred_port_gives_another(taken: int) -> None:
    assert free_port(taken) != taken


def test_without_a_wish_the_default_port_or_a_free_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PORT", raising=False)
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((LOOPBACK, DEFAULT_PORT))
            listener.listen()
        except OSError:
            pass  # Somebody else has it, which is the same case.

        assert public_port() != DEFAULT_PORT


def test_a_port_that_was_asked_for_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    monkeypatch.setenv("PORT", str(port))

    assert public_port() == port


def test_a_port_that_was_asked_for_and_is_taken_is_not_replaced(
    monkeypatch: pytest.MonkeyPatch, taken: int
) -> None:
    monkeypatch.setenv("PORT", str(taken))

    with pytest.raises(LocalStackError, match=f"port {taken} is taken"):
        public_port()


@pytest.mark.parametrize("wish", ["0", "65536", "-1", "http", "8.5", "\uff18"])
def test_what_is_no_port_is_said(monkeypatch: pytest.MonkeyPatch, wish: str) -> None:
    monkeypatch.setenv("PORT", wish)

    with pytest.raises(LocalStackError, match="is not a port"):
        public_port()
