"""What the demo needs in the database: its user, its dashboards, a token for the command line."""

from collections.abc import Mapping
from pathlib import Path

from deploy.local.embedded.process import Output, run
from deploy.local.errors import LocalStackError
from deploy.local.home import Home
from deploy.local.services import module_command

USER = "demo"
_MAIL = "demo@pydash.invalid"

# The demo's calls are to be seen soon after they were made.
_POLL_INTERVAL_SECONDS = 4
_SETTLE_SECONDS = 4


async def seed_user(home: Home, settings: Mapping[str, str], output: Output | None = None) -> None:
    arguments = ("--name", USER, "--mail", _MAIL, "--password-file", str(home.demo_password))
    await _seed("user", *arguments, settings=settings, output=output)


async def seed_dashboard(
    name: str, url: str, token_file: Path, settings: Mapping[str, str], output: Output | None = None
) -> None:
    timing = (
        "--poll-interval-seconds",
        str(_POLL_INTERVAL_SECONDS),
        "--settle-seconds",
        str(_SETTLE_SECONDS),
    )
    arguments = ("--owner", USER, "--name", name, "--url", url, "--token-file", str(token_file), *timing)
    await _seed("dashboard", *arguments, settings=settings, output=output)


async def make_api_key(settings: Mapping[str, str]) -> str:
    lines = await _seed("api-key", "--owner", USER, "--label", "cli", settings=settings)
    if not lines:
        raise LocalStackError("seeding made no API key")
    return lines[-1]


async def _seed(
    what: str, *arguments: str, settings: Mapping[str, str], output: Output | None = None
) -> list[str]:
    command = module_command("services.api.seeding", what, *arguments, environment=settings)
    code, lines = await run(command, output)
    if code != 0:
        raise LocalStackError(f"seeding the {what} failed: {lines[-1] if lines else f'exit code {code}'}")
    return lines
