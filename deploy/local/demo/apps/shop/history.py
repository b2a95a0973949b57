"""Writes the shop's past calls into FMD's own database."""

from ..scenario import history
from .scenario import SHOP
from .tables import Fmd113Tables

if __name__ == "__main__":
    history.main(history.History(SHOP, Fmd113Tables()))
