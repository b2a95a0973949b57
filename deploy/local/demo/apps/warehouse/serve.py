"""Serves the warehouse on 127.0.0.1 until it is told to stop."""

from ..scenario.serving import serve
from .app import create_app
from .scenario import WAREHOUSE
from .tables import Fmd51Tables

if __name__ == "__main__":
    serve(WAREHOUSE, Fmd51Tables(), create_app)
