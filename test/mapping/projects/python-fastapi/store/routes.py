import logging

from fastapi import APIRouter

log = logging.getLogger(__name__)
router = APIRouter()


@router.post("/{name}", status_code=201)
async def create(name: str) -> dict[str, str]:
    log.info("new shelf %s", name)

    def note(text: str) -> None:
        log.warning("note: %s", text)

    note(f"{name} is empty")
    return {"name": name}
