from collections import defaultdict

from opentelemetry import trace

from shop.prices import price_of

tracer = trace.get_tracer("shop.cart")


class EmptyCart(Exception):
    pass


class Cart:
    def __init__(self) -> None:
        self._carts: dict[str, list[str]] = defaultdict(list)

    @tracer.start_as_current_span("Cart.add")
    def add(self, cart_id: str, item: str) -> None:
        price_of(item)
        self._carts[cart_id].append(item)

    def items(self, cart_id: str) -> list[str]:
        return list(self._carts[cart_id])

    def total(self, cart_id: str) -> int:
        with tracer.start_as_current_span("Cart.total") as span:
            items = self.items(cart_id)
            span.set_attribute("cart.items", len(items))
            if not items:
                raise EmptyCart(cart_id)
            return sum(price_of(item) for item in items)
