from flask import Flask

from ..scenario.serving import Settings
from . import monitoring, routes


def create_app(settings: Settings) -> Flask:
    """The warehouse; its dashboard's database is open by now."""
    app = Flask(__name__, static_folder=None)
    app.secret_key = settings.session_key
    app.config["VERSION"] = settings.version
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    routes.add_to(app, monitoring.report)
    monitoring.watch(app, token=settings.token, password=settings.password, group_by=routes.calling_client)
    return app
