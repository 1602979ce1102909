"""Files handed out: made when they are asked for, and only to the visit whose page offered them.

Streamlit's own media files answer whoever knows their address; these ask the access table and know whose they are.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from secrets import token_urlsafe
from threading import Lock
from urllib.parse import quote

import streamlit as st
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from views.pieces import render
from web.entrance import refusing
from web.frame.page import Frame

MOST_OFFERED = 5000
NO_STORE = {"cache-control": "no-store"}


@dataclass(frozen=True, slots=True)
class Offer:
    """A file that may be fetched by one visit."""

    visit: str
    make: Callable[[], bytes]
    name: str
    media_type: str


class Hatch:
    """What is offered now, by the name in its address; the longest unasked-for goes first."""

    def __init__(self, most: int = MOST_OFFERED) -> None:
        self._offers: OrderedDict[str, Offer] = OrderedDict()
        self._most, self._lock = most, Lock()

    def put(self, name: str, offer: Offer) -> None:
        """Offer a file, in place of what the same button offered before."""
        with self._lock:
            self._offers[name] = offer
            self._offers.move_to_end(name)
            while len(self._offers) > self._most:
                self._offers.popitem(last=False)

    def is_anothers(self, name: str) -> bool:
        """Whether a file that is not to be had was offered to somebody."""
        with self._lock:
            return name in self._offers

    def get(self, name: str, visit: str) -> Offer | None:
        """The file offered to that visit under that name."""
        with self._lock:
            offer = self._offers.get(name)
        return offer if offer and offer.visit == visit else None


_hatch = Hatch()


def hand_out(
    page: Frame, label: str, make: Callable[[], bytes], name: str, media_type: str, key: str
) -> None:
    """A button by which a file is fetched, for who may take it; `make` runs when it is pressed."""
    if not page.may("file.take"):
        return
    names = st.session_state.setdefault("handed_out", {})
    address = names.setdefault((page.page, key), token_urlsafe(24))
    _hatch.put(address, Offer(page.visitor.visit, make, name, media_type))
    shown = render("take.html", page.lang, address=f"/taken-out/{address}", label=label, name=name)
    with st.container(key=f"take_{key}", width="content"):
        st.html(shown, width="content")


async def _fetch(request: Request) -> Response:
    offer = _hatch.get(request.path_params["name"], request.scope["identity"].visit)
    if offer is None:
        if _hatch.is_anothers(request.path_params["name"]):
            refusing.note_anothers(request, "file.take")
        return PlainTextResponse("", 404, headers=NO_STORE)
    made = await run_in_threadpool(offer.make)
    disposition = f"attachment; filename*=UTF-8''{quote(offer.name)}"
    return Response(
        made, media_type=offer.media_type, headers=NO_STORE | {"content-disposition": disposition}
    )


ROUTE = Route("/taken-out/{name}", _fetch)
