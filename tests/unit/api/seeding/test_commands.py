from pathlib import Path

import pytest

from services.api.seeding.commands import parser


def test_secrets_are_read_from_files_without_the_line_break_at_their_end(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("correct horse\n", encoding="utf-8")

    user = parser().parse_args(
        ["user", "--name", "ada", "--mail", "ada@pydash.invalid", "--password-file", str(secret)]
    )
    dashboard = parser().parse_args(
        ["dashboard", "--owner", "ada", "--name", "Shop", "--url", "http://app", "--token-file", str(secret)]
    )

    assert (user.what, user.name, user.password_file) == ("user", "ada", "correct horse")
    assert (dashboard.what, dashboard.token_file) == ("dashboard", "correct horse")
    assert (dashboard.poll_interval_seconds, dashboard.settle_seconds) == (60, 10)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    absent = tmp_path / "absent"

    with pytest.raises(SystemExit):
        parser().parse_args(["user", "--name", "ada", "--mail", "a@b.c", "--password-file", str(absent)])

    assert f"cannot read {absent}" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [[], ["user"], ["api-key", "--owner", "ada"], ["dashboard", "--owner", "ada"], ["everything"]],
)
def test_what_is_missing_is_asked_for(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(arguments)

    assert "usage:" in capsys.readouterr().err
