"""The page that shows the mails: a list, and each as text and, shut in a sandbox, as HTML."""

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Response
from fastapi.responses import FileResponse, HTMLResponse, PlainTextResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape
from starlette.middleware.trustedhost import TrustedHostMiddleware

from deploy.local.mailbox.message import bodies_of, headers_of
from deploy.local.mailbox.store import KeptMail, Mailbox
from deploy.local.ports import LOOPBACK

_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'"
_OURS = f"{_NOTHING}; style-src 'self'; frame-src 'self'; frame-ancestors 'none'"
# No scripts, and no pictures from elsewhere, which would tell their server who read the mail and when.
_THEIRS = (
    f"{_NOTHING}; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)
# Links open beside the mail: the pages they lead to refuse to be framed.
_BESIDE = '<!doctype html><base target="_blank">\n'

_STYLE = Path(__file__).with_name("style.css")
_LINK = re.compile(r"https?://[^\s<>\"'`]+")
_NOT_AT_THE_END = ".,;:!?)"


def with_links(text: str) -> Markup:
    """Everything escaped; http addresses can be clicked."""
    pieces, at = [], 0
    for found in _LINK.finditer(text):
        url = found[0].rstrip(_NOT_AT_THE_END)
        pieces.append(escape(text[at : found.start()]))
        pieces.append(Markup('<a href="{0}" target="_blank" rel="noopener noreferrer">{0}</a>').format(url))
        at = found.start() + len(url)
    return Markup().join([*pieces, escape(text[at:])])


_environment = Environment(
    loader=PackageLoader("deploy.local.mailbox"), autoescape=True, undefined=StrictUndefined
)
_environment.filters["with_links"] = with_links


def create_app(mailbox: Mailbox, serving: Callable[[], AbstractAsyncContextManager[None]]) -> FastAPI:
    """``serving``: what runs as long as the page does."""

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        async with serving():
            yield

    app = FastAPI(title="PyDash's mail", openapi_url=None, lifespan=lifespan)
    # A page on the internet whose name is made to mean this machine must not read mail.
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=[LOOPBACK, "localhost"])

    # Plain functions, which FastAPI runs beside the event loop: they read files.
    @app.get("/")
    def list_mails() -> Response:
        mails = [
            {"id": mail.id, "came_at": mail.came_at, "headers": headers_of(content)}
            for mail, content in _contents(mailbox.mails())
        ]
        return _page("list.html", mails=mails)

    @app.get("/mails/{mail_id}")
    def show_mail(mail_id: str) -> Response:
        for mail, content in _contents([mailbox.mail(mail_id)]):
            return _page("mail.html", mail=mail, headers=headers_of(content), bodies=bodies_of(content))
        return _absent()

    @app.get("/mails/{mail_id}/html")
    def show_html(mail_id: str) -> Response:
        for _mail, content in _contents([mailbox.mail(mail_id)]):
            html = bodies_of(content).html
            if html is not None:
                return HTMLResponse(_BESIDE + html, headers=_headers(_THEIRS))
        return _absent()

    @app.get("/style.css")
    def style() -> Response:
        return FileResponse(_STYLE, media_type="text/css", headers=_headers(_NOTHING))

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "ok"}

    return app


def _contents(mails: list[KeptMail] | list[KeptMail | None]) -> list[tuple[KeptMail, bytes]]:
    read = [(mail, mail.read()) for mail in mails if mail is not None]
    return [(mail, content) for mail, content in read if content is not None]


def _page(template: str, **values: Any) -> Response:
    return HTMLResponse(_environment.get_template(template).render(values), headers=_headers(_OURS))


def _absent() -> Response:
    return PlainTextResponse(
        "There is no such mail (any more).\n", status_code=404, headers=_headers(_NOTHING)
    )


def _headers(policy: str) -> dict[str, str]:
    return {
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
