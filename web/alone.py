"""The API as a process of its own, for sites where machines report: pages and machines do not wait for each other."""

from collections.abc import Sequence

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.routing import Mount

from store.ledger import Ledger
from web.api.application import application
from web.entrance import sign_in
from web.entrance.gate import Gate
from web.entrance.sockets import Sockets
from web.report import plain
from web.serving import health, logs, metrics
from web.serving.checkpointing import Checkpointing
from web.serving.first_start import tell_first_link
from web.serving.guard import Guard
from web.serving.noting import Noting
from web.serving.office import door_of
from web.serving.standing import STANDING
from web.serving.starting import check_api


def serve(ledger: Ledger, host: str, port: int) -> None:
    """Answers until it is stopped. SystemExit: what must hold before anybody is served does not."""
    logs.install()
    served = server(ledger, check_api(ledger, host))
    metrics.listen_to_steps()
    tell_first_link(door_of(ledger), host, port)
    beside = STANDING, Checkpointing()
    for one in beside:
        one.start(lambda: ledger)
    try:
        uvicorn.run(served, host=host, port=port, log_config=None, access_log=False)
    finally:
        for one in beside:
            one.stop()


def server(ledger: Ledger, hosts: Sequence[str] = ()) -> Starlette:
    """The API and the plain upload page behind the same guard as the pages. hosts: see Guard."""
    sockets = Sockets()
    gate = Middleware(Gate, door=lambda: door_of(ledger), sockets=sockets)
    return Starlette(
        routes=[
            *health.routes(lambda: ledger),
            *sign_in.routes(lambda: door_of(ledger)),
            *plain.routes(lambda: ledger),
            Mount("/api", application(lambda: ledger)),
        ],
        middleware=[Middleware(Noting), Middleware(Guard, hosts=hosts), gate],
        lifespan=lambda app: sockets.watching(door_of(ledger)),
    )
