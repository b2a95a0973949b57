from pathlib import Path

import pytest
from pydantic import Field, SecretStr, ValidationError

from shared.settings.base import SettingFileError, Settings


class ShopSettings(Settings):
    """A service's settings, as any service composes them."""

    api_secret: SecretStr = Field(min_length=8)
    shelves: int = 3


def test_settings_come_from_variables_with_our_prefix(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PYDASH_API_SECRET", "from the environment")
    environment.setenv("PYDASH_SHELVES", "5")
    environment.setenv("SHELVES", "9")

    settings = ShopSettings()

    assert settings.api_secret.get_secret_value() == "from the environment"
    assert settings.shelves == 5


def test_what_is_not_set_has_its_default() -> None:
    settings = ShopSettings(api_secret=SecretStr("long enough"))

    assert (settings.host, settings.port, settings.shelves) == ("127.0.0.1", 8000, 3)


def test_a_secret_is_read_from_the_file_that_its_variable_names(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "secret"
    file.write_text("  from a file\n", encoding="utf-8")
    environment.setenv("PYDASH_API_SECRET_FILE", str(file))
    environment.setenv("PYDASH_API_SECRET", "from the environment")

    assert ShopSettings().api_secret.get_secret_value() == "from a file"


def test_an_empty_variable_names_no_file(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PYDASH_API_SECRET_FILE", "")
    environment.setenv("PYDASH_API_SECRET", "from the environment")

    assert ShopSettings().api_secret.get_secret_value() == "from the environment"


def test_a_file_that_cannot_be_read_fails_though_the_variable_itself_is_set(
    environment: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    environment.setenv("PYDASH_API_SECRET_FILE", str(tmp_path / "absent"))
    environment.setenv("PYDASH_API_SECRET", "from the environment")

    with pytest.raises(SettingFileError, match=r"PYDASH_API_SECRET_FILE: cannot read .*absent"):
        ShopSettings()


def test_a_file_that_is_no_text_fails(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_bytes(b"\xff\xfe\x00secret")
    environment.setenv("PYDASH_API_SECRET_FILE", str(file))

    with pytest.raises(SettingFileError, match="PYDASH_API_SECRET_FILE") as refused:
        ShopSettings()
    assert "secret\\x" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_with_nothing_in_it_is_no_secret(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text("\n", encoding="utf-8")
    environment.setenv("PYDASH_API_SECRET_FILE", str(file))

    with pytest.raises(ValidationError):
        ShopSettings()


def test_settings_do_not_change_once_read() -> None:
    settings = ShopSettings(api_secret=SecretStr("long enough"))

    with pytest.raises(ValidationError):
        settings.shelves = 4  # type: ignore[misc]


def test_secrets_do_not_show_when_settings_are_printed() -> None:
    settings = ShopSettings(api_secret=SecretStr("long enough"))

    assert (
        "long enough" not in f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
    )


def test_variables_of_other_services_do_not_matter(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PYDASH_API_SECRET", "from the environment")
    environment.setenv("PYDASH_SMTP_HOST", "mail.example")

    assert not hasattr(ShopSettings(), "smtp_host")
