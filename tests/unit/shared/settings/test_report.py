from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import ValidationError

from services.aggregator.settings import AggregatorSettings
from services.api.settings import ApiSettings
from services.fetcher.settings import FetcherSettings
from services.mailer.settings import MailerSettings
from shared.settings.base import SettingFileError, Settings
from shared.settings.report import describe_invalid_settings

_SERVICES: tuple[Callable[[], Settings], ...] = (
    ApiSettings,
    FetcherSettings,
    AggregatorSettings,
    MailerSettings,
)


def complaint(settings: Callable[[], Settings]) -> str:
    with pytest.raises((ValidationError, SettingFileError)) as refused:
        settings()
    assert isinstance(refused.value, (ValidationError, SettingFileError))
    return describe_invalid_settings("service", refused.value)


@pytest.mark.parametrize(
    ("settings", "required"),
    [
        (_SERVICES[0], {"DATABASE_URL", "REDIS_URL", "SECRET_KEY", "TOKEN_KEYS"}),
        (_SERVICES[1], {"DATABASE_URL", "REDIS_URL", "TOKEN_KEYS"}),
        (_SERVICES[2], {"DATABASE_URL", "REDIS_URL"}),
        (_SERVICES[3], {"DATABASE_URL", "REDIS_URL"}),
    ],
    ids=["api", "fetcher", "aggregator", "mailer"],
)
def test_each_service_names_all_that_it_needs_in_one_line(
    settings: Callable[[], Settings], required: set[str]
) -> None:
    line = complaint(settings)

    assert line.startswith("service: ")
    assert "\n" not in line
    named = {part.split(":")[0] for part in line.removeprefix("service: ").split("; ")}
    assert named == {f"PYDASH_{name}" for name in required}


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SECRET_KEY", "only-31-characters-of-secrecy!!"),
        ("TOKEN_KEYS", "not-a-fernet-key"),
        ("TOKEN_KEYS", "not\na fernet\nkey"),
        ("PORT", "eighty-and-some"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("LOG_LEVEL", "chatty-and-secret"),
        ("COOKIE_SECURE", "perhaps-and-secret"),
        ("ACCESS_LIFETIME", "a-secret-while"),
        ("PASSWORD_HASHES_MAX", "0000065"),
    ],
)
def test_what_is_wrong_is_named_without_its_value(
    environment: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    environment.setenv(f"PYDASH_{variable}", value)

    line = complaint(_SERVICES[0])

    assert f"PYDASH_{variable}: " in line
    assert value not in line
    assert "\n" not in line


def test_networks_that_are_none_are_refused_at_the_start(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("PYDASH_FETCH_ALLOW", "127.0.0.0/8, everything")

    line = complaint(_SERVICES[1])

    assert "PYDASH_FETCH_ALLOW: " in line
    assert "\n" not in line


def test_an_unreadable_file_is_named_in_one_line(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment.setenv("PYDASH_DATABASE_URL_FILE", str(tmp_path))

    line = complaint(_SERVICES[2])

    assert line.startswith(f"service: PYDASH_DATABASE_URL_FILE: cannot read {tmp_path}")
    assert "\n" not in line
