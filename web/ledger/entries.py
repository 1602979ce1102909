"""Ledger entries as a table, and one entry with the file as it was received."""

from collections.abc import Mapping, Sequence

import pandas as pd
import streamlit as st

from domain.clock import from_beijing, stamp
from domain.levels import ISSUERS
from domain.problems import how_many
from domain.receipts import receipt_number as number_of
from feeds import all_feeds
from intake.told import kept_problems
from store.entry import DECLARATION, DECLINE, PROPOSAL, RETRACTION, UNDO, Entry
from views.board import grade_name
from views.pieces import render
from views.problems import problem_groups
from views.receipts import bringing, brought, rows_brought
from web.frame.handing_out import hand_out
from web.frame.page import Frame
from web.frame.taking_out import take_list
from web.known.own import sees_all
from web.known.situation import district, receipt_number
from web.ledger.covered import covered

ROW_PX, MOMENT_PX = 35, 150


def own_entries(page: Frame, kinds: Sequence[str], feed: str | None, limit: int) -> list[Entry]:
    """The newest entries that who looks may read."""
    if sees_all(page.visitor, "entry.read"):
        return page.ledger.entries(kinds=kinds, feed=feed, limit=limit)
    found = page.ledger.entries(kinds=kinds, feed=feed)
    return [entry for entry in found if page.may("entry.read", entry.feed, entry.scope)][:limit]


def entry_table(page: Frame, entries: Sequence[Entry], key: str, height: int) -> Entry | None:
    """Entries newest first; returns the one that was clicked."""
    if not entries:
        st.caption(page.say("entries.none"))
        return None
    undone = page.ledger.undone()
    rows = [row(page, entry, entry.seq in undone) for entry in entries]
    return clicked(page, rows, entries, key, height)


def clicked(
    page: Frame, rows: Sequence[Mapping[str, object]], entries: Sequence[Entry], key: str, height: int
) -> Entry | None:
    """Rows of entries as a table; returns the entry whose row was clicked."""
    shown, count = pd.DataFrame(rows), page.say("entries.rows")
    event = st.dataframe(
        shown,
        hide_index=True,
        height=min(height, ROW_PX * (len(rows) + 1) + 3),
        # Its own widget for each list: a click must not come to mean another entry when one arrives.
        key=f"{key}_{entries[0].seq}_{len(entries)}",
        on_select="rerun",
        selection_mode="single-row",
        # A column is sized by its first cells, and a file may have no cut-off.
        column_config={
            page.say("entries.as_of"): st.column_config.TextColumn(width=MOMENT_PX),
            count: st.column_config.TextColumn(alignment="right"),
        },
    )
    numbers = pd.array([brought(entry.rows, entry.detail) or None for entry in entries], dtype="Int64")
    take_list(page, shown.assign(**{count: numbers} if count in shown else {}), page.say("pages.ledger"), key)
    return next((entries[position] for position in event.selection.rows[:1]), None)


def row(page: Frame, entry: Entry, undone: bool = False) -> dict[str, object]:
    """An entry's cells by column title."""
    say = page.say
    kind = say(f"kind.{entry.kind}")
    return {
        say("entries.receipt"): receipt_number(entry),
        say("entries.kind"): say("entries.undone", kind=kind) if undone else kind,
        say("entries.what"): what(page, entry),
        say("entries.unit"): district(entry.scope, page.lang) if entry.scope else "",
        say("entries.rows"): rows_brought(entry.rows, entry.detail, page.lang) if entry.rows else "",
        say("entries.as_of"): stamp(entry.as_of) if entry.as_of else "",
        say("entries.received_at"): stamp(entry.received_at),
        say("entries.actor"): entry.actor or say("report.nobody"),
        say("entries.file"): entry.filename,
    }


def what(page: Frame, entry: Entry) -> str:
    """What an entry is about: its form, or the level declared, or what it takes back."""
    if entry.kind in (DECLARATION, PROPOSAL):
        issuer = ISSUERS[entry.detail["issuer"]]
        return (
            f"{issuer.zh if page.lang == 'zh' else issuer.en} {grade_name(entry.detail['grade'], page.lang)}"
        )
    if not entry.feed:
        return page.say(f"frame.{entry.detail['purpose']}")
    title = all_feeds()[entry.feed].title(page.lang)
    about = {UNDO: "undoes", DECLINE: "proposal", RETRACTION: "proposal"}.get(entry.kind)
    return f"{title} · {number_of(entry.detail[about])}" if about else title


def one_entry(page: Frame, entry: Entry) -> None:
    """One entry in full: times, hashes, what was wrong, and its file as it was received."""
    st.html(render("facts.html", page.lang, facts=facts(page, entry)))
    if entry.kind == "refusal":
        _faults(page, entry)
    if entry.sha256 and _may_have_file(page, entry):
        data = page.ledger.file(entry.sha256)
        hand_out(
            page, page.say("entries.take_file", n=f"{len(data):,}"), lambda: page.ledger.file(entry.sha256), entry.filename,
            "application/octet-stream", f"file_{entry.seq}",
        )  # fmt: skip


def _may_have_file(page: Frame, entry: Entry) -> bool:
    """A workbook of several forms is for who may read each of them, and for its sender."""
    same = page.ledger.by_bytes(entry.sha256)
    mine = any(other.actor == page.visitor.title for other in same)
    return mine or all(page.may("rows.export", other.feed, other.scope) for other in same)


def facts(page: Frame, entry: Entry) -> list[tuple[str, str]]:
    """What is known of an entry by title; what it lacks is left out."""
    as_of = (
        ""
        if entry.kind in (UNDO, DECLINE, RETRACTION)
        else stamp(entry.as_of)
        if entry.as_of
        else page.say("entries.no_cut_off")
    )
    known = [
        ("entries.receipt", receipt_number(entry)), ("entries.kind", page.say(f"kind.{entry.kind}")),
        ("entries.what", what(page, entry)), ("entries.unit", district(entry.scope, page.lang) if entry.scope else ""),
        ("entries.actor", entry.actor or page.say("report.nobody")), ("entries.file", entry.filename),
        ("entries.rows", rows_brought(entry.rows, entry.detail, page.lang) if entry.rows else ""), ("entries.as_of", as_of),
        ("entries.received_at", stamp(entry.received_at)), ("entries.recorded_at", stamp(entry.recorded_at)),
        ("entries.sha256", entry.sha256), ("entries.hash", entry.hash), ("entries.prev_hash", entry.prev_hash),
        ("entries.checkpoint", covered(page, entry)),
    ]  # fmt: skip
    shown = [(page.say(code), value) for code, value in known if value]
    return [*shown, *bringing(entry.detail, page.lang), *_declared(page, entry), *_undone(page, entry)]


def _undone(page: Frame, entry: Entry) -> list[tuple[str, str]]:
    """What an undo takes back and why; nothing for other entries."""
    if entry.kind != UNDO:
        return []
    said = [("entries.undoes", number_of(entry.detail["undoes"])), ("entries.reason", entry.detail["reason"])]
    said += [("entries.as_duty", page.say("text.yes"))] if entry.detail["duty"] else []
    return [(page.say(code), value) for code, value in said]


def _declared(page: Frame, entry: Entry) -> list[tuple[str, str]]:
    """What a level rests on, when it begins, and who proposed and confirmed it; nothing for other entries."""
    detail = entry.detail
    people = []
    if "proposal" in detail:
        people += [("proposals.of", number_of(detail["proposal"]))]
    if "confirmed_by" in detail:
        people += [
            ("proposals.proposed_by", detail["proposed_by"]), ("proposals.confirmed_by", detail["confirmed_by"]),
        ]  # fmt: skip
    if entry.kind in (DECLARATION, PROPOSAL):
        begins = stamp(from_beijing(detail["effective_at"]))
        people = [("declared.basis", detail["basis"]), ("declared.effective_at", begins), *people]
    people += [("proposals.reason", detail["reason"])] if entry.kind == DECLINE else []
    return [(page.say(code), value) for code, value in people]


def _faults(page: Frame, entry: Entry) -> None:
    """Why a file was refused, in the words its sender saw."""
    feed = all_feeds()[entry.feed]
    kept = kept_problems(entry.detail["problems"])
    st.html(problem_groups(feed, kept, page.lang, more=entry.detail["count"] - how_many(kept)))
