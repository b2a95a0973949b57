"""The settings table of docs/deploy.md, made from the settings classes.

``python -m tests.unit.deploy.settings_table`` writes it into the guide.
"""

from collections.abc import Iterator

from pydantic.fields import FieldInfo
from pydantic_core import to_jsonable_python

from shared.settings.base import PREFIX
from tests.unit.deploy.project import GUIDE
from tests.unit.deploy.settings_catalogue import PROCESSES, secret

BEGIN = "<!-- settings: written by tests/unit/deploy/settings_table.py -->\n"
END = "<!-- end of settings -->\n"


def render() -> str:
    return "".join(
        [
            "| variable | read by | default | meaning |\n",
            "|---|---|---|---|\n",
            *(f"{row}\n" for row in _rows()),
        ]
    )


def with_table(guide: str) -> str:
    """The guide with today's table between its marks."""
    before, _, rest = guide.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{render()}{END}{after}"


def _rows() -> Iterator[str]:
    fields = {name: field for settings in PROCESSES.values() for name, field in settings.model_fields.items()}
    hidden = {name for process in PROCESSES for name in secret(process)}
    for name in sorted(fields):
        readers = [process for process, settings in PROCESSES.items() if name in settings.model_fields]
        # The same name may serve two services in two ways, and is then described twice.
        meanings = dict.fromkeys(PROCESSES[reader].model_fields[name].description or "" for reader in readers)
        who = "all" if len(readers) == len(PROCESSES) else ", ".join(readers)
        mark = " (secret)" if name in hidden else ""
        yield f"| `{PREFIX}{name.upper()}`{mark} | {who} | {_default(fields[name])} | {' '.join(meanings)} |"


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "**required**"
    # As it would be written into a variable: a duration in ISO 8601, for one.
    value = to_jsonable_python(field.default)
    if value is None or value == "":
        return "none"
    return f"`{str(value).lower() if isinstance(value, bool) else value}`"


if __name__ == "__main__":
    GUIDE.write_text(with_table(GUIDE.read_text(encoding="utf-8")), encoding="utf-8")
