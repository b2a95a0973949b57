"""``python -m services.mailer``."""

from services.mailer.main import create_app
from services.mailer.settings import MailerSettings
from shared.process.serve import serve

if __name__ == "__main__":
    serve("mailer", MailerSettings, create_app)
