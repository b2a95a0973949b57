import re
import stat
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from deploy.local.embedded.folder import ensure_folder
from deploy.local.errors import LocalStackError
from deploy.local.home import PROJECT, home_path, open_home
from deploy.local.secret_files import long_token, pronounceable_password, read_or_make, write_private


def test_the_home_is_in_the_project_unless_told_otherwise(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("PYDASH_HOME", raising=False)
    assert home_path() == PROJECT / ".pydash"

    monkeypatch.setenv("PYDASH_HOME", str(tmp_path / "x"))
    assert home_path() == tmp_path / "x"


def test_a_relative_home_is_meant_from_where_the_user_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYDASH_HOME", "state")

    assert home_path() == tmp_path / "state"


def test_a_new_home_is_its_owners_alone(tmp_path: Path) -> None:
    home = open_home(tmp_path / "home")

    assert {mode(folder) for folder in (home.path, home.secrets, home.logs)} == {0o700}


def test_secrets_are_their_owners_alone_and_stay_as_they_are(tmp_path: Path) -> None:
    home = open_home(tmp_path / "home")

    home.make_secrets()
    first = {file.name: file.read_text() for file in home.secrets.iterdir()}
    home.make_secrets()

    assert {file.name: file.read_text() for file in home.secrets.iterdir()} == first
    assert {mode(file) for file in home.secrets.iterdir()} == {0o600}
    assert len(first["secret_key"]) >= 32
    Fernet(first["token_keys"])


def test_a_restored_secret_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("restored\n", encoding="utf-8")
    secret.chmod(0o644)

    assert read_or_make(secret, long_token) == "restored"
    assert mode(secret) == 0o600


def test_an_empty_secret_is_not_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "secret").touch()

    with pytest.raises(LocalStackError, match="is empty"):
        read_or_make(tmp_path / "secret", long_token)


def test_a_folder_in_place_of_a_secret_is_said(tmp_path: Path) -> None:
    (tmp_path / "secret").mkdir()

    with pytest.raises(LocalStackError, match="cannot read the secret"):
        read_or_make(tmp_path / "secret", long_token)


def test_a_private_file_replaces_a_public_one(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o666)

    write_private(target, "new")

    assert (target.read_text(), mode(target)) == ("new", 0o600)
    assert list(tmp_path.iterdir()) == [target]


def test_the_demo_password_can_be_read_aloud() -> None:
    assert re.fullmatch(r"[a-z]+-[a-z]+-[1-9]\d{3}", pronounceable_password())
    assert len({pronounceable_password() for _ in range(50)}) > 40


def test_a_file_where_the_home_should_be_is_said_and_stays(tmp_path: Path) -> None:
    in_the_way = tmp_path / "home"
    in_the_way.write_text("mine", encoding="utf-8")

    with pytest.raises(LocalStackError, match="is a file where a folder should be"):
        open_home(in_the_way)
    assert in_the_way.read_text() == "mine"


def test_a_home_below_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(LocalStackError, match="lies below a file"):
        ensure_folder(tmp_path / "file" / "home")


def test_a_home_that_cannot_be_made_is_said() -> None:
    # Nobody can make a folder there, root included.
    with pytest.raises(LocalStackError, match="cannot make the folder"):
        ensure_folder(Path("/proc/pydash/home"))


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)
