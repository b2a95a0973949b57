from dataclasses import dataclass

from flask import Flask

from . import monitoring, pages


@dataclass(frozen=True)
class Settings:
    version: str
    token: str
    password: str
    session_key: str


def create_app(settings: Settings) -> Flask:
    """The shop; its database was opened with `monitoring.open_database`."""
    app = Flask(__name__, static_folder=None)
    app.secret_key = settings.session_key
    app.config["VERSION"] = settings.version
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    pages.add_to(app)
    monitoring.watch(app, token=settings.token, password=settings.password, group_by=pages.current_user)
    return app
