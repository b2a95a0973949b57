"""The parts of the local stack and the order they start in.

What is slow and rests on nothing (building the pages, preparing the demo) begins at once:

    servers, mailbox ─ migrations ─ demo user, api, fetcher, aggregator, mailer ─┬─ "open me" ─┐
    pages built ─────────────────────────────────────────────────────────────────┘             │
    each demo app: prepared ─ open ────────────────────────────────────────────────────────────┴─ registered
"""

import asyncio
import os
import re
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from deploy.local import spa
from deploy.local.demo.demo import APPS
from deploy.local.demo_app import DemoApp
from deploy.local.embedded.folder import ensure_folder
from deploy.local.embedded.postgres import EmbeddedPostgres
from deploy.local.embedded.process import Output, run
from deploy.local.embedded.valkey import EmbeddedValkey
from deploy.local.errors import LocalStackError
from deploy.local.home import Home
from deploy.local.log_files import to_daily_file
from deploy.local.mailbox.part import MailboxPart
from deploy.local.ports import free_port
from deploy.local.run_file import ProcessEntry, RunFile
from deploy.local.screen import Screen
from deploy.local.seeding import USER, seed_user
from deploy.local.services import (
    API,
    WORKERS,
    module_command,
    ready_url,
    service_command,
    setting,
    stack_settings,
)
from deploy.local.supervisor import Program, Supervisor
from deploy.local.tasks import cancel

_T = TypeVar("_T")

# Services stop before what they work on: the servers, and the apps that the fetcher polls, whose end would
# look to it like an outage.
_STAGE_SERVERS, _STAGE_SERVICES = range(2)

# Away from the usual ones, so as not to be taken for, or stand in the way of, servers the user has.
_POSTGRES_PORT = 54329
_VALKEY_PORT = 63799


# A line of a log, in columns or JSON, and not one of the many of a traceback.
_LOG_LINE = re.compile(r"(\033\[\d+m)*(\d{4}-\d\d-\d\d|\{)")


@dataclass(frozen=True)
class Options:
    demo: bool = True
    spa: bool = True


class Stack:
    """Started once, stopped once, whatever point the start had come to."""

    def __init__(self, home: Home, port: int, url: str, options: Options, screen: Screen) -> None:
        self._home = home
        self._port = port
        self._url = url
        self._options = options
        self._screen = screen
        self._started = False
        self._settings: dict[str, str] = {}
        self._mail_url: str | None = None
        self._supervisor = Supervisor(say=screen.warning, on_change=self._write_run_file)
        self._begun: list[asyncio.Task[Any]] = []

    async def start(self) -> None:
        """Returns when all runs; raises LocalStackError when what PyDash cannot be without does not."""
        self._screen.headline(f"Starting PyDash; its state is in {self._home.path}")
        self._home.make_secrets()
        pages = self._begin(self._build_pages())
        demo = [(app, self._begin(self._open(app))) for app in self._demo_apps()]
        await self._start_servers()
        await self._migrate()
        await asyncio.gather(
            *(self._begin(self._start_service(name)) for name in (API, *WORKERS)),
            self._begin(self._seed_user()),
            pages,
        )
        self._say_where()
        await asyncio.gather(*(self._begin(self._register(app, opened)) for app, opened in demo))
        self._started = True
        self._write_run_file()
        self._screen.line("Ctrl-C stops everything; the state stays.")

    async def stop(self) -> None:
        self._screen.line("Stopping")
        with self._screen.step("stopped"):
            await cancel(*self._begun)
            await self._supervisor.stop()

    def _begin(self, work: Coroutine[Any, Any, _T]) -> "asyncio.Task[_T]":
        """Beside what comes next; stopped with the stack if it has not finished by then."""
        task = asyncio.create_task(work)
        self._begun.append(task)
        return task

    async def _start_servers(self) -> None:
        database_url, redis_url, mail_settings = await asyncio.gather(
            self._begin(self._start_postgres()),
            self._begin(self._start_valkey()),
            self._begin(self._start_mailbox()),
        )
        self._settings = stack_settings(
            self._home,
            url=self._url,
            database_url=self._home.write_url("database_url", database_url),
            redis_url=self._home.write_url("redis_url", redis_url),
        )
        self._settings |= mail_settings

    async def _start_postgres(self) -> str:
        chosen = setting("DATABASE_URL")
        if chosen is not None:
            return chosen
        server = EmbeddedPostgres(
            self._home.postgres,
            password=self._home.server_password("postgres"),
            preferred_port=_POSTGRES_PORT,
            output=self._log("postgres"),
        )
        return await self._start_server("postgres", server)

    async def _start_valkey(self) -> str:
        chosen = setting("REDIS_URL")
        if chosen is not None:
            return chosen
        server = EmbeddedValkey(
            self._home.valkey,
            password=self._home.server_password("redis"),
            preferred_port=_VALKEY_PORT,
            output=self._log("valkey"),
        )
        return await self._start_server("valkey", server)

    async def _start_mailbox(self) -> Mapping[str, str]:
        """What the mailer has to know. Without a mailbox it still works: mails are then in its log."""
        if setting("SMTP_HOST") is not None:
            return {}
        mailbox = MailboxPart(self._home)
        try:
            with self._screen.step(f"mailbox on port {mailbox.port}"):
                program = mailbox.program(self._log("mailbox"))
                await self._supervisor.start("mailbox", program, stage=_STAGE_SERVERS)
        except LocalStackError as error:
            self._screen.warning(f"mails go to the mailer's log: {error}")
            return {}
        self._mail_url = mailbox.url
        return mailbox.settings

    async def _start_server(self, name: str, server: EmbeddedPostgres | EmbeddedValkey) -> str:
        with self._screen.step(name) as step:
            await self._supervisor.start(name, server, stage=_STAGE_SERVERS)
            step.title = f"{server.title} on port {server.port}"
        return server.url

    async def _migrate(self) -> None:
        with self._screen.step("migrations"):
            command = module_command("shared.db.migrate", environment=self._settings)
            code, lines = await run(command, self._log("migrate"))
            if code != 0:
                raise LocalStackError(f"the migrations failed: {lines[-1] if lines else f'exit code {code}'}")

    async def _seed_user(self) -> None:
        with self._screen.step("demo user"):
            await seed_user(self._home, self._settings, self._log("seeding"))

    async def _start_service(self, name: str) -> None:
        port = self._port if name == API else free_port()
        program = Program(
            service_command(name, port, self._home, self._settings, spa.DIST if self._options.spa else None),
            output=self._shown(name),
            port=port,
            ready_url=ready_url(port),
        )
        with self._screen.step(f"{name} on port {port}"):
            await self._supervisor.start(name, program, stage=_STAGE_SERVICES)

    async def _build_pages(self) -> None:
        """Without it the API still serves its clients, so a failure is only said."""
        if not self._options.spa:
            return
        # The API may be up before its pages, but not before their folder.
        ensure_folder(spa.DIST)
        try:
            with self._screen.step("single-page app"):
                await spa.build(self._log("spa"))
        except LocalStackError as error:
            self._screen.warning(f"the pages are missing or old: {error}; see {self._home.logs}")

    def _demo_apps(self) -> list[DemoApp]:
        return [DemoApp(self._home, app) for app in APPS] if self._options.demo else []

    async def _open(self, app: DemoApp) -> bool:
        """The demo is no part of PyDash: what of it cannot be had is said, and the rest goes on."""
        try:
            with self._screen.step(f"demo {app.name} prepared"):
                await app.prepare()
            # It is open before the fetcher looks at it again, so that a restart is no outage to be shown.
            with self._screen.step(f"demo {app.name} on port {app.port}"):
                for name, program in app.programs(self._log):
                    await self._supervisor.start(name, program, stage=_STAGE_SERVERS)
        except LocalStackError as error:
            self._screen.warning(f"there is no demo {app.name}: {error}")
            return False
        return True

    async def _register(self, app: DemoApp, opened: "asyncio.Task[bool]") -> None:
        if not await opened:
            return
        try:
            with self._screen.step(f"demo {app.name} monitored"):
                await app.register(self._settings, self._log("seeding"))
        except LocalStackError as error:
            self._screen.warning(f"the demo {app.name} is not monitored: {error}")

    def _say_where(self) -> None:
        password = self._home.demo_password.read_text(encoding="utf-8").strip()
        self._screen.line()
        self._screen.headline(f"  PyDash    {self._url}")
        self._screen.headline(f"  sign in   {USER} / {password}")
        if self._mail_url is not None:
            self._screen.headline(f"  mail      {self._mail_url}")
        self._screen.line()

    def _log(self, name: str) -> Output:
        return to_daily_file(self._home.logs, name)

    def _shown(self, name: str) -> Output:
        """What a service writes to its stream needs somebody now; the file keeps what explains it."""
        keep = self._log(f"{name}-stream")

        def output(line: str) -> None:
            keep(line)
            if _LOG_LINE.match(line):
                self._screen.line(f"{name}: {line}")

        return output

    def _write_run_file(self) -> None:
        processes = {
            name: ProcessEntry(part.pid, part.port, part.ready_url)
            for name, part in self._supervisor.parts().items()
        }
        RunFile(os.getpid(), self._url, self._started, self._settings, processes).write(self._home.run_file)
