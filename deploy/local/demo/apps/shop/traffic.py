"""Visits the running shop over HTTP, until it is told to stop."""

from datetime import datetime
from random import Random

from ..scenario import traffic
from ..scenario.plan import Visit
from ..scenario.traffic import Asked
from . import goods
from .scenario import SHOP

# How each endpoint is asked for.
_REQUESTS = {
    "home": Asked("GET", "/"),
    "catalogue": Asked("GET", "/catalogue/{item.kind}"),
    "search": Asked("GET", "/search?q={item.name}"),
    "product": Asked("GET", "/product/{item.number}"),
    "recommendations": Asked("GET", "/recommendations?item={item.number}"),
    "cart.add": Asked("POST", "/cart/add", {"item": "{item.number}"}),
    "cart.view": Asked("GET", "/cart"),
    "checkout": Asked("POST", "/checkout"),
    "payment.webhook": Asked("POST", "/payment/webhook", {"order": "{order}"}),
    "order_status": Asked("GET", "/orders/{order}"),
    "login": Asked("POST", "/login", {"name": "{user}"}),
    "account": Asked("GET", "/account"),
    "health": Asked("GET", "/health"),
}


class ShopVisitor:
    def __init__(self, start: datetime) -> None:
        # Until this session makes an order, it asks for one of the last days.
        self._order = int(start.timestamp()) - Random(start.timestamp()).randrange(400_000)

    def ask(self, visit: Visit) -> Asked:
        request = _REQUESTS[visit.endpoint]
        known = {"item": goods.ITEMS[visit.number - 1], "user": visit.user, "order": self._order}
        form = {name: value.format(**known) for name, value in request.form.items()}
        return Asked(request.method, request.path.format(**known), form)

    def heard(self, location: str) -> None:
        _, _, number = location.rpartition("/orders/")
        if number.isdecimal():
            self._order = int(number)


if __name__ == "__main__":
    traffic.main(SHOP, ShopVisitor)
