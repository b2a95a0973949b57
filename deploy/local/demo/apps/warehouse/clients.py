"""Which services and scanners call the warehouse.

Addresses are of the ranges kept for documentation (RFC 5737 and RFC 3849): nobody's.
"""

from dataclasses import dataclass

PROBE = "uptime-probe"
PROBE_ADDRESS = "198.51.100.2"


@dataclass(frozen=True)
class Client:
    name: str
    addresses: tuple[str, ...]


WEB_SHOP = Client("web-shop", tuple(f"198.51.100.{host}" for host in range(20, 24)))
MOBILE_APP = Client("mobile-app", ("198.51.100.40", "198.51.100.41"))
SERVICE_DESK = Client("service-desk", tuple(f"2001:db8:de5c::{host:x}" for host in range(1, 9)))
PLANNER = Client("planner", ("198.51.100.60",))
SCANNERS = tuple(Client(f"scanner-{number:02d}", (f"2001:db8:5ca::{number:x}",)) for number in range(1, 25))
