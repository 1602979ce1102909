"""What the plain upload page shows: each file with its faults, its changes, the question it raises, or its receipt."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.districts import DISTRICTS
from feeds import all_feeds
from feeds.sentences import cell_text, tell
from intake.compare import label
from intake.draft import Draft
from intake.receive import Receipt
from loaders.limits import FILE_MB
from store.entry import PROPOSAL, REHEARSALS
from views.pieces import render
from views.receipts import consequence
from web.frame.page import Frame
from web.known.facts import facts
from web.known.own import own_story
from web.known.situation import district
from web.report.kept import Kept
from web.report.partial import sending
from web.report.preview import held
from web.report.receipts import moved_rows

SHOWN_PROBLEMS, SHOWN_CHANGES = 400, 200


def page_of(frame: Frame, chosen: Mapping[str, str], fault: str = "", papers: Sequence[Kept] = ()) -> str:
    """The page as HTML; `chosen` what stands in the form's boxes, `papers` the files it was sent."""
    lang = frame.lang
    mine = [feed for feed in all_feeds().values() if frame.may("report.send", feed.name)]
    feeds = [(feed.name, feed.title(lang), feed.owner_title(lang)) for feed in mine]
    units = [(code, district(code, lang)) for code in DISTRICTS if frame.may("report.send", None, code)]
    return render(
        "plain.html", lang, feeds=feeds, units=units, chosen=chosen, mb=FILE_MB, fault=fault,
        demo=frame.ledger.purpose in REHEARSALS, papers=[_paper(frame, kept) for kept in papers],
    )  # fmt: skip


def _paper(frame: Frame, kept: Kept) -> dict[str, Any]:
    draft, lang = kept.draft, frame.lang
    problems = [*(draft.returned.problems if draft.returned else ()), *draft.problems]
    code = "partial.still" if draft.completes else "plain.refused"
    return {
        "file": f"{draft.filename} · {draft.sheet}" if draft.sheet else draft.filename,
        "title": draft.feed.title(lang),
        "feed": draft.feed.name,
        "arrival": kept.arrival.seq,
        "fault": frame.say(code, file=draft.filename, n=kept.errors) if kept.errors else "",
        "newer": frame.say("report.superseded", receipt=kept.newer) if kept.newer else "",
        "told": [(problem, tell(problem, draft.feed, lang)) for problem in problems[:SHOWN_PROBLEMS]],
        "more": len(problems) - SHOWN_PROBLEMS,
        "counts": draft.counts,
        "changes": _changes(draft, lang) if not kept.receipt else [],
        "gone": _gone(draft, lang) if not kept.receipt else [],
        "held": held(draft, lang) if not kept.receipt else None,
        "receipt": _receipt(frame, kept),
        **_question(frame, kept),
    }


def _question(frame: Frame, kept: Kept) -> dict[str, Any]:
    """What is still to be said of a file that is not sent: the button that sends it names what that comes to."""
    draft = kept.draft.offer or kept.draft
    asked: dict[str, Any] = {"base": draft.base, "ask": "", "button": "confirm", "offer": ""}
    if kept.receipt or draft.refused or draft.comparison is None:
        return asked
    if draft.returned:
        counts = draft.returned.counts
        what = frame.say("partial.could", what=consequence(counts, frame.lang))
        return asked | {"ask": sending(frame, draft), "button": "part", "offer": what}
    gone = len(draft.comparison.missing)
    rows = f"{draft.sent.num_rows if draft.sent else 0:,}"
    ask = frame.say("plain.confirm_gone", n=rows, gone=f"{gone:,}") if gone else sending(frame, draft)
    return asked | {"ask": ask}


def _changes(draft: Draft, lang: str) -> list[tuple[str, str, str, str]]:
    """Row, column, old and new of the first cells that would become otherwise."""
    found, feed = draft.comparison, draft.feed
    if found is None:
        return []
    told = []
    for key, name, old, new in found.changes(SHOWN_CHANGES, lang):
        title = feed.column(name).title(lang) if feed.has(name) else name
        told.append((key, title, cell_text(feed, name, old, lang), cell_text(feed, name, new, lang)))
    return told


def _gone(draft: Draft, lang: str) -> list[str]:
    """The first rows that would no longer be shown, by the names people know them by."""
    found = draft.comparison
    if found is None:
        return []
    return [label(found.feed, found.old, int(row), lang) for row in found.missing[:SHOWN_CHANGES]]


def _head(receipt: Receipt) -> str:
    if receipt.entry.kind == PROPOSAL:
        return "proposals.received" if receipt.first else "proposals.before"
    return "report.received" if receipt.first else "report.received_before"


def _receipt(frame: Frame, kept: Kept) -> dict[str, Any] | None:
    if kept.receipt is None:
        return None
    entry = kept.receipt.entry
    return {
        "head": frame.say(_head(kept.receipt)),
        "number": kept.receipt.number,
        "facts": facts(entry, frame.lang),
        "counters": moved_rows(frame, own_story(frame.visitor, frame.ledger, entry)),
        "back": entry.detail["partial"]["returned"] if "partial" in entry.detail else 0,
    }
