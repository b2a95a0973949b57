import asyncio
import os
import signal
import sys

import pytest

from deploy.local.embedded import launch
from deploy.local.embedded.launch import CANNOT_START
from deploy.local.embedded.process import Child, Command, base_environment, is_alive, run


async def test_a_command_gives_its_exit_code_and_its_last_lines() -> None:
    code, lines = await run(Command("talk", [sys.executable, "-c", "print('one'); print('two'); exit(3)"]))

    assert (code, lines) == (3, ["one", "two"])


async def test_error_output_is_passed_on_with_the_rest() -> None:
    heard: list[str] = []

    await run(
        Command("complain", [sys.executable, "-c", "import sys; sys.stderr.write('bad')"]), heard.append
    )

    assert heard == ["bad"]


async def test_a_line_without_end_is_passed_on_in_pieces() -> None:
    heard: list[str] = []

    await run(Command("pour", [sys.executable, "-c", "print('x' * 300_000)"]), heard.append)

    assert len(heard) > 1
    assert "".join(heard) == "x" * 300_000


async def test_a_program_that_is_not_there_is_said_in_one_line() -> None:
    code, lines = await run(Command("nothing", ["/nowhere/to-be-found"]))

    assert code == CANNOT_START
    assert lines == ["cannot start /nowhere/to-be-found: No such file or directory"]


async def test_stop_lets_the_child_end_in_good_order() -> None:
    child = await _started("signal.signal(signal.SIGTERM, lambda *_: sys.exit(7))")

    assert await child.stop() == 7


async def test_a_child_that_will_not_stop_is_killed_after_the_bound() -> None:
    child = await _started("signal.signal(signal.SIGTERM, signal.SIG_IGN)")

    assert await child.stop(timeout_seconds=0.2) == -signal.SIGKILL


async def test_the_child_is_asked_with_the_signal_of_its_command() -> None:
    child = await _started("signal.signal(signal.SIGINT, lambda *_: sys.exit(9))", signal.SIGINT)

    assert await child.stop() == 9


async def test_a_grandchild_that_holds_the_output_does_not_hold_up_the_end() -> None:
    script = (
        "import subprocess, sys; "
        "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); print(p.pid)"
    )
    code, lines = await run(Command("parent", [sys.executable, "-c", script]))
    grandchild = int(lines[0])

    assert code == 0
    assert is_alive(grandchild)
    os.kill(grandchild, signal.SIGKILL)


async def test_the_childs_signals_are_not_the_parents() -> None:
    """Ctrl-C goes to the foreground's group: a child outside it is left to its parent."""
    script = "import os; print(os.getpgid(0) == os.getpid())"
    _, lines = await run(Command("group", [sys.executable, "-c", script]))

    assert lines == [str(sys.platform == "linux")]


@pytest.mark.skipif(sys.platform != "linux", reason="the death signal is Linux's")
async def test_a_child_whose_parent_died_before_it_could_ask_gives_up() -> None:
    command = [sys.executable, launch.__file__, str(os.getpid() + 1), str(int(signal.SIGTERM)), "self"]
    child = await asyncio.create_subprocess_exec(*command, sys.executable, "-c", "exit(0)")

    assert await child.wait() == CANNOT_START


def test_the_environment_for_others_leaves_out_what_begins_with_a_prefix(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PGPORT", "1")
    monkeypatch.setenv("KEPT", "2")

    environment = base_environment(without=("PG",))

    assert "PGPORT" not in environment
    assert environment["KEPT"] == "2"


async def _started(preparation: str, death_signal: signal.Signals = signal.SIGTERM) -> Child:
    """A child that waits for ever, once it has prepared itself and said so."""
    # In short sleeps: a signal just before a sleep is only noticed after it.
    script = f"import signal, sys, time; {preparation}; print('up')\nwhile True: time.sleep(0.01)"
    up = asyncio.Event()
    command = Command("child", [sys.executable, "-u", "-c", script], death_signal=death_signal)
    child = await Child.start(command, lambda _: up.set())
    await asyncio.wait_for(up.wait(), 30)
    return child
