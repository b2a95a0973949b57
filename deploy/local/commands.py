"""The commands beside ``up``: on the running stack, or on the servers that the environment names."""

import asyncio
import sys

import httpx

from deploy.local.embedded.process import is_alive, run
from deploy.local.errors import LocalStackError
from deploy.local.home import Home, home_path, open_home
from deploy.local.lock import is_held
from deploy.local.run_file import ProcessEntry, RunFile
from deploy.local.secret_files import pronounceable_password, read_or_make, write_private
from deploy.local.seeding import USER, make_api_key, seed_user
from deploy.local.services import module_command, setting
from deploy.local.supervisor import answers, probing_client

_READY, _NOT_READY, _RUNNING, _GONE = "ready", "not ready", "running", "gone"


async def migrate() -> None:
    command = module_command("shared.db.migrate", environment=_settings(Home(home_path())))
    code, lines = await run(command, _to_stderr)
    if code != 0:
        raise LocalStackError(f"the migrations failed: {lines[-1] if lines else f'exit code {code}'}")
    print("migrated")


async def seed() -> None:
    home = open_home(home_path())
    settings = _settings(home)
    password = read_or_make(home.demo_password, pronounceable_password)
    await seed_user(home, settings, _to_stderr)
    print(f"user {USER}, password {password}")


async def api_key() -> None:
    """A token that works, alone on stdout: for ``curl -H "Authorization: Bearer $(pydash api-key)"``."""
    home = open_home(home_path())
    settings = _settings(home)
    url = settings.get("PYDASH_PUBLIC_URL") or setting("PUBLIC_URL")
    token = _kept_api_key(home)
    if token is None or url is None or not await _is_accepted(token, url):
        token = await make_api_key(settings)
        write_private(home.api_key, token + "\n")
    print(token)


async def status() -> bool:
    """Says what runs; whether all of it is up and ready."""
    home = Home(home_path())
    if not is_held(home.lock):
        print(f"PyDash does not run (its state is in {home.path})")
        return False
    if not home.run_file.exists():
        print("PyDash is just starting")
        return False
    stack = RunFile.read(home.run_file)
    print(f"PyDash runs at {stack.url} (pid {stack.pid}, state in {home.path})")
    async with probing_client() as client:
        verdicts = await asyncio.gather(*(_verdict(client, entry) for entry in stack.processes.values()))
    for (name, entry), verdict in zip(stack.processes.items(), verdicts, strict=True):
        port = "" if entry.port is None else f"port {entry.port}"
        print(f"  {name:<18} {verdict:<12} pid {entry.pid!s:<8} {port}".rstrip())
    if not stack.started:
        print("  still starting")
    return stack.started and not set(verdicts) & {_NOT_READY, _GONE}


async def _verdict(client: httpx.AsyncClient, entry: ProcessEntry) -> str:
    if entry.pid is None or not is_alive(entry.pid):
        return _GONE
    if entry.ready_url is None:
        return _RUNNING
    return _READY if await answers(client, entry.ready_url) else _NOT_READY


def _settings(home: Home) -> dict[str, str]:
    """Of the database that the environment names, else of the stack that runs."""
    if setting("DATABASE_URL") is not None:
        # All of it is in the environment, which commands get anyway.
        return {}
    if not (is_held(home.lock) and home.run_file.exists()):
        raise LocalStackError(
            "nothing to work on: start PyDash (`make run` or `pydash up`), or set PYDASH_DATABASE_URL and the "
            "other settings of the API"
        )
    return RunFile.read(home.run_file).env


def _kept_api_key(home: Home) -> str | None:
    try:
        return home.api_key.read_text(encoding="utf-8").strip() or None
    except OSError:
        return None


async def _is_accepted(token: str, url: str) -> bool:
    async with probing_client() as client:
        try:
            answer = await client.get(
                f"{url.rstrip('/')}/api/v1/users/me", headers={"Authorization": f"Bearer {token}"}
            )
        except httpx.HTTPError:
            return False
    return answer.status_code == httpx.codes.OK


def _to_stderr(line: str) -> None:
    sys.stderr.write(line + "\n")
