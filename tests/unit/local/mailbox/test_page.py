"""The page with mails that mean harm, as anybody on the machine may send them."""

from contextlib import nullcontext
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import pytest

from deploy.local.mailbox.page import create_app, with_links
from deploy.local.mailbox.store import Mailbox

HOSTILE = """<script>alert(1)</script>"'><img src=x onerror=alert(1)>"""


@pytest.fixture
def mailbox(tmp_path: Path) -> Mailbox:
    return Mailbox(tmp_path / "mail")


@pytest.fixture
def page(mailbox: Mailbox) -> httpx.AsyncClient:
    app = create_app(mailbox, nullcontext)
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1:8322")


def keep(mailbox: Mailbox, text: str = "Hello", html: str | None = None, **headers: str) -> str:
    message = EmailMessage()
    for name, value in ({"From": "a@x.example", "To": "b@x.example", "Subject": "Hi"} | headers).items():
        message[name] = value
    message.set_content(text)
    if html is not None:
        message.add_alternative(html, subtype="html")
    mailbox.keep(message.as_bytes())
    return mailbox.mails()[0].id


def directives(response: httpx.Response) -> dict[str, str]:
    policy = response.headers["Content-Security-Policy"]
    return {name: rest for name, _, rest in (each.strip().partition(" ") for each in policy.split(";"))}


async def test_an_empty_mailbox_says_what_will_come(page: httpx.AsyncClient) -> None:
    answer = await page.get("/")

    assert answer.status_code == 200
    assert "No mail yet" in answer.text


async def test_the_list_leads_to_each_mail(page: httpx.AsyncClient, mailbox: Mailbox) -> None:
    mail_id = keep(mailbox, Subject="Verify your address")

    listed = (await page.get("/")).text
    shown = (await page.get(f"/mails/{mail_id}")).text

    assert f'<a href="/mails/{mail_id}">Verify your address</a>' in listed
    assert "b@x.example" in listed
    assert "Hello" in shown
    assert "<iframe" not in shown


@pytest.mark.parametrize("header", ["From", "To", "Subject"])
async def test_a_header_is_text_whatever_it_holds(
    page: httpx.AsyncClient, mailbox: Mailbox, header: str
) -> None:
    mailbox.keep(f"{header}: {HOSTILE}\n\nHello".encode())
    [mail] = mailbox.mails()

    for path in ("/", f"/mails/{mail.id}"):
        text = (await page.get(path)).text
        assert "<script" not in text
        assert "<img" not in text


async def test_a_text_is_text_whatever_it_holds(page: httpx.AsyncClient, mailbox: Mailbox) -> None:
    mail_id = keep(mailbox, text=f"{HOSTILE} javascript:alert(1) https://x.example/{HOSTILE}")

    text = (await page.get(f"/mails/{mail_id}")).text

    assert "<script" not in text
    assert "<img" not in text
    assert 'href="javascript' not in text


async def test_html_is_shut_in(page: httpx.AsyncClient, mailbox: Mailbox) -> None:
    mail_id = keep(mailbox, html=f'<p>{HOSTILE}<a href="https://x.example/verify">Verify</a></p>')

    around = await page.get(f"/mails/{mail_id}")
    inside = await page.get(f"/mails/{mail_id}/html")

    assert "<script" not in around.text
    assert 'sandbox="allow-popups allow-popups-to-escape-sandbox"' in around.text
    assert '<a href="https://x.example/verify">' in inside.text
    assert inside.text.startswith('<!doctype html><base target="_blank">')
    policy = directives(inside)
    assert policy["default-src"] == "'none'"
    assert "script-src" not in policy
    # Also where it is opened by itself: neither scripts nor our origin.
    assert policy["sandbox"] == "allow-popups allow-popups-to-escape-sandbox"
    assert policy["frame-ancestors"] == "'self'"


async def test_every_answer_forbids_scripts_and_guessing(page: httpx.AsyncClient, mailbox: Mailbox) -> None:
    mail_id = keep(mailbox, html="<p>Hello</p>")

    for path in ("/", f"/mails/{mail_id}", f"/mails/{mail_id}/html", "/style.css", "/mails/nope"):
        answer = await page.get(path)
        assert directives(answer)["default-src"] == "'none'"
        assert "script-src" not in directives(answer)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cache-Control"] == "no-store"
    assert directives(await page.get("/"))["frame-ancestors"] == "'none'"


@pytest.mark.parametrize(
    "path",
    [
        "/mails/nope",
        "/mails/nope/html",
        "/mails/..%2f..%2fsecrets%2fsecret_key",
        "/mails/%2e%2e/html",
        "/mails/00000000000000000000-00000000",
        "/docs",
        "/openapi.json",
    ],
)
async def test_what_is_not_there_is_not_found(page: httpx.AsyncClient, path: str) -> None:
    assert (await page.get(path)).status_code == 404


async def test_a_mail_without_html_has_no_such_page(page: httpx.AsyncClient, mailbox: Mailbox) -> None:
    assert (await page.get(f"/mails/{keep(mailbox)}/html")).status_code == 404


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "[::1]"])
async def test_another_name_for_this_machine_reads_nothing(
    page: httpx.AsyncClient, mailbox: Mailbox, host: str
) -> None:
    keep(mailbox, Subject="Reset your password")

    answer = await page.get("/", headers={"Host": host})

    assert answer.status_code == 400
    assert "Reset" not in answer.text


async def test_a_mail_that_makes_no_sense_is_shown_all_the_same(
    page: httpx.AsyncClient, mailbox: Mailbox
) -> None:
    mailbox.keep(
        b"From: \xff\x00\nSubject: =?nope?b?####?=\nContent-Type: text/html; charset=zlib\n\n\xff<p>"
    )
    [mail] = mailbox.mails()

    for path in ("/", f"/mails/{mail.id}", f"/mails/{mail.id}/html"):
        assert (await page.get(path)).status_code == 200


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://x.example/a?b=1&c=2.", ["https://x.example/a?b=1&amp;c=2"]),
        ("(http://127.0.0.1:8321/verify#code)", ["http://127.0.0.1:8321/verify#code"]),
        ("https://a.example\nhttps://b.example", ["https://a.example", "https://b.example"]),
        ("javascript:alert(1) data:text/html,x file:///etc/passwd //x.example", []),
    ],
)
def test_links_can_be_clicked(text: str, links: list[str]) -> None:
    expected: Any = [
        f'<a href="{link}" target="_blank" rel="noopener noreferrer">{link}</a>' for link in links
    ]

    linked = with_links(text)

    assert [link for link in expected if link in linked] == expected
    assert linked.count("<a ") == len(links)
    assert linked.striptags().replace(" ", "") == text.replace("\n", "").replace(" ", "")
