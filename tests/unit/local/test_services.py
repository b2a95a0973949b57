import os
from pathlib import Path

import pytest

from deploy.local.errors import LocalStackError
from deploy.local.home import Home, open_home
from deploy.local.services import service_command, setting, stack_settings
from services.api.settings import ApiSettings


@pytest.fixture(autouse=True)
def no_choices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever runs the tests may have settings of their own."""
    for name in [name for name in os.environ if name.startswith("PYDASH_")]:
        monkeypatch.delenv(name)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = open_home(tmp_path / "home")
    home.make_secrets()
    return home


@pytest.fixture
def settings(home: Home) -> dict[str, str]:
    return made_settings(home)


def made_settings(home: Home) -> dict[str, str]:
    return stack_settings(
        home,
        url="http://127.0.0.1:8321",
        database_url=home.write_url("database_url", "postgresql://pydash:pw@127.0.0.1:5/pydash"),
        redis_url=home.write_url("redis_url", "redis://:pw@127.0.0.1:6/0"),
    )


def test_the_api_can_work_with_what_it_is_given(
    home: Home, settings: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    command = service_command("api", 8321, home, settings, tmp_path)
    assert command.env is not None
    for name, value in command.env.items():
        if name.startswith("PYDASH_"):
            monkeypatch.setenv(name, value)

    made = ApiSettings()

    assert made.database_url.get_secret_value() == "postgresql://pydash:pw@127.0.0.1:5/pydash"
    assert made.redis_url.get_secret_value() == "redis://:pw@127.0.0.1:6/0"
    assert made.secret_key.get_secret_value() == home.secret_key.read_text()
    assert made.token_keys.get_secret_value() == home.token_keys.read_text()
    assert (made.host, made.port, made.public_url) == ("127.0.0.1", 8321, "http://127.0.0.1:8321")
    assert (made.cookie_secure, made.spa_dir, made.log_dir) == (False, tmp_path, home.logs)


def test_no_secret_stands_in_the_settings_or_on_a_command_line(home: Home, settings: dict[str, str]) -> None:
    command = service_command("api", 8321, home, settings, None)
    kept = [file.read_text() for file in home.secrets.iterdir()]

    shown = " ".join([*settings.values(), *map(str, command.argv), *(command.env or {}).values()])

    assert not [secret for secret in kept if secret in shown]


def test_what_the_user_chose_stays_chosen(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYDASH_FETCH_ALLOW", "192.0.2.0/24")
    monkeypatch.setenv("PYDASH_SECRET_KEY", "k" * 40)
    monkeypatch.setenv("PYDASH_TOKEN_KEYS_FILE", "/chosen")
    monkeypatch.setenv("PYDASH_LOG_LEVEL", "DEBUG")

    environment = service_command("fetcher", 1, home, made_settings(home), None).env or {}

    assert environment["PYDASH_FETCH_ALLOW"] == "192.0.2.0/24"
    assert environment["PYDASH_LOG_LEVEL"] == "DEBUG"
    assert environment["PYDASH_TOKEN_KEYS_FILE"] == "/chosen"
    # A file would be read in preference.
    assert "PYDASH_SECRET_KEY_FILE" not in environment


def test_where_a_service_listens_is_not_the_users_choice(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """One PYDASH_PORT for four services could not work."""
    monkeypatch.setenv("PYDASH_PORT", "9999")
    monkeypatch.setenv("PYDASH_HOST", "192.0.2.1")

    environment = service_command("mailer", 4000, home, made_settings(home), None).env or {}

    assert (environment["PYDASH_HOST"], environment["PYDASH_PORT"]) == ("127.0.0.1", "4000")


def test_only_the_api_is_given_the_pages(home: Home, settings: dict[str, str], tmp_path: Path) -> None:
    assert "PYDASH_SPA_DIR" not in (service_command("mailer", 1, home, settings, tmp_path).env or {})
    assert "PYDASH_SPA_DIR" not in (service_command("api", 1, home, settings, None).env or {})


def test_a_setting_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "url").write_text("redis://x\n", encoding="utf-8")

    assert setting("REDIS_URL", {"PYDASH_REDIS_URL_FILE": str(tmp_path / "url")}) == "redis://x"
    assert setting("REDIS_URL", {"PYDASH_REDIS_URL": "redis://y"}) == "redis://y"
    assert setting("REDIS_URL", {"PYDASH_REDIS_URL": ""}) is None


def test_a_file_that_cannot_be_read_is_said() -> None:
    with pytest.raises(LocalStackError, match="PYDASH_REDIS_URL_FILE: cannot read /nowhere"):
        setting("REDIS_URL", {"PYDASH_REDIS_URL_FILE": "/nowhere"})
