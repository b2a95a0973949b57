from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from jinja2 import DictLoader, TemplateNotFound, UndefinedError

from services.mailer import templates
from services.mailer.templates import render as render_module
from services.mailer.templates.render import render


def rendered(**changes: Any) -> EmailMessage:
    defaults: dict[str, Any] = {
        "message_id": "<1@mail.example>",
        "template": "password_changed",
        "recipient": "ada@pydash.invalid",
        "values": {"name": "Ada", "changed_at": "2026-11-21T01:27:13+00:00"},
        "created_at": datetime(2026, 11, 21, 1, 27, 13, tzinfo=UTC),
        "mail_from": "PyDash <pydash@mail.example>",
        "public_url": "https://pydash.example",
    }
    return render(**(defaults | changes))


def sent(message: EmailMessage) -> EmailMessage:
    """The message as its receiver parses it."""
    parsed = message_from_bytes(message.as_bytes(policy=policy.SMTP), policy=policy.default)
    assert isinstance(parsed, EmailMessage)
    return parsed


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_a_mail_says_from_whom_to_whom_and_when() -> None:
    message = sent(rendered())

    assert message["From"] == "PyDash <pydash@mail.example>"
    assert message["To"] == "ada@pydash.invalid"
    assert message["Date"].datetime == datetime(2026, 11, 21, 1, 27, 13, tzinfo=UTC)
    assert message["Auto-Submitted"] == "auto-generated"


def test_the_first_line_of_the_text_is_the_subject_and_not_in_the_body() -> None:
    message = sent(rendered())

    assert message["Subject"] == "Your PyDash password was changed"
    assert "Your PyDash password was changed" not in part(message, "plain")
    assert part(message, "plain").startswith("Hello Ada,")


def test_plain_text_and_html_say_the_same() -> None:
    message = sent(rendered())

    assert message.get_content_type() == "multipart/alternative"
    assert [each.get_content_type() for each in message.iter_parts()] == ["text/plain", "text/html"]
    for kind in ("plain", "html"):
        content = part(message, kind)
        assert "Ada" in content
        assert "2026-11-21T01:27:13+00:00" in content
        assert "https://pydash.example" in content


_VALUES = {
    "name": "Ada",
    "tried_name": "Eve",
    "new_mail": "new@pydash.invalid",
    "code": "_a-code_of-the_mail",
    "expires_at": "2026-11-28T01:27+00:00",
    "changed_at": "2026-11-21T01:27:13+00:00",
    "deleted_at": "2026-11-21T01:27:13+00:00",
}
_LINKS = {"verify_user": "/verify", "change_mail": "/verify", "reset_password": "/reset-password"}


@pytest.mark.parametrize(
    "template",
    [
        "verify_user",
        "already_registered",
        "reset_password",
        "change_mail",
        "mail_changed",
        "account_deleted",
    ],
)
def test_mails_about_accounts_say_where_they_come_from_and_who_is_meant(template: str) -> None:
    message = sent(rendered(template=template, values=_VALUES, public_url="https://pydash.example/"))

    assert message["Subject"]
    for kind in ("plain", "html"):
        assert "Ada" in part(message, kind)
        assert "https://pydash.example" in part(message, kind)
        assert "example//" not in part(message, kind)


@pytest.mark.parametrize(("template", "page"), _LINKS.items())
def test_a_link_carries_the_code_to_a_page(template: str, page: str) -> None:
    message = sent(rendered(template=template, values=_VALUES))
    # Behind the #, which browsers send to no server: no log of a proxy has it.
    link = f"https://pydash.example{page}#_a-code_of-the_mail"

    assert link in part(message, "plain").splitlines()
    assert f'<a href="{link}">' in part(message, "html")
    assert "2026-11-28T01:27+00:00" in part(message, "plain")


@pytest.mark.parametrize("template", ["already_registered", "mail_changed", "account_deleted"])
def test_news_carry_no_code(template: str) -> None:
    message = sent(rendered(template=template, values=_VALUES))

    assert "_a-code_of-the_mail" not in message.as_string()


@pytest.mark.parametrize(("others_ended", "said"), [(True, True), (False, False)])
def test_a_changed_password_says_whether_others_were_signed_out(others_ended: bool, said: bool) -> None:
    message = sent(rendered(values=_VALUES | {"others_ended": others_ended}))

    for kind in ("plain", "html"):
        assert ("other sessions were signed out" in " ".join(part(message, kind).split())) is said


def test_a_value_is_text_in_html_whatever_it_holds() -> None:
    name = """<script>alert("1")</script>'&"""
    message = sent(rendered(values={"name": name, "changed_at": "now"}))

    assert "<script>" not in part(message, "html")
    assert "&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt;&#39;&amp;" in part(message, "html")
    assert name in part(message, "plain")


def test_a_value_is_no_template() -> None:
    message = sent(rendered(values={"name": "{{ 7 * 7 }}{% raw %}", "changed_at": "now"}))

    assert "{{ 7 * 7 }}{% raw %}" in part(message, "plain")


def test_letters_of_any_script_arrive() -> None:
    message = sent(rendered(values={"name": "Zoë Ångström 東京 😀", "changed_at": "now"}))

    assert "Zoë Ångström 東京 😀" in part(message, "plain")
    assert "Zoë Ångström 東京 😀" in part(message, "html")


def test_a_mail_carries_the_message_id_it_was_given() -> None:
    assert sent(rendered())["Message-ID"] == "<1@mail.example>"


@pytest.mark.parametrize(
    "recipient",
    [
        "ada@pydash.invalid\nBcc: eve@pydash.invalid",
        "ada@pydash.invalid\r\nSubject: Win",
    ],
)
def test_a_recipient_cannot_bring_headers(recipient: str) -> None:
    with pytest.raises(ValueError, match="linefeed"):
        rendered(recipient=recipient)


@pytest.mark.parametrize(
    "recipient",
    [
        "ada@pydash.invalid, eve@pydash.invalid",
        "Ada <ada@pydash.invalid>",
        "ada@pydash.invalid (comment)",
        "ada@pydash.invalid> SIZE=1",
        "ada eve@pydash.invalid",
        "ada",
        "",
    ],
)
def test_a_recipient_is_one_bare_address(recipient: str) -> None:
    with pytest.raises(ValueError, match="recipient"):
        rendered(recipient=recipient)


@pytest.mark.parametrize("recipient", ["ada@pydash.invalid", "jörg@münchen.example", '"a b"@pydash.invalid'])
def test_addresses_may_be_of_any_script(recipient: str) -> None:
    assert rendered(recipient=recipient)["To"] == recipient


@pytest.mark.parametrize("break_", ["\r", "\x0b", "\x85", "\u2028"])
def test_a_value_in_the_subject_cannot_bring_headers(break_: str, monkeypatch: pytest.MonkeyPatch) -> None:
    loader = DictLoader({"shared.txt": "{{ name }} was shared\nHello", "shared.html": "Hello"})
    monkeypatch.setattr(render_module._environment, "loader", loader)

    message = sent(rendered(template="shared", values={"name": f"Shop{break_}Bcc: eve@pydash.invalid"}))

    assert message["Subject"] == "Shop Bcc: eve@pydash.invalid was shared"
    assert message["Bcc"] is None


def test_a_name_cannot_bring_headers_or_lines_before_the_greeting() -> None:
    message = sent(rendered(values={"name": "Ada\r\nBcc: eve@pydash.invalid", "changed_at": "now"}))

    assert message["Bcc"] is None
    assert message["To"] == "ada@pydash.invalid"
    assert part(message, "plain").startswith("Hello Ada")


@pytest.mark.parametrize("values", [{}, {"name": "Ada"}, {"changed_at": "now"}])
def test_a_value_that_is_missing_is_an_error_and_not_a_gap(values: dict[str, str]) -> None:
    with pytest.raises(UndefinedError):
        rendered(values=values)


@pytest.mark.parametrize("template", ["absent", "../outbox/service", "/etc/passwd", ""])
def test_a_template_that_is_missing_is_an_error(template: str) -> None:
    with pytest.raises(TemplateNotFound):
        rendered(template=template)


def test_every_template_has_a_text_and_an_html_form() -> None:
    folder = Path(templates.__path__[0])
    texts, htmls = ({file.stem for file in folder.glob(f"*.{kind}")} for kind in ("txt", "html"))

    assert texts == htmls != set()
