import logging

from opentelemetry import trace
from opentelemetry.trace import Status, StatusCode

tracer = trace.get_tracer("shop.prices")
log = logging.getLogger(__name__)

PRICES = {"tea": 450, "cup": 1200}


def price_of(item: str) -> int:
    span = tracer.start_span("price_of", attributes={"item": item})
    try:
        return PRICES[item]
    except KeyError as error:
        span.record_exception(error)
        span.set_status(Status(StatusCode.ERROR))
        raise ValueError(f"no price for {item}") from error
    finally:
        span.end()


def convert(cents: int, rate: float) -> float:
    convert_one = lambda amount: log.debug("convert %d", amount) or round(amount * rate) / 100
    return convert_one(cents)
