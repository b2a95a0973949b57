"""What the warehouse answers, whoever asks: over HTTP now, or in the history that is written."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from . import articles
from .articles import Article
from .orders import Order
from .releases import WITHOUT_BOXES

_PAGE = 24

# The carriers' own service is down in these minutes of each hour.
_CARRIERS_DOWN = range(40, 43)

_CARRIERS = {"letter": "post", "tube": "post", "box": "parcel service"}


@dataclass(frozen=True)
class Asked:
    number: int  # of an article or an order; 0 where the operation takes none
    version: str  # of the warehouse
    minute: int  # of the hour


@dataclass(frozen=True)
class Answer:
    status: HTTPStatus
    body: Any
    # What went wrong on the way to it; the operation knew what to do.
    caught: Exception | None = None


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    # Raises what the operation stumbles over.
    answer: Callable[[Asked], Answer]


class AlreadyPickedError(Exception):
    pass


class CarriersDownError(Exception):
    pass


def _health(asked: Asked) -> Answer:
    return _ok({"status": "ok", "version": asked.version})


def _list_articles(_: Asked) -> Answer:
    return _ok([_shown(article) for article in articles.all_articles()[:_PAGE]])


def _get_article(asked: Asked) -> Answer:
    article = articles.article(asked.number)
    return _no_article() if article is None else _ok(_shown(article))


def _stock_level(asked: Asked) -> Answer:
    article = articles.article(asked.number)
    return _no_article() if article is None else _ok({"in_stock": article.in_stock})


def _count_stock(asked: Asked) -> Answer:
    article = articles.article(asked.number)
    return _no_article() if article is None else _ok({"counted": article.in_stock})


def _receive_order(asked: Asked) -> Answer:
    order = Order(asked.number)
    if not order.has_address:
        return _refused(HTTPStatus.UNPROCESSABLE_ENTITY, "no carrier can read this address")
    return Answer(HTTPStatus.CREATED, {"order": order.number, "articles": order.articles})


def _reserve(asked: Asked) -> Answer:
    order = Order(asked.number)
    if not order.can_be_reserved:
        return _refused(HTTPStatus.CONFLICT, "not all of it is in stock")
    return Answer(HTTPStatus.CREATED, {"reserved": order.articles})


def _next_order(asked: Asked) -> Answer:
    return _ok({"minute": asked.minute, "bins": [Article(1 + asked.minute).bin]})


def _pick(asked: Asked) -> Answer:
    try:
        bins = _bins_to_empty(Order(asked.number))
    except AlreadyPickedError as error:
        return _refused(HTTPStatus.CONFLICT, "somebody else has picked this order", caught=error)
    return Answer(HTTPStatus.CREATED, {"bins": bins})


def _bins_to_empty(order: Order) -> list[str]:
    if order.is_picked:
        raise AlreadyPickedError(f"order {order.number} has left its bins")
    return [Article(number).bin for number in order.articles]


def _rates(asked: Asked) -> Answer:
    try:
        return _ok(_asked_of_carriers(asked.minute))
    except CarriersDownError as error:
        return _refused(HTTPStatus.SERVICE_UNAVAILABLE, "the carriers do not answer", caught=error)


def _asked_of_carriers(minute: int) -> dict[str, int]:
    if minute in _CARRIERS_DOWN:
        raise CarriersDownError("no answer after 200 ms")
    return {carrier: 390 + 10 * len(carrier) for carrier in _CARRIERS.values()}


def _label(asked: Asked) -> Answer:
    carriers = dict(_CARRIERS)
    if asked.version == WITHOUT_BOXES:
        del carriers["box"]  # that release lost it in a merge
    return Answer(HTTPStatus.CREATED, {"carrier": carriers[Order(asked.number).parcel]})


def _track(asked: Asked) -> Answer:
    order = Order(asked.number)
    if not order.is_known:
        return _refused(HTTPStatus.NOT_FOUND, "no such order")
    return _ok({"order": order.number, "parcel": order.parcel, "state": "on its way"})


def _inventory(_: Asked) -> Answer:
    return _ok({"pieces": sum(article.in_stock for article in articles.all_articles())})


def _shown(article: Article) -> dict[str, str | int]:
    return {"number": article.number, "packing": article.packing, "bin": article.bin}


def _ok(body: Any) -> Answer:
    return Answer(HTTPStatus.OK, body)


def _no_article() -> Answer:
    return _refused(HTTPStatus.NOT_FOUND, "no such article")


def _refused(status: HTTPStatus, reason: str, *, caught: Exception | None = None) -> Answer:
    return Answer(status, {"error": reason}, caught)


OPERATIONS = {
    "articles.list": Operation("GET", "/articles", _list_articles),
    "articles.get": Operation("GET", "/articles/<int:number>", _get_article),
    "stock.level": Operation("GET", "/stock/<int:number>", _stock_level),
    "stock.count": Operation("PUT", "/stock/<int:number>", _count_stock),
    "orders.receive": Operation("PUT", "/orders/<int:number>", _receive_order),
    "orders.reserve": Operation("POST", "/orders/<int:number>/reservation", _reserve),
    "orders.next": Operation("GET", "/orders/next", _next_order),
    "orders.pick": Operation("POST", "/orders/<int:number>/picks", _pick),
    "shipments.rates": Operation("GET", "/shipments/<int:number>/rates", _rates),
    "shipments.label": Operation("POST", "/shipments/<int:number>/label", _label),
    "shipments.track": Operation("GET", "/shipments/<int:number>", _track),
    "reports.inventory": Operation("GET", "/reports/inventory", _inventory),
    "health": Operation("GET", "/health", _health),
}
