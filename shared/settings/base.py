"""The settings that every process has, and how they are read.

Every setting is an environment variable with the prefix ``PYDASH_``. A secret may also come from a file:
``PYDASH_SECRET_KEY_FILE=/run/secrets/key`` sets ``secret_key`` to that file's content.
"""

import os
from pathlib import Path
from typing import Any, Literal

from pydantic import Field
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from typing_extensions import override

PREFIX = "PYDASH_"


class SettingFileError(Exception):
    """A ``PYDASH_..._FILE`` variable names a file that cannot be used."""


class FileSource(PydanticBaseSettingsSource):
    """Reads ``PYDASH_<NAME>_FILE``; an unreadable file fails the start: no secret may be silently missing."""

    @override
    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        variable = f"{PREFIX}{field_name.upper()}_FILE"
        path = os.environ.get(variable)
        if not path:
            return None, field_name, False
        try:
            return Path(path).read_text(encoding="utf-8").strip(), field_name, False
        except (OSError, UnicodeDecodeError) as error:
            raise SettingFileError(f"{variable}: cannot read {path}: {error}") from None

    @override
    def __call__(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for name, field in self.settings_cls.model_fields.items():
            value, key, _ = self.get_field_value(field, name)
            if value is not None:
                values[key] = value
        return values


class Settings(BaseSettings):
    """Base of each service's settings object: frozen, one per process, built once in its main."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    host: str = Field("127.0.0.1", description="Address the service's HTTP port listens on.")
    port: int = Field(8000, ge=0, le=65535, description="The service's HTTP port.")
    log_format: Literal["auto", "columns", "json"] = Field(
        "auto", description="Shape of log lines on the stream; auto is columns on a terminal, else JSON."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        "INFO", description="Least severe level written to the stream; files always get INFO and above."
    )
    log_dir: Path | None = Field(None, description="Folder for one JSON-lines file per service and UTC day.")

    @override
    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, FileSource(settings_cls), env_settings
