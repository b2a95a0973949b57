"""Development users, dashboards and keys: ``python -m services.api.seeding user|dashboard|api-key``.

Each command may be run again and changes nothing that is already there; an API key is new each time, since
a key can be shown only once.
"""

import argparse
import asyncio
import sys
from pathlib import Path

from pydantic import SecretStr, ValidationError

from services.api.account.repository import AccountRepository
from services.api.apikey.repository import ApiKeyRepository
from services.api.apikey.schemas import ApiKeyCreate, Scope
from services.api.apikey.service import add_key
from services.api.dashboard.repository import DashboardRepository
from services.api.dashboard.schemas import DashboardCreate, DashboardSettings
from services.api.dashboard.service import change_settings, known_token, register
from services.api.resources import Resources, open_resources
from services.api.settings import ApiSettings
from shared.contracts.ids import UserId
from shared.db.viewer import Viewer
from shared.settings.base import SettingFileError
from shared.settings.report import describe_invalid_settings


class UnknownUserError(Exception):
    """The named user was not seeded."""


async def seed_user(resources: Resources, name: str, mail: str, password: str) -> None:
    """A verified user, unless one of that name exists."""
    async with resources.sessions.begin() as session:
        accounts = AccountRepository(session)
        if await accounts.user_by_name(name) is None:
            password_hash = await resources.passwords.hash(password)
            await accounts.add_user(name, mail, password_hash, resources.clock.now())


async def seed_dashboard(resources: Resources, owner: str, create: DashboardCreate) -> None:
    """A dashboard, unless the owner has one with that name; then its URL and token are brought up to date."""
    async with resources.sessions.begin() as session:
        dashboards = DashboardRepository(session, Viewer(await _user_id(AccountRepository(session), owner)))
        existing = await dashboards.by_name(create.name)
        if existing is None:
            await register(dashboards, resources.cipher, create, resources.clock.now())
        else:
            token = await known_token(dashboards, resources.cipher, existing.id)
            if (existing.url, token) != (create.url, create.token):
                settings = DashboardSettings(url=create.url, token=create.token)
                await change_settings(
                    dashboards, resources.cipher, existing.id, settings, resources.clock.now()
                )


async def seed_api_key(resources: Resources, owner: str, label: str) -> str:
    async with resources.sessions.begin() as session:
        user_id = await _user_id(AccountRepository(session), owner)
        create = ApiKeyCreate(label=label, scope=Scope.MANAGE)
        _, key = await add_key(ApiKeyRepository(session), user_id, create, resources.clock.now())
        return key


async def _user_id(accounts: AccountRepository, name: str) -> UserId:
    user = await accounts.user_by_name(name)
    if user is None:
        raise UnknownUserError(f"there is no user named {name}")
    return UserId(user.id)


async def run(settings: ApiSettings, arguments: argparse.Namespace) -> None:
    async with open_resources(settings) as resources:
        match arguments.what:
            case "user":
                await seed_user(resources, arguments.name, arguments.mail, arguments.password_file)
            case "dashboard":
                create = DashboardCreate(
                    name=arguments.name,
                    url=arguments.url,
                    token=SecretStr(arguments.token_file),
                    poll_interval_seconds=arguments.poll_interval_seconds,
                    settle_seconds=arguments.settle_seconds,
                )
                await seed_dashboard(resources, arguments.owner, create)
            case _:
                sys.stdout.write(await seed_api_key(resources, arguments.owner, arguments.label) + "\n")


def _content(path: str) -> str:
    # Secrets come in files: what stands on a command line, every user of the machine can read.
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise argparse.ArgumentTypeError(f"cannot read {path}: {error.strerror}") from None


def parser() -> argparse.ArgumentParser:
    commands = argparse.ArgumentParser(prog="python -m services.api.seeding", description=__doc__)
    kinds = commands.add_subparsers(dest="what", required=True)
    user = kinds.add_parser("user", help="a verified user")
    user.add_argument("--name", required=True)
    user.add_argument("--mail", required=True)
    user.add_argument("--password-file", required=True, type=_content)
    dashboard = kinds.add_parser("dashboard", help="a dashboard of a user")
    for option in ("--owner", "--name", "--url"):
        dashboard.add_argument(option, required=True)
    dashboard.add_argument("--token-file", required=True, type=_content)
    dashboard.add_argument("--poll-interval-seconds", type=int, default=60)
    dashboard.add_argument("--settle-seconds", type=int, default=10)
    api_key = kinds.add_parser("api-key", help="prints a new bearer token of a user")
    api_key.add_argument("--owner", required=True)
    api_key.add_argument("--label", required=True)
    return commands


def main() -> None:
    arguments = parser().parse_args()
    try:
        settings = ApiSettings()
    except (ValidationError, SettingFileError) as error:
        sys.exit(describe_invalid_settings("seeding", error))
    try:
        asyncio.run(run(settings, arguments))
    except (UnknownUserError, ValidationError) as error:
        sys.exit(f"seeding: {error}")
