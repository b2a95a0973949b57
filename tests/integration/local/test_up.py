"""The whole local stack, but for the pages and the demo, through its own command."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from deploy.local.embedded.process import is_alive
from deploy.local.home import PROJECT
from shared.db.engine import create_engine, create_sessions
from shared.db.models import OutboxMail

_PYDASH = (sys.executable, "-m", "deploy.local.cli")
# Five Python programs start at once, perhaps on a busy machine.
_DEADLINE_SECONDS = 90.0


class Running:
    """A stack that runs, or ran, in a home of its own."""

    def __init__(self, home: Path, process: "subprocess.Popen[str]") -> None:
        self.home = home
        self.process = process

    @property
    def state(self) -> dict[str, Any]:
        state: dict[str, Any] = json.loads((self.home / "run.json").read_text(encoding="utf-8"))
        return state

    def pids(self) -> dict[str, int]:
        return {name: entry["pid"] for name, entry in self.state["processes"].items()}

    def said(self) -> str:
        return (self.home.parent / "said").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("stack") / "home") as stack:
        yield stack


def test_status_shows_every_part_ready(stack: Running) -> None:
    ended = pydash(stack.home, "status")

    assert ended.returncode == 0
    for name in ("postgres", "valkey", "api", "fetcher", "aggregator", "mailer", "mailbox"):
        assert re.search(rf"^  {name} +(ready|running) +pid \d+ +port \d+$", ended.stdout, re.MULTILINE)


def test_an_api_key_is_all_that_is_printed_and_opens_the_api(stack: Running) -> None:
    first = pydash(stack.home, "api-key")
    second = pydash(stack.home, "api-key")

    assert first.stdout.count("\n") == 1
    assert first.stdout == second.stdout
    me = httpx.get(
        f"{stack.state['url']}/api/v1/users/me",
        headers={"Authorization": f"Bearer {first.stdout.strip()}"},
        trust_env=False,
    )
    assert (me.status_code, me.json()["name"]) == (200, "demo")


def test_a_key_that_is_not_accepted_any_more_is_replaced(stack: Running) -> None:
    (stack.home / "secrets" / "api_key").write_text("pydash_revoked\n", encoding="utf-8")

    ended = pydash(stack.home, "api-key")

    assert ended.returncode == 0
    assert ended.stdout.strip() != "pydash_revoked"
    assert (stack.home / "secrets" / "api_key").read_text() == ended.stdout


def test_migrating_and_seeding_again_change_nothing(stack: Running) -> None:
    password = (stack.home / "secrets" / "demo_password").read_text(encoding="utf-8")

    assert pydash(stack.home, "migrate").returncode == 0
    assert pydash(stack.home, "seed").stdout == f"user demo, password {password}\n"


def test_mail_comes_to_a_page_that_is_named_at_the_start(stack: Running) -> None:
    found = re.search(r"^  mail +(http://127\.0\.0\.1:\d+)$", stack.said(), re.MULTILINE)
    assert found is not None
    database_url = (stack.home / "secrets" / "database_url").read_text(encoding="utf-8")

    asyncio.run(put_mail(database_url))

    until(lambda: "ada@pydash.example" in httpx.get(found[1], trust_env=False).text)
    assert [file.suffix for file in (stack.home / "mail").iterdir()] == [".eml"]


async def put_mail(database_url: str) -> None:
    """As the API does it."""
    engine = create_engine(database_url)
    async with create_sessions(engine).begin() as session:
        session.add(
            OutboxMail(
                id=uuid4(),
                template="password_changed",
                recipient="ada@pydash.example",
                values={"name": "ada", "changed_at": "2026-11-21T10:00:00+00:00"},
                created_at=datetime.now(UTC),
            )
        )
    await engine.dispose()


def test_a_second_stack_in_the_same_home_is_refused(stack: Running) -> None:
    ended = pydash(stack.home, "up")

    assert ended.returncode == 1
    assert ended.stderr == (
        f"pydash: PyDash already runs at {stack.state['url']} (pid {stack.process.pid}); stop it first, or "
        "choose another PYDASH_HOME\n"
    )


def test_no_secret_is_in_what_everybody_may_read(stack: Running) -> None:
    secrets = [file.read_text(encoding="utf-8").strip() for file in (stack.home / "secrets").iterdir()]
    shown = json.dumps(stack.state)
    for pid in (stack.process.pid, *stack.pids().values()):
        shown += Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")

    assert len(secrets) >= 6
    assert not [secret for secret in secrets if secret in shown]


def test_a_service_that_is_killed_comes_back_where_it_was(stack: Running) -> None:
    before = stack.state["processes"]["mailer"]

    os.kill(before["pid"], signal.SIGKILL)

    until(lambda: stack.state["processes"]["mailer"]["pid"] != before["pid"])
    assert stack.state["processes"]["mailer"]["port"] == before["port"]
    assert pydash(stack.home, "status").returncode == 0
    assert "mailer was killed by signal 9; starting it again in 0.5 s\n" in stack.said()


def test_a_database_that_is_killed_comes_back_with_what_it_held(stack: Running) -> None:
    key = pydash(stack.home, "api-key").stdout
    before = stack.pids()["postgres"]

    os.kill(before, signal.SIGKILL)

    until(lambda: stack.pids()["postgres"] != before)
    until(lambda: pydash(stack.home, "status").returncode == 0)
    assert pydash(stack.home, "api-key").stdout == key


def test_killed_or_told_to_stop_it_leaves_nothing_running_and_keeps_its_state(stack: Running) -> None:
    """The last of those that need the stack."""
    pids, key = stack.pids(), pydash(stack.home, "api-key").stdout
    stack.process.kill()
    stack.process.wait()

    # With everything it had started: the next one takes over, and the state is as it was.
    with running(stack.home) as next_stack:
        assert not [name for name, pid in pids.items() if is_alive(pid)]
        assert pydash(stack.home, "api-key").stdout == key
        pids = next_stack.pids()
        started = time.monotonic()

        next_stack.process.send_signal(signal.SIGINT)

        assert next_stack.process.wait(_DEADLINE_SECONDS) == 0
        assert time.monotonic() - started < 15
    assert not [name for name, pid in pids.items() if is_alive(pid)]
    assert not (stack.home / "run.json").exists()
    assert pydash(stack.home, "status").returncode == 1


def test_servers_that_the_environment_names_are_used_and_none_is_started(
    fresh_database: str, redis_url: str, tmp_path: Path
) -> None:
    named = {
        "PYDASH_DATABASE_URL": fresh_database,
        "PYDASH_REDIS_URL": redis_url,
        "PYDASH_SMTP_HOST": "mail.example",
    }
    with running(tmp_path / "home", **named) as stack:
        assert set(stack.pids()) == {"api", "fetcher", "aggregator", "mailer"}
        assert not (stack.home / "postgres").exists()
        assert not (stack.home / "valkey").exists()
        assert not (stack.home / "mail").exists()
        assert pydash(stack.home, "status").returncode == 0

    # Without a stack that runs, the environment still says what to work on.
    assert pydash(tmp_path / "home", "migrate", **named).returncode == 0


def test_a_port_that_is_taken_is_one_line(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        ended = pydash(tmp_path / "home", "up", PORT=str(port))

    assert ended.returncode == 1
    assert ended.stderr == f"pydash: port {port} is taken; choose another: make run PORT=...\n"


def test_a_data_folder_that_is_none_is_one_line_and_stays(tmp_path: Path) -> None:
    precious = tmp_path / "home" / "postgres" / "precious"
    precious.parent.mkdir(parents=True)
    precious.write_text("mine", encoding="utf-8")

    ended = pydash(tmp_path / "home", "up", "--no-demo", "--no-spa")

    assert ended.returncode == 1
    assert ended.stderr == (
        f"pydash: {precious.parent} is not empty and not a Postgres data folder (no PG_VERSION in it); "
        "restore it or move it away\n"
    )
    assert precious.read_text() == "mine"


def test_a_home_that_nobody_can_make_is_one_line() -> None:
    ended = pydash(Path("/proc/pydash"), "up")

    assert ended.returncode == 1
    assert ended.stderr.startswith("pydash: cannot make the folder /proc/pydash: ")
    assert ended.stderr.count("\n") == 1


@contextmanager
def running(home: Path, **more: str) -> Iterator[Running]:
    """Once it has started; whatever happens, it is stopped in the end."""
    with (home.parent / "said").open("w", encoding="utf-8") as said:
        process = subprocess.Popen(
            [*_PYDASH, "up", "--no-demo", "--no-spa"],
            cwd=PROJECT,
            env=environment(home) | more,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            text=True,
        )
    stack = Running(home, process)

    def has_started() -> bool:
        assert process.poll() is None, stack.said()
        return (home / "run.json").exists() and stack.state["pid"] == process.pid and stack.state["started"]

    try:
        until(has_started)
        yield stack
    finally:
        process.terminate()
        process.wait(_DEADLINE_SECONDS)


def pydash(home: Path, *arguments: str, **more: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*_PYDASH, *arguments],
        cwd=PROJECT,
        env=environment(home) | more,
        capture_output=True,
        text=True,
        check=False,
        timeout=_DEADLINE_SECONDS,
    )


def environment(home: Path) -> dict[str, str]:
    """Ours, without settings of a stack that whoever runs the tests may have."""
    ours = {
        name: value for name, value in os.environ.items() if not name.startswith("PYDASH_") and name != "PORT"
    }
    return ours | {"PYDASH_HOME": str(home)}


def until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _DEADLINE_SECONDS
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)
