"""``python -m services.api``."""

from services.api.main import create_app
from services.api.settings import ApiSettings
from shared.process.serve import serve

if __name__ == "__main__":
    serve("api", ApiSettings, create_app)
