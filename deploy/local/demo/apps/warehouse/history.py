"""Writes the warehouse's past calls into FMD's own database."""

from ..scenario import history
from .scenario import WAREHOUSE
from .tables import Fmd51Tables

if __name__ == "__main__":
    history.main(history.History(WAREHOUSE, Fmd51Tables()))
