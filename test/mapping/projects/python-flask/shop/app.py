import logging

import requests
from flask import Flask, abort, jsonify, request

from shop.cart import Cart, EmptyCart
from shop.prices import convert

app = Flask(__name__)
log = logging.getLogger("shop")
log.setLevel(logging.DEBUG)
cart = Cart()


@app.post("/carts/<cart_id>/items")
def add_item(cart_id: str):
    item = request.get_json()["item"]
    log.info("adding %s to %s", item, cart_id)
    cart.add(cart_id, item)
    return jsonify(items=cart.items(cart_id)), 201


@app.get("/carts/<cart_id>/total")
def total(cart_id: str):
    try:
        cents = cart.total(cart_id)
    except EmptyCart:
        log.exception("cart %s has no total", cart_id)
        abort(409)
    rate = requests.get(request.url_root + "rates/" + request.args.get("currency", "EUR"), timeout=5)
    return jsonify(total=convert(cents, rate.json()["rate"]))


class Rates:
    def show(self, currency: str):
        log.warning("rate of %s is old", currency)
        return jsonify(rate={"EUR": 1.0, "USD": 1.1}[currency])


app.add_url_rule("/rates/<currency>", view_func=Rates().show, endpoint="rates")
