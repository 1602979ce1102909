"""Map layers by address: named by their content, packed once, kept by the browser for good."""

from __future__ import annotations

import gzip
from collections import OrderedDict
from hashlib import sha256
from threading import Lock

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from access.identity import Identity, Scope
from web.entrance import refusing
from web.known.own import sees_all

LIMIT_BYTES = 64 * 1024 * 1024


class Shelf:
    """Packed layers, the least used dropped first once `limit_bytes` are exceeded."""

    def __init__(self, limit_bytes: int = LIMIT_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self._packed: OrderedDict[str, bytes] = OrderedDict()
        self._owners: dict[str, set[Scope]] = {}
        self._bytes = 0
        self._lock = Lock()

    def put(self, raw: bytes, owner: Scope | None = None) -> str:
        """Keep a layer; returns its name. owner: the forms and units whose rows it draws, none where it is everybody's."""
        name = sha256(raw).hexdigest()[:32]
        with self._lock:
            self._owners.setdefault(name, set()).update([owner] if owner else [])
        if self.get(name) is None:
            self._keep(name, gzip.compress(raw, 6, mtime=0))
        return name

    def is_for(self, name: str, identity: Identity) -> bool:
        """Whether somebody may have it: a layer whose rows lie in what is his, or that is everybody's."""
        with self._lock:
            owners = self._owners.get(name, set())
        mine = identity.scope
        return (
            not owners
            or sees_all(identity, "layer.read")
            or any(all(mine.holds(f, d) for f in owner.feeds for d in owner.districts) for owner in owners)
        )

    def get(self, name: str) -> bytes | None:
        """The packed layer, or None when it was never put or has been dropped."""
        with self._lock:
            if name in self._packed:
                self._packed.move_to_end(name)
            return self._packed.get(name)

    def _keep(self, name: str, packed: bytes) -> None:
        with self._lock:
            if name not in self._packed:
                self._packed[name] = packed
                self._bytes += len(packed)
            while self._bytes > self._limit_bytes and len(self._packed) > 1:
                dropped, packed = self._packed.popitem(last=False)
                self._bytes -= len(packed)
                self._owners.pop(dropped, None)


_shelf = Shelf()


def publish(raw: bytes, owner: Scope | None = None) -> str:
    """Keep a layer for the browsers; returns the address it is served at. owner: as for Shelf.put."""
    return f"/api/layers/{_shelf.put(raw, owner)}.json"


async def _serve(request: Request) -> Response:
    name = request.path_params["name"]
    packed, is_his = _shelf.get(name), _shelf.is_for(name, request.scope["identity"])
    if packed is None or not is_his:
        if packed is not None:
            refusing.note_anothers(request, "layer.read")
        return PlainTextResponse("", 404, headers={"cache-control": "no-store"})
    # No Vary: with it browsers ask again each time (measured).
    headers = {"etag": f'"{name}"', "cache-control": "private, max-age=31536000, immutable"}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    headers["content-encoding"] = "gzip"
    return Response(packed, media_type="application/json", headers=headers)


ROUTE = Route("/api/layers/{name}.json", _serve)
