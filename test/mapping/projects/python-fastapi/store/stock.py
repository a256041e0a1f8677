import asyncio
import logging
from dataclasses import dataclass

from opentelemetry import trace

tracer = trace.get_tracer(__name__)
log = logging.getLogger(__name__)


class Broken(RuntimeError):
    pass


@dataclass
class Shelf:
    name: str

    @tracer.start_as_current_span("Shelf.count")
    async def count(self) -> int:
        async with asyncio.timeout(1):
            await asyncio.sleep(0)
            return self._read()

    def _read(self) -> int:
        if self.name == "broken":
            raise Broken(f"shelf {self.name} is broken")
        log.info("read %s", self.name, stacklevel=1)
        return len(self.name)


def count_all(names: list[str]) -> dict[str, int]:
    with tracer.start_as_current_span("count_all"):
        return {name: Shelf(name)._read() for name in names}
