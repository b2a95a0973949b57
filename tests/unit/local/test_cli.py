from pathlib import Path

import pytest

from deploy.local.cli import main


@pytest.fixture(autouse=True)
def empty_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    for name in ("DATABASE_URL", "DATABASE_URL_FILE", "REDIS_URL"):
        monkeypatch.delenv(f"PYDASH_{name}", raising=False)
    monkeypatch.setenv("PYDASH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.mark.parametrize("arguments", [[], ["down"], ["up", "--fast"], ["status", "api"]])
def test_wrong_usage_ends_with_2_and_shows_the_right_one(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)

    assert ended.value.code == 2
    assert "usage: pydash" in capsys.readouterr().err


def test_help_names_every_command_and_variable(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])

    text = capsys.readouterr().out
    assert ended.value.code == 0
    assert all(word in text for word in ("up", "migrate", "seed", "api-key", "status", "PYDASH_HOME", "PORT"))


@pytest.mark.parametrize("command", ["migrate", "seed", "api-key"])
def test_without_a_stack_there_is_nothing_to_work_on(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([command]) == 1

    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("pydash: nothing to work on: start PyDash")
    assert captured.err.count("\n") == 1


def test_status_without_a_stack_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["status"]) == 1

    assert "PyDash does not run" in capsys.readouterr().out


@pytest.mark.parametrize("command", ["up", "seed", "api-key"])
def test_a_file_in_place_of_the_home_is_one_line_and_stays(
    command: str, empty_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    empty_home.write_text("mine", encoding="utf-8")

    assert main([command]) == 1

    error = capsys.readouterr().err
    assert error == f"pydash: {empty_home} is a file where a folder should be; move it away\n"
    assert empty_home.read_text() == "mine"


def test_status_of_a_file_in_place_of_the_home_is_no_traceback(empty_home: Path) -> None:
    empty_home.touch()

    assert main(["status"]) == 1
