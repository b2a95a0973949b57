"""What a process says when its settings cannot be used."""

from pydantic import ValidationError

from shared.settings.base import PREFIX, SettingFileError


def describe_invalid_settings(process: str, error: ValidationError | SettingFileError) -> str:
    """One line naming each variable and what is wrong with it; never a value, which may be a secret."""
    if isinstance(error, SettingFileError):
        return f"{process}: {error}"
    complaints = [
        f"{PREFIX}{'_'.join(str(part) for part in item['loc']).upper()}: {item['msg']}"
        for item in error.errors(include_url=False, include_input=False, include_context=False)
    ]
    return f"{process}: " + "; ".join(complaints)
