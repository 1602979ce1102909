"""The API as a process of its own, for sites where machines report: pages and machines do not wait for each other."""

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount

from store.ledger import Ledger
from web import health, plain, sign_in
from web.api.application import application
from web.gate import Gate
from web.guard import Guard, check_address
from web.office import door_of
from web.sockets import Sockets


def serve(ledger: Ledger, host: str, port: int) -> None:
    """Answers until it is stopped. SystemExit: told to listen beyond this machine."""
    check_address(host)
    uvicorn.run(server(ledger), host=host, port=port, log_level="warning")


def server(ledger: Ledger) -> Starlette:
    """The API and the plain upload page behind the same guard as the pages."""
    routes = [health.ROUTE, *sign_in.routes(lambda: door_of(ledger)), *plain.routes(lambda: ledger)]
    sockets = Sockets()
    gate = Middleware(Gate, door=lambda: door_of(ledger), sockets=sockets)
    return Starlette(
        routes=[*routes, Mount("/api", application(lambda: ledger))], middleware=[Middleware(Guard), gate],
        lifespan=lambda app: sockets.watching(door_of(ledger)),
    )  # fmt: skip
