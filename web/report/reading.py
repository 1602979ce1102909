"""Keeps what was dropped, reads it, and sends it: the page's side of the one way in."""

from collections.abc import Sequence
from dataclasses import replace

from domain.problems import Problem, Refused
from feeds import all_feeds
from feeds.declaration import Feed
from intake.arrivals import CAME_SIGNED, COMPLETES, SHEET, arrive, given_as_of, settle, withdraw
from intake.draft import examine, opened_file
from intake.mending import NOTHING, Mending, keep
from intake.mending import kept as kept_mending
from intake.receive import commit, refuse
from intake.sheets import Matched, matched
from intake.signed import Signed
from loaders.files import Book
from store.entry import Entry, Superseded
from web.frame.acting import acting
from web.frame.page import Frame
from web.known.situation import receipt_number
from web.report.kept import Form, Kept
from web.serving import office


def opened(page: Frame, arrival: Entry) -> Book | Refused:
    """The sheets of a file that was kept, or why it cannot be read."""
    return opened_file(page.ledger.file(arrival.sha256), arrival.filename)


def read_all(page: Frame, form: Form, arrival: Entry, book: Book | Refused) -> list[Kept]:
    """A file checked and compared, each sheet that is for a form by itself."""
    if arrival.detail.get(SHEET):
        return [_taken_up(page, form, arrival, all_feeds()[arrival.feed], book)]
    if isinstance(book, Refused):
        return [_taken_up(page, form, arrival, form.feed, book)]
    found, told = matched(book, form.feed)
    mine = [each for each in found if page.may("report.send", each.feed.name, form.unit)]
    if found and not mine:
        return [_taken_up(page, form, arrival, form.feed, Refused(_not_yours(page, found, "error")))]
    told = (*told, *_not_yours(page, [each for each in found if each not in mine], "warning"))
    found, book = mine, replace(book, notes=(*book.notes, *told))
    is_one = len(found) == 1 and found[0].feed.name == arrival.feed
    parts = [arrival] if is_one else _parted(page, form, arrival, found)
    return [_taken_up(page, form, part, each.feed, book) for part, each in zip(parts, found)]


def _not_yours(page: Frame, found: Sequence[Matched], severity: str) -> list[Problem]:
    """Sheets of forms that another reports: they are neither compared nor sent."""
    return [
        Problem(
            "file.not_yours",
            severity=severity,
            holes=(("sheet", each.sheet or ""), ("form", each.feed.title(page.lang))),
        )
        for each in found
    ]


def _taken_up(page: Frame, form: Form, arrival: Entry, feed: Feed, book: Book | Refused) -> Kept:
    """As it was when it was left, with what had been mended by then."""
    return read(page, form, arrival, feed, kept_mending(page.ledger, arrival), book)


def _parted(page: Frame, form: Form, arrival: Entry, found: Sequence[Matched]) -> list[Entry]:
    """Each sheet as an arrival of its own and for its own form, so that what becomes of one says nothing of the others."""
    ledger, data = page.ledger, page.ledger.file(arrival.sha256)
    as_of = form.as_of or given_as_of(arrival)
    signature = arrival.detail.get(CAME_SIGNED, "")
    for each in found:
        acting(page, "report.send", each.feed.name, form.unit)
    parts = [
        arrive(ledger, each.feed, form.unit, data, arrival.filename, form.actor, as_of, each.sheet, signature)
        for each in found
    ]
    give_up(page, arrival)
    return parts


def give_up(page: Frame, arrival: Entry) -> None:
    """Says that nothing shall become of a file. Raises NotAllowed."""
    withdraw(page.ledger, arrival, acting(page, "report.send", arrival.feed, arrival.scope))


def read(
    page: Frame, form: Form, arrival: Entry, feed: Feed, mending: Mending = NOTHING, book: Book | Refused | None = None
) -> Kept:  # fmt: skip
    """A kept file checked and compared for one form; that one is refused is recorded, and its arrival stays open.

    The draft stays as it is shown: if another report of the unit comes in meanwhile, confirming it is turned away.
    """
    actor = acting(page, "report.send", feed.name, form.unit)
    acting(page, "report.send", arrival.feed, arrival.scope)
    data, as_of = page.ledger.file(arrival.sha256), form.as_of or given_as_of(arrival)
    draft = examine(
        page.ledger, feed, form.unit, data, arrival.filename, as_of,
        mending=mending, sheet=arrival.detail.get(SHEET), book=book, signed=signed(page, arrival),
    )  # fmt: skip
    if draft.refused and COMPLETES not in arrival.detail:
        refuse(page.ledger, draft, actor)
    return Kept(arrival, draft, mending)


def signed(page: Frame, arrival: Entry) -> Signed:
    """The signature that came with a file, and the keys on record now."""
    return Signed(arrival.detail.get(CAME_SIGNED, ""), office.signers(page.ledger))


def read_again(page: Frame, form: Form, kept: Kept, mending: Mending = NOTHING) -> Kept:
    """The same with what was mended since, and against what is shown now."""
    both = kept.mending.also(mending)
    if mending != NOTHING:
        keep(page.ledger, kept.arrival, both, acting(page, "report.send", kept.draft.feed.name, form.unit))
    again = read(page, form, kept.arrival, kept.draft.feed, both)
    return replace(again, in_turn=kept.in_turn)


def send(page: Frame, form: Form, kept: Kept) -> Kept:
    """The same with its receipt; compared again where another report has come in since it was shown."""
    actor = acting(page, "report.send", kept.draft.feed.name, kept.draft.unit)
    try:
        receipt = commit(page.ledger, kept.draft, actor)
    except Superseded as newer:
        return replace(
            read_again(page, form, kept), newer=receipt_number(newer.entry) if newer.entry else "?"
        )
    settle(page.ledger, kept.arrival, receipt.entry, actor)
    return replace(kept, receipt=receipt, newer="")
