"""Mail over SMTP."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from email.message import EmailMessage

import aiosmtplib

from services.mailer.settings import MailerSettings
from services.mailer.transport.transport import MailRefusedError

_PERMANENT_FROM = 500
# Wrong order, or sign-in wanted, too weak or wrong: our configuration's fault, which can be mended.
_OURS = frozenset({503, 530, 534, 535, 538})
_TOO_LARGE = 552
_GOODBYE_SECONDS = 1.0


@dataclass(frozen=True)
class SmtpTransport:
    host: str
    settings: MailerSettings

    async def send(self, message: EmailMessage) -> None:
        client = self._client()
        try:
            # Of the whole: a server that answers each command just in time would have a mail for minutes.
            async with asyncio.timeout(self.settings.smtp_timeout.total_seconds()):
                await _connect(client)
                await client.send_message(message)
            await _say_goodbye(client)
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            raise _refusal(error) from None
        finally:
            client.close()

    def _client(self) -> aiosmtplib.SMTP:
        settings = self.settings
        username = settings.smtp_username or None
        password = settings.smtp_password.get_secret_value() if settings.smtp_password else None
        return aiosmtplib.SMTP(
            hostname=self.host,
            port=settings.smtp_port,
            username=username,
            password=password if username else None,
            use_tls=settings.smtp_security == "tls",
            # True insists on it: a server that does not offer it must not get the mail in the clear.
            start_tls=settings.smtp_security == "starttls",
            validate_certs=True,
            timeout=settings.smtp_timeout.total_seconds(),
            # Else the machine's name is looked up, which may take long where DNS does.
            local_hostname=settings.mail_domain,
        )


async def _connect(client: aiosmtplib.SMTP) -> None:
    """What fails before the mail is told of is not its fault, a name that cannot be looked up included."""
    try:
        await client.connect()
    except ValueError as error:
        raise aiosmtplib.SMTPConnectError(str(error)) from None


async def _say_goodbye(client: aiosmtplib.SMTP) -> None:
    """The server has the mail: whatever happens now must not make it look refused."""
    with suppress(aiosmtplib.SMTPException, OSError):
        await client.quit(timeout=_GOODBYE_SECONDS)


def _refusal(error: Exception) -> MailRefusedError:
    """Permanent is what the server says of this mail or its recipient; what it says of us may be mended."""
    match error:
        case aiosmtplib.SMTPRecipientsRefused(recipients=[refused, *_]):
            reason, permanent = _said(refused), _is_final(refused.code)
        case aiosmtplib.SMTPDataError():
            reason, permanent = _said(error), _is_final(error.code)
        case aiosmtplib.SMTPResponseException():
            reason, permanent = _said(error), error.code == _TOO_LARGE
        case aiosmtplib.SMTPNotSupported():
            reason, permanent = "the address is not all ASCII, and the server lacks SMTPUTF8", True
        case TimeoutError():
            reason, permanent = f"the server took too long {error}".strip(), False
        case OSError() | aiosmtplib.SMTPException():
            reason, permanent = f"{type(error).__name__}: {error}", False
        case _:
            reason, permanent = f"the mail cannot be put in SMTP's words: {error}", True
    return MailRefusedError(reason, permanent=permanent)


def _is_final(code: int) -> bool:
    return code >= _PERMANENT_FROM and code not in _OURS


def _said(answer: aiosmtplib.SMTPResponseException) -> str:
    return f"{answer.code} {answer.message}"
