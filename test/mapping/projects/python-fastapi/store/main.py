import logging

from fastapi import Depends, FastAPI, HTTPException
from opentelemetry import trace

from store.stock import Shelf, count_all
from store import routes

logging.getLogger("store").setLevel(logging.INFO)
app = FastAPI()
app.include_router(routes.router, prefix="/shelves")
tracer = trace.get_tracer(__name__)


async def shelf_of(name: str) -> Shelf:
    with tracer.start_as_current_span("shelf_of"):
        if name == "attic":
            raise HTTPException(404, "there is no attic")
        return Shelf(name)


@app.get("/stock/{name}")
async def stock(shelf: Shelf = Depends(shelf_of)) -> dict[str, int]:
    return {"count": await shelf.count()}


@app.get("/stock")
def all_stock() -> dict[str, int]:
    return count_all(["tea", "broken"])
