"""``python -m services.fetcher``."""

from services.fetcher.main import create_app
from services.fetcher.settings import FetcherSettings
from shared.process.serve import serve

if __name__ == "__main__":
    serve("fetcher", FetcherSettings, create_app)
