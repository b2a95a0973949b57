"""Serves the shop on 127.0.0.1 until it is told to stop."""

from ..scenario.serving import serve
from .app import create_app
from .scenario import SHOP
from .tables import Fmd113Tables

if __name__ == "__main__":
    serve(SHOP, Fmd113Tables(), create_app)
