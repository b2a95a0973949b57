import io

import pytest
from typing_extensions import override

from deploy.local.errors import LocalStackError
from deploy.local.screen import Screen


class Terminal(io.StringIO):
    encoding = "utf-8"

    @override
    def isatty(self) -> bool:
        return True


class ClosedTerminal(Terminal):
    @override
    def write(self, _text: str) -> int:
        raise OSError(5, "Input/output error")


def test_a_step_is_said_when_it_is_done_with_what_came_of_it() -> None:
    stream = io.StringIO()

    with Screen(stream).step("postgres") as step:
        assert stream.getvalue() == ""
        step.title = "Postgres 18.6 on port 54329"

    assert stream.getvalue().startswith("ok: Postgres 18.6 on port 54329  ")
    assert stream.getvalue().endswith(" 0.0 s\n")


def test_on_a_terminal_steps_have_marks() -> None:
    stream = Terminal()

    with Screen(stream).step("postgres"):
        pass

    assert "✓" in stream.getvalue()
    assert "\033[" in stream.getvalue()


def test_a_failed_step_is_said_and_fails() -> None:
    stream = io.StringIO()

    with pytest.raises(LocalStackError), Screen(stream).step("postgres"):
        raise LocalStackError("no")

    assert stream.getvalue() == "failed: postgres\n"


def test_colours_of_others_are_left_out_where_there_is_no_terminal() -> None:
    stream = io.StringIO()

    Screen(stream).line("\033[33mwarning\033[0m and more")

    assert stream.getvalue() == "warning and more\n"


def test_a_terminal_that_was_closed_stops_nothing() -> None:
    Screen(ClosedTerminal()).line("anybody there?")
