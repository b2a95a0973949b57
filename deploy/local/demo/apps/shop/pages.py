"""The pages of the shop.

A page that is not there is an answer with status 404, never an abort: FMD 1.13 runs a view that raises a
second time and does not record it.
"""

import random
import re
import time
from collections.abc import Callable
from functools import wraps

from flask import Flask, current_app, jsonify, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue as Answer

from . import goods
from .scenario import TIMING
from .visitors import GUEST

_USER_NAME = re.compile(r"[a-z][a-z0-9.-]{0,30}")
_CART_ITEMS_MAX = 20
_rng = random.Random()


def add_to(app: Flask) -> None:
    for endpoint, rule, methods, view in (
        ("home", "/", ["GET"], home),
        ("catalogue", "/catalogue/<kind>", ["GET"], catalogue),
        ("search", "/search", ["GET"], search),
        ("product", "/product/<int:number>", ["GET"], product),
        ("recommendations", "/recommendations", ["GET"], recommendations),
        ("cart.add", "/cart/add", ["POST"], add_to_cart),
        ("cart.view", "/cart", ["GET"], cart),
        ("checkout", "/checkout", ["POST"], checkout),
        ("payment.webhook", "/payment/webhook", ["POST"], payment_webhook),
        ("order_status", "/orders/<int:number>", ["GET"], order_status),
        ("login", "/login", ["GET", "POST"], login),
        ("account", "/account", ["GET"], account),
        ("health", "/health", ["GET"], health),
    ):
        app.add_url_rule(rule, endpoint, _taking_its_time(view), methods=methods)


def current_user() -> str:
    return str(session.get("user", GUEST))


def _taking_its_time(view: Callable[..., Answer]) -> Callable[..., Answer]:
    @wraps(view)
    def slow_view(**arguments: object) -> Answer:
        minute = time.gmtime().tm_min
        time.sleep(TIMING.draw_ms(_rng, request.endpoint, current_app.config["VERSION"], minute) / 1000)
        return view(**arguments)

    return slow_view


def home() -> Answer:
    return render_template("shelf.html", title="Tea, and what it takes", items=goods.ITEMS[::4])


def catalogue(kind: str) -> Answer:
    items = goods.of_kind(kind)
    if not items:
        return _not_found(f"We have no shelf for {kind}.")
    return render_template("shelf.html", title=kind.capitalize(), items=items)


def search() -> Answer:
    words = request.args.get("q", "")
    return render_template("shelf.html", title=f"Search: {words}", items=goods.matching(words))


def product(number: int) -> Answer:
    item = goods.item(number)
    return render_template("product.html", item=item) if item else _not_found("We do not sell that.")


def recommendations() -> Answer:
    seen = request.args.get("item", type=int)
    others = [item for item in goods.ITEMS if item.number != seen]
    return jsonify([{"number": item.number, "name": item.name} for item in _rng.sample(others, 3)])


def add_to_cart() -> Answer:
    item = goods.item(request.form.get("item", 0, type=int))
    if item is None:
        return _not_found("We do not sell that.")
    session["cart"] = [*session.get("cart", []), item.number][-_CART_ITEMS_MAX:]
    return redirect(url_for("cart.view"))


def cart() -> Answer:
    items = [goods.ITEMS[number - 1] for number in session.get("cart", [])]
    total = f"€ {sum(item.price_cents for item in items) / 100:.2f}"
    return render_template("cart.html", items=items, total=total)


def checkout() -> Answer:
    if not session.pop("cart", []):
        return redirect(url_for("cart.view"))
    # The moment is the number, so the shop need not remember its orders.
    return redirect(url_for("order_status", number=int(time.time())))


def payment_webhook() -> Answer:
    if request.form.get("order", type=int) is None:
        return jsonify(error="the order is missing"), 400
    return "", 204


def order_status(number: int) -> Answer:
    age_seconds = time.time() - number
    if age_seconds < 0:
        return _not_found("We know no such order.")
    steps = {10: "waiting for the payment", 3_600: "being packed", 172_800: "on its way"}
    status = next((step for limit, step in steps.items() if age_seconds < limit), "delivered")
    return render_template("order.html", number=number, status=status)


def login() -> Answer:
    name = request.form.get("name", "")
    if request.method == "GET" or not _USER_NAME.fullmatch(name):
        return render_template("login.html")
    session["user"] = name
    return redirect(url_for("account"))


def account() -> Answer:
    if current_user() == GUEST:
        return redirect(url_for("login"))
    return render_template("account.html", name=current_user())


def health() -> Answer:
    return jsonify(status="ok", version=current_app.config["VERSION"])


def _not_found(message: str) -> Answer:
    return render_template("shelf.html", title=message, items=[]), 404
