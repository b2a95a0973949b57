"""``python -m services.api.openapi`` writes docs/openapi.json; --check says whether it is current."""

import argparse
import json
import sys
from pathlib import Path

from cryptography.fernet import Fernet
from pydantic import SecretStr

from services.api.main import create_app
from services.api.settings import ApiSettings

_FILE = Path(__file__).parents[2] / "docs" / "openapi.json"


def schema_text() -> str:
    """The schema as it is committed. No setting shows in it and nothing is connected to."""
    settings = ApiSettings(
        database_url=SecretStr("postgresql://unused"),
        redis_url=SecretStr("redis://unused"),
        secret_key=SecretStr("unused" * 6),
        token_keys=SecretStr(Fernet.generate_key().decode()),
    )
    return json.dumps(create_app(settings).openapi(), indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description="The committed OpenAPI schema.")
    parser.add_argument("--check", action="store_true", help="exit 1 if docs/openapi.json is stale")
    if not parser.parse_args().check:
        _FILE.write_text(schema_text(), encoding="utf-8")
    elif not _FILE.exists() or _FILE.read_text(encoding="utf-8") != schema_text():
        sys.exit("docs/openapi.json is stale: run `make openapi` and commit the result")


if __name__ == "__main__":
    main()
