"""Mail over SMTP."""

from dataclasses import dataclass
from email.message import EmailMessage

import aiosmtplib

from services.mailer.settings import MailerSettings
from services.mailer.transport.transport import MailRefusedError

_TIMEOUT_SECONDS = 30.0
_PERMANENT_FROM = 500


@dataclass(frozen=True)
class SmtpTransport:
    host: str
    settings: MailerSettings

    async def send(self, message: EmailMessage) -> None:
        settings = self.settings
        password = settings.smtp_password
        try:
            await aiosmtplib.send(
                message,
                hostname=self.host,
                port=settings.smtp_port,
                username=settings.smtp_username,
                password=password.get_secret_value() if password else None,
                use_tls=settings.smtp_security == "tls",
                # True insists on it: a server that does not offer it must not get the mail in the clear.
                start_tls=settings.smtp_security == "starttls",
                timeout=_TIMEOUT_SECONDS,
            )
        except aiosmtplib.SMTPRecipientsRefused as error:
            permanent = all(refusal.code >= _PERMANENT_FROM for refusal in error.recipients)
            raise MailRefusedError("the server refused the recipient", permanent=permanent) from None
        except aiosmtplib.SMTPResponseException as error:
            # A refused sign-in is our configuration's fault, not the mail's: it can be mended.
            permanent = error.code >= _PERMANENT_FROM and not isinstance(
                error, aiosmtplib.SMTPAuthenticationError
            )
            raise MailRefusedError(f"{error.code} {error.message}"[:300], permanent=permanent) from None
        except (aiosmtplib.SMTPException, OSError) as error:
            raise MailRefusedError(f"{type(error).__name__}: {error}"[:300], permanent=False) from None
