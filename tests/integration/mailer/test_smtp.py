"""What is said to mail servers, and what is made of their answers: TLS, sign-in, refusals, unicode."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from deploy.local.ports import LOOPBACK
from services.mailer.transport.smtp import SmtpTransport
from services.mailer.transport.transport import MailRefusedError
from tests.integration.mailer.conftest import mailer_settings
from tests.integration.mailer.sink import Sink, serving


def transport(port: int, **changes: Any) -> SmtpTransport:
    settings = mailer_settings("postgresql://unused", "redis://unused", smtp_port=port, **changes)
    return SmtpTransport(LOOPBACK, settings)


def message(recipient: str = "alice@pydash.example") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = "PyDash <pydash@pydash.example>", recipient, "Hello"
    made["Message-ID"] = "<1@pydash.example>"
    made.set_content("Grüße\n")
    return made


async def refusal(port: int, recipient: str = "alice@pydash.example", **changes: Any) -> MailRefusedError:
    with pytest.raises(MailRefusedError) as raised:
        await transport(port, **changes).send(message(recipient))
    return raised.value


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Certificate and key of a server at 127.0.0.1 that vouches for itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail server of the tests")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(LOOPBACK))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    file.write_bytes(
        made.public_bytes(serialization.Encoding.PEM)
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return file


@pytest.fixture
def server_tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture
def trusted(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As a company's own authority is made known to PyDash."""
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


@pytest.fixture
def starttls_port(sink: Sink, server_tls: ssl.SSLContext) -> Iterator[int]:
    with serving(sink, tls_context=server_tls, require_starttls=True) as port:
        yield port


@pytest.fixture
def tls_port(sink: Sink, server_tls: ssl.SSLContext) -> Iterator[int]:
    with serving(sink, ssl_context=server_tls) as port:
        yield port


@pytest.mark.usefixtures("trusted")
async def test_mail_goes_over_starttls(sink: Sink, starttls_port: int) -> None:
    await transport(starttls_port, smtp_security="starttls").send(message())

    assert [mail["To"] for mail in sink.taken] == ["alice@pydash.example"]


@pytest.mark.usefixtures("trusted")
async def test_mail_goes_over_tls(sink: Sink, tls_port: int) -> None:
    await transport(tls_port, smtp_security="tls").send(message())

    assert len(sink.taken) == 1


async def test_a_server_that_nobody_vouches_for_gets_no_mail(
    sink: Sink, starttls_port: int, tls_port: int
) -> None:
    for port, security in ((starttls_port, "starttls"), (tls_port, "tls")):
        refused = await refusal(port, smtp_security=security)
        assert not refused.permanent
        assert "certificate" in str(refused).lower()
    assert sink.taken == []


@pytest.mark.usefixtures("trusted")
async def test_a_certificate_for_another_name_is_none(sink: Sink, starttls_port: int) -> None:
    settings = transport(starttls_port, smtp_security="starttls").settings
    with pytest.raises(MailRefusedError, match="certificate"):
        await SmtpTransport("localhost", settings).send(message())
    assert sink.taken == []


async def test_without_tls_nothing_goes_to_a_server_that_has_none(sink: Sink, smtp_port: int) -> None:
    for security in ("starttls", "tls"):
        refused = await refusal(smtp_port, smtp_security=security, smtp_timeout=timedelta(seconds=1))
        assert not refused.permanent
    assert sink.taken == []


@pytest.mark.usefixtures("trusted")
async def test_a_wrong_password_is_not_the_mails_fault(sink: Sink, server_tls: ssl.SSLContext) -> None:
    def knows(_server: Any, _session: Any, _envelope: Any, _mechanism: str, given: Any) -> AuthResult:
        right = isinstance(given, LoginPassword) and given == LoginPassword(b"pydash", b"right")
        return AuthResult(success=right, handled=False)

    how = {"tls_context": server_tls, "require_starttls": True, "auth_required": True}
    secure = {"smtp_security": "starttls", "smtp_username": "pydash"}
    with serving(sink, authenticator=knows, **how) as port:
        await transport(port, **secure, smtp_password="right").send(message())
        wrong = await refusal(port, **secure, smtp_password="wrong")
        missing = await refusal(port, smtp_security="starttls")

    assert len(sink.taken) == 1
    assert (wrong.permanent, missing.permanent) == (False, False)
    assert (str(wrong)[:3], str(missing)[:3]) == ("535", "530")


@pytest.mark.parametrize(
    ("answer", "permanent"),
    [
        ("550 no such user", True),
        ("501 no address", True),
        ("552 mailbox full", True),
        ("530 sign in first", False),
        ("450 busy", False),
        ("421 shutting down", False),
    ],
)
async def test_what_is_said_of_a_recipient(sink: Sink, smtp_port: int, answer: str, permanent: bool) -> None:
    sink.refused_recipients["alice@pydash.example"] = answer
    refused = await refusal(smtp_port)
    assert refused.permanent == permanent
    assert str(refused) == answer


@pytest.mark.parametrize(
    ("answer", "permanent"), [("554 spam", True), ("451 later", False), ("452 full", False)]
)
async def test_what_is_said_of_a_mail(sink: Sink, smtp_port: int, answer: str, permanent: bool) -> None:
    sink.answer = answer
    assert (await refusal(smtp_port)).permanent == permanent


@pytest.mark.parametrize(
    ("answer", "permanent"), [("550 not from here", False), ("552 too large", True), ("451 later", False)]
)
async def test_what_is_said_of_us_can_be_mended(
    sink: Sink, smtp_port: int, answer: str, permanent: bool
) -> None:
    sink.sender_answer = answer
    assert (await refusal(smtp_port)).permanent == permanent


async def test_an_address_in_any_script_is_carried_where_the_server_can(sink: Sink, smtp_port: int) -> None:
    await transport(smtp_port).send(message("jörg@münchen.example"))

    [mail] = sink.taken
    assert mail.as_bytes(unixfrom=False).decode("utf-8", "replace").count("jörg@münchen.example") == 1


async def test_an_address_that_the_server_cannot_carry_fails_for_good_and_says_why(sink: Sink) -> None:
    with serving(sink, enable_SMTPUTF8=False) as port:
        refused = await refusal(port, "jörg@münchen.example")

    assert refused.permanent
    assert "SMTPUTF8" in str(refused)


async def test_a_mail_that_was_taken_is_taken_however_the_goodbye_goes(sink: Sink, smtp_port: int) -> None:
    sink.hangs_at_goodbye = True

    await transport(smtp_port).send(message())

    assert len(sink.taken) == 1
