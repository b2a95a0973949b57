"""Calls the running warehouse over HTTP, until it is told to stop."""

from datetime import datetime

from ..scenario import traffic
from ..scenario.plan import Visit
from ..scenario.traffic import Asked
from .operations import OPERATIONS
from .scenario import WAREHOUSE
from .walk import opening_round


class WarehouseVisitor:
    def __init__(self, _start: datetime) -> None: ...

    def ask(self, visit: Visit) -> Asked:
        operation = OPERATIONS[visit.endpoint]
        path = operation.path.replace("<int:number>", str(visit.number))
        return Asked(operation.method, path, headers={"X-Client": visit.user})

    def heard(self, location: str) -> None:
        """The plan says all the numbers."""


if __name__ == "__main__":
    traffic.main(WAREHOUSE, WarehouseVisitor, opening_round())
