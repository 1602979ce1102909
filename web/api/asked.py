"""What a program asks for, read from the address: forms, reporting units, moments, receipts; each fault said in both languages."""

import re
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import Depends, Header, Query, Request
from fastapi import Path as PathParameter
from pydantic import BaseModel

from access.door import Door
from access.identity import NOBODY, Identity
from access.table import may
from domain import districts, words
from domain.names import called, for_another
from domain.receipts import receipt_seq
from domain.unseen import seen_throughout
from feeds import all_feeds
from feeds import find as find_feed
from feeds.cells import Unreadable
from feeds.declaration import Feed
from feeds.times import read_moment
from intake.receipts import find
from intake.signed import LONGEST, text_of
from store.entry import CITY, Entry
from store.ledger import Ledger


class Fault(BaseModel):
    """Why a request cannot be answered."""

    code: str
    zh: str
    en: str


class Unanswerable(Exception):
    """A request that cannot be answered; `status` is HTTP's, `code` names its sentence."""

    def __init__(
        self,
        status: int,
        code: str,
        by_language: Mapping[str, Mapping[str, str]] | None = None,
        /,
        **holes: object,
    ) -> None:
        super().__init__(code)
        self.status = status
        shown = seen_throughout(holes)
        said = {
            lang: words.say(lang, code, **shown, **(by_language or {}).get(lang, {}))
            for lang in words.LANGUAGES
        }
        self.fault = Fault(code=code, **said)


def ledger_of(request: Request) -> Ledger:
    """The ledger the API stands on."""
    ledger: Ledger = request.app.state.ledger()
    return ledger


Asked = Annotated[Ledger, Depends(ledger_of)]

# In an address a plus means a space (WHATWG URL, urlencoded parsing); whoever pastes 15:00+08:00 means the zone.
UNESCAPED_PLUS = re.compile(r"(:\d\d\S*) (\d\d:?\d\d)$")


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, as the gate found him; nobody where no gate stands in front."""

    identity: Identity
    door: Door | None
    address: str

    def may(self, operation: str, feed: str | None = None, unit: str | None = None) -> bool:
        """Whether he may do that, there."""
        return may(self.identity, operation, feed, unit)

    def require(self, operation: str, feed: Feed | None = None, unit: str | None = None) -> None:
        """Raises Unanswerable 403, and writes the refusal down, where he may not."""
        name = feed.name if feed else None
        if self.may(operation, name, unit):
            return
        if self.door is not None:
            self.door.denials.note(self.identity, operation, "api", self.address, name or "", unit or "")
        raise Unanswerable(403, *_refusal(operation, feed, unit))

    def called(self, actor: str) -> str:
        """The sender as the receipt names him: who signed in or whose key it is, and for whom he says he sends."""
        return for_another(self.identity.title, called(actor))


def _refusal(operation: str, feed: Feed | None, unit: str | None) -> tuple[str, dict[str, dict[str, str]]]:
    """The sentence of a refusal, and what goes into it in each language."""
    what = {lang: words.say(lang, f"operations.{operation.replace('.', '_')}") for lang in words.LANGUAGES}
    if feed is None:
        return "access.not_allowed", {lang: {"what": what[lang]} for lang in what}
    place = districts.DISTRICTS[unit or CITY]
    return "access.not_there", {
        lang: {"what": what[lang], "form": feed.title(lang), "unit": place.zh if lang == "zh" else place.en}
        for lang in what
    }


def asking(request: Request) -> Asking:
    """Who asks."""
    scope = request.scope
    address = request.client.host if request.client else ""
    return Asking(scope.get("identity", NOBODY), scope.get("door"), address)


Who = Annotated[Asking, Depends(asking)]


# What the API's description offers: the names of forms and units; titles are understood as well, and not listed twice.
FeedName = Annotated[
    str, PathParameter(description="a form's name or title", json_schema_extra={"enum": list(all_feeds())})
]
UnitName = Annotated[
    str,
    Query(
        description="reporting unit: a district's code or name, or city",
        json_schema_extra={"enum": list(districts.DISTRICTS)},
    ),
]
ReceiptNumber = Annotated[
    str, PathParameter(description="R000123 or 123", json_schema_extra={"pattern": r"^R?[0-9]{1,9}$"})
]
AsOf = Annotated[
    str | None,
    Query(
        description="cut-off of rows that give none; Beijing time without a zone",
        examples=["2025-07-28T15:00"],
    ),
]


Signature = Annotated[
    str, Header(description="the signature's file (.minisig) in base64", max_length=2 * LONGEST)
]


def said_of(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """How the API's description tells of faults."""
    return {status: {"model": Fault} for status in statuses}


def feed_named(name: str) -> Feed:
    """The form of that name or title. Raises Unanswerable 404."""
    found = find_feed(name)
    if found is None:
        raise Unanswerable(404, "cli.no_feed", raw=name, known=", ".join(all_feeds()))
    return found


def unit_named(name: str) -> str:
    """The district's code. Raises Unanswerable 422."""
    found = districts.find(name)
    if found is None:
        known = ", ".join(f"{d.code} {d.zh}" for d in districts.DISTRICTS.values())
        raise Unanswerable(422, "cli.no_unit", raw=name, known=known)
    return found


def moment(text: str | None) -> datetime | None:
    """Aware UTC of ISO text, Beijing time without a zone; none for none. Raises Unanswerable 422."""
    try:
        return read_moment(UNESCAPED_PLUS.sub(r"\1+\2", text)) if text else None
    except (Unreadable, ValueError, OverflowError) as error:
        raise Unanswerable(422, "cli.not_a_time", raw=text) from error


def signature(header: str) -> str:
    """The text of a signature's file from its base64. Raises Unanswerable 422."""
    try:
        return text_of(b64decode(header, validate=True))
    except ValueError as error:
        raise Unanswerable(422, "api.not_base64", raw=header[:80]) from error


def entry_numbered(ledger: Ledger, number: str) -> Entry:
    """The entry of a receipt number, R000123 or 123, received by now. Raises Unanswerable 404."""
    seq = receipt_seq(number)
    found = find(ledger, seq) if seq else None
    if found is None:
        raise Unanswerable(404, "api.no_receipt", raw=number)
    return found


def entry_read(ledger: Ledger, who: Asking, number: str) -> Entry:
    """The entry of a receipt number, if who asks may read it. Raises Unanswerable 404, 403."""
    entry = entry_numbered(ledger, number)
    who.require("entry.read", all_feeds().get(entry.feed), entry.scope or None)
    return entry
