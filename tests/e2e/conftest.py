"""The whole of PyDash with its pages, over a real FMD."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from uuid import uuid4

import pytest

from deploy.local.embedded.postgres import EmbeddedPostgres
from deploy.local.embedded.valkey import EmbeddedValkey
from deploy.local.home import PROJECT
from deploy.local.mailbox.server import serving
from deploy.local.mailbox.store import Mailbox
from deploy.local.ports import LOOPBACK, free_port
from tests.fixtures.fmd import FmdApp, FmdAppFactory, generated_calls
from tests.fixtures.servers import copy_database
from tests.fixtures.system import System
from tests.fixtures.waiting import eventually

SPA = PROJECT / "frontend" / "dist"


@dataclass(frozen=True)
class Shop:
    """PyDash with one dashboard whose 4,000 calls of three days are all applied."""

    system: System
    app: FmdApp
    dashboard_id: str


@dataclass(frozen=True)
class Post:
    """The post office of the tests: where PyDash hands its mails over, and where they can be read."""

    port: int
    mailbox: Mailbox

    async def link_mailed_to(self, address: str, page: str) -> str:
        """Waits for a mail with a link to that page, such as ``verify``."""

        async def look() -> str | None:
            for kept in self.mailbox.mails():
                mail = message_from_bytes(kept.read() or b"", policy=policy.default)
                body = mail.get_body(("plain",))
                if mail["To"] != address or body is None:
                    continue
                link = re.search(rf"https?://\S+/{page}#\S+", body.get_content())
                if link is not None:
                    return link[0]
            return None

        found = await eventually(look, lambda link: link is not None, 20)
        assert found is not None
        return found


@pytest.fixture(scope="session")
async def post(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Post]:
    office = Post(free_port(), Mailbox(tmp_path_factory.mktemp("mails")))
    async with serving(office.mailbox, office.port):
        yield office


@pytest.fixture(scope="session")
async def running_pages(
    postgres: EmbeddedPostgres, migrated_template: str, tmp_path_factory: pytest.TempPathFactory, post: Post
) -> AsyncIterator[System]:
    """All services with the built pages, started once: each journey brings its own user."""
    assert (SPA / "index.html").exists(), "the pages are not built: `make e2e` builds them"
    async with EmbeddedValkey(tmp_path_factory.mktemp("pages-valkey"), durable=False) as valkey:
        system = System(
            await copy_database(postgres, migrated_template),
            valkey.url,
            SPA_DIR=str(SPA),
            SMTP_HOST=LOOPBACK,
            SMTP_PORT=str(post.port),
            SMTP_SECURITY="none",
            TRACE_INTERVAL="PT2S",
        )
        await system.start("api", "fetcher", "aggregator", "mailer")
        yield system
        await system.stop()


@pytest.fixture
async def pages(running_pages: System) -> System:
    """As a user sees them who has just signed up."""
    await running_pages.seed(f"alice-{uuid4().hex[:8]}")
    return running_pages


@pytest.fixture
async def shop(pages: System, fmd_app: FmdAppFactory) -> Shop:
    now = datetime.now(UTC)
    calls = generated_calls(4_000, since=now - timedelta(days=3), until=now - timedelta(seconds=30))
    app = await fmd_app(calls)
    dashboard_id = await pages.add_dashboard(app.url, app.token, name="Web shop")
    await pages.when(dashboard_id, lambda shown: shown["applied"]["applied_calls"] == len(calls))
    return Shop(pages, app, dashboard_id)
