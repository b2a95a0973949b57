"""Calls the running warehouse over HTTP, until it is told to stop."""

from datetime import datetime

from ..scenario import traffic
from ..scenario.plan import Visit
from ..scenario.traffic import Asked
from .clients import PLANNER
from .operations import OPERATIONS
from .scenario import WAREHOUSE

# An order that somebody else has picked: what the shift leader tries ends with a conflict, which FMD keeps.
_PICKED = 100_019


class WarehouseVisitor:
    def __init__(self, _start: datetime) -> None: ...

    def ask(self, visit: Visit) -> Asked:
        operation = OPERATIONS[visit.endpoint]
        path = operation.path.replace("<int:number>", str(visit.number))
        return Asked(operation.method, path, headers={"X-Client": visit.user})

    def heard(self, location: str) -> None:
        """The plan says all the numbers."""


def opening_round() -> tuple[Visit, ...]:
    """The shift leader tries everything that FMD looks at closely, so that it has something to show at once."""
    tried = [(name, 100_001) for name in ("orders.next", "shipments.rates", "shipments.label")] * 8
    return tuple(
        Visit(0.5, name, number, PLANNER.name, PLANNER.addresses[0])
        for name, number in (*tried, ("orders.pick", _PICKED))
    )


if __name__ == "__main__":
    traffic.main(WAREHOUSE, WarehouseVisitor, opening_round())
