"""A file whose form nobody named: each of its sheets is taken in for the form that it is for."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from domain.problems import Problem, Refused
from feeds import all_feeds
from feeds.declaration import Feed
from intake.draft import examine, opened_file
from intake.receive import Outcome, receive, refuse
from intake.sheets import matched
from intake.signed import NOT_SIGNED, Signed
from loaders.files import Book
from store.ledger import Ledger


def receive_each(
    ledger: Ledger,
    unit: str,
    data: bytes,
    filename: str,
    actor: str,
    key: str = "",
    signed: Signed = NOT_SIGNED,
) -> list[Outcome]:
    """Each sheet that is for a form, with its own receipt or refusal; `key` and `signed` as for
    `receive`, TakenBack too.

    Whole sheets of one form would replace each other, and nobody is there to say which is meant: they are refused.
    Raises Refused for a file that cannot be read (see `load_file`) or has no sheet for any form, file.no_form.
    """
    book = opened_file(data, filename)
    if isinstance(book, Refused):
        raise book
    found, told = matched(book, None)
    if not found:
        raise Refused([Problem("file.no_form")])
    book = replace(book, notes=(*book.notes, *told))
    sheets: dict[str, list[str | None]] = defaultdict(list)
    for each in found:
        sheets[each.feed.name].append(each.sheet)
    outcomes = []
    for name, own in sheets.items():
        feed = all_feeds()[name]
        if len(own) > 1 and feed.file == "whole":
            outcomes.append(_refused_together(ledger, feed, unit, data, filename, actor, own, book))
            continue
        outcomes += [
            receive(ledger, feed, unit, data, filename, actor, key=key, sheet=sheet, book=book, signed=signed)
            for sheet in own
        ]
    return outcomes


def _refused_together(
    ledger: Ledger, feed: Feed, unit: str, data: bytes, filename: str, actor: str, sheets: Sequence[str | None], book: Book
) -> Outcome:  # fmt: skip
    """The refusal of sheets of one form, as one: they are at fault together."""
    names = " / ".join(name for name in sheets if name)
    draft = examine(ledger, feed, unit, data, filename, sheet=names, book=book)
    problem = Problem("file.form_twice", holes=(("sheets", names),))
    draft = replace(draft, problems=(problem,), offer=None)
    return Outcome(draft, refuse(ledger, draft, actor), None)
