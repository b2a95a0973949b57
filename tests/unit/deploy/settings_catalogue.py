"""Every process's settings as environment variables, read from the settings classes themselves."""

from services.aggregator.settings import AggregatorSettings
from services.api.settings import ApiSettings
from services.fetcher.settings import FetcherSettings
from services.mailer.settings import MailerSettings
from shared.db.migrate import MigrateSettings
from shared.settings.base import PREFIX, Settings

PROCESSES: dict[str, type[Settings]] = {
    "api": ApiSettings,
    "fetcher": FetcherSettings,
    "aggregator": AggregatorSettings,
    "mailer": MailerSettings,
    "migrate": MigrateSettings,
}


def variables(process: str) -> dict[str, str]:
    """Environment variable -> the setting that it gives; each also has a form that names a file."""
    names = PROCESSES[process].model_fields
    return {f"{PREFIX}{name.upper()}{suffix}": name for name in names for suffix in ("", "_FILE")}


def required(process: str) -> frozenset[str]:
    return frozenset(name for name, field in PROCESSES[process].model_fields.items() if field.is_required())


def secret(process: str) -> frozenset[str]:
    """Settings whose values are hidden in logs and so belong in no manifest."""
    return frozenset(
        name for name, field in PROCESSES[process].model_fields.items() if "Secret" in str(field.annotation)
    )


def complaints(process: str, environment: dict[str, str]) -> list[str]:
    """What is wrong with a process's environment: misspelt, missing, or a secret in plain sight."""
    known = variables(process)
    given = {known[name] for name in environment if name in known}
    return [
        *(f"{process} has no setting {name}" for name in sorted(environment.keys() - known)),
        *(f"{process} lacks {name}" for name in sorted(required(process) - given)),
        *(
            f"{process} gets {name} by value"
            for name in sorted(secret(process))
            if f"{PREFIX}{name.upper()}" in environment
        ),
    ]
