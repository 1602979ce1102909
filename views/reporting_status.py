"""Who sent what, who is silent: the matrix of forms and units, the list behind it, and one unit's reminder."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

import pandas as pd

from domain.clock import stamp
from domain.districts import DISTRICTS
from domain.words import say
from readiness.board import Board
from readiness.levels import Level
from readiness.plan import HEADQUARTERS
from readiness.reporting import DUTY_STATES, Duty, Sent
from views import text
from views.board import clock, grade_name, unverified
from views.pieces import render
from views.reminded import Outside, notes

NOTHING_OUTSIDE = Outside()


def summary(board: Board, lang: str) -> str:
    """How many are in each state, how often the level asks, and that nobody has signed it yet."""
    counts = [(state, sum(duty.state == state for duty in board.duties)) for state in DUTY_STATES]
    hours = sorted({duty.cadence_h for duty in board.duties})
    every = " / ".join(f"{one:g}" for one in hours)
    return render(
        "duties_head.html", lang, counts=counts, grade=grade_name(board.grade, lang) if board.grade != "none" else "",
        every=every, unverified=unverified(board), now=clock(board),
    )  # fmt: skip


def matrix(board: Board, lang: str, leads: str = "report") -> str:
    """Forms by units, the worst form first; a cell is a state by shape, word and colour, and leads to the form."""
    units = [code for code in DISTRICTS if any(duty.unit == code for duty in board.duties)]
    order = list(dict.fromkeys(duty.feed.name for duty in board.duties))
    by_form = sorted(board.duties, key=lambda duty: order.index(duty.feed.name))
    rows = [
        _form_row(list(own), units, board.now, lang)
        for _, own in groupby(by_form, key=lambda duty: duty.feed.name)
    ]
    return render(
        "duties_matrix.html", lang, leads=leads, units=[district(code, lang) for code in units], rows=rows
    )


def listing(board: Board, lang: str, outside: Outside = NOTHING_OUTSIDE, leads: str = "report") -> str:
    """Every form and unit on a line, the worst first, with what became of the reminders sent out for it.

    leads: the page to which a form leads.
    """
    rows = [
        duty_values(duty, board.now, lang) | {"reminded": notes(outside, duty, board.now, lang)}
        for duty in board.duties
    ]
    return render("duties_list.html", lang, rows=rows, leads=leads)


def table(board: Board, lang: str) -> pd.DataFrame:
    """The same lines to be taken out: times in full, hours and counts as numbers."""
    rows = [_exported(duty, lang) for duty in board.duties]
    return pd.DataFrame(rows, columns=list(_titles(lang).values()))


def reminder(board: Board, feed: str, unit: str, lang: str, named: bool = False) -> str:
    """What a unit is told above its form: due in, late by, never sent, not yet at this level; nothing where none is owed.

    named: whether it says of which form it speaks.
    """
    own = {duty.unit: duty for duty in board.duties if duty.feed.name == feed}
    if not own:
        return ""
    duty = own.get(unit)
    if duty is None:
        told, state = [_covered(own["city"], board.now, lang)], "plain"
    else:
        told, state = [_told(duty, board.now, lang), *_at_this_level(duty, board, lang)], duty.state
        told.append(_cadence(duty, board, lang))
    form = next(iter(own.values())).feed.title(lang) if named else ""
    return render("reminder.html", lang, state=state, told=told, form=form)


def duty_values(duty: Duty, now: datetime, lang: str) -> dict:
    """A form and a unit as a template's values."""
    sent = duty.sent
    return {
        "feed": duty.feed.name,
        "unit_code": duty.unit,
        "title": duty.feed.title(lang),
        "owner": duty.feed.owner_title(lang),
        "unit": district(duty.unit, lang),
        "state": duty.state,
        "word": say(lang, f"state.{_word(duty)}"),
        "hours": text.hours(abs(duty.late_h)) if duty.late_h is not None else "",
        "late": duty.late_h is not None and duty.late_h > 0,
        "due": text.moment(duty.due_at, now) if duty.due_at else "",
        "received": text.moment(sent.received_at, now) if sent.received_at else "",
        "as_of": _true_of(sent, now, lang),
        "receipt": sent.receipt,
        "sent": sent,
    }


def _true_of(sent: Sent, now: datetime, lang: str) -> str:
    """Its cut-off; of a form that files add to, the oldest part still shown, from which its age counts."""
    if sent.true_of is None:
        return ""
    if sent.oldest_at != sent.received_at:
        return say(lang, "reporting_status.oldest", t=text.moment(sent.true_of, now))
    return text.moment(sent.as_of, now) if sent.as_of else say(lang, "entries.no_cut_off")


def district(code: str, lang: str) -> str:
    """A reporting unit's name in zh or en."""
    found = DISTRICTS[code]
    return found.zh if lang == "zh" else found.en


def _word(duty: Duty) -> str:
    """What was never sent is not merely late, however long it is awaited."""
    return duty.state if duty.received else "missing"


def _form_row(own: Sequence[Duty], units: Iterable[str], now: datetime, lang: str) -> dict:
    by_unit = {duty.unit: duty_values(duty, now, lang) for duty in own}
    return {
        "title": own[0].feed.title(lang),
        "owner": own[0].feed.owner_title(lang),
        "cells": [by_unit.get(u) for u in units],
    }


def _told(duty: Duty, now: datetime, lang: str) -> str:
    values = duty_values(duty, now, lang)
    if duty.due_at is None:
        return say(lang, "reminder.never")
    if not duty.received:
        code = "reminder.never_late" if values["late"] else "reminder.never_due"
    else:
        code = "reminder.late" if values["late"] else "reminder.due"
    return say(lang, code, t=values["due"], h=_spelt(duty, lang), receipt=duty.sent.receipt)


def _spelt(duty: Duty, lang: str) -> str:
    return text.spelt_hours(abs(duty.late_h), lang) if duty.late_h is not None else ""


def _at_this_level(duty: Duty, board: Board, lang: str) -> list[str]:
    """Said where the last report is from before the level was declared."""
    level = _governing(board)
    if level is None or duty.sent.received_at is None or duty.sent.received_at >= level.since:
        return []
    since = text.moment(level.since, board.now)
    return [say(lang, "reminder.not_at_this_level", grade=grade_name(level.grade, lang), t=since)]


def _governing(board: Board) -> Level | None:
    return next((one for one in board.levels if (one.issuer, one.scope) == (HEADQUARTERS, "city")), None)


def _cadence(duty: Duty, board: Board, lang: str) -> str:
    told = say(lang, "departments.cadence", h=duty.cadence_h)
    return f"{told} {say(lang, 'reporting_status.unverified')}" if unverified(board) else told


def _covered(city: Duty, now: datetime, lang: str) -> str:
    """A district need not send what the city's own file covers."""
    if city.sent.received_at is None:
        return say(lang, "reminder.city_sends")
    t = text.moment(city.sent.received_at, now)
    return say(lang, "reminder.covered", t=t, receipt=city.sent.receipt)


def _titles(lang: str) -> dict[str, str]:
    codes = {
        "form": "departments.form", "owner": "reporting_status.owner", "unit": "entries.unit", "state": "reporting_status.state",
        "received": "entries.received_at", "as_of": "entries.as_of", "receipt": "entries.receipt", "due": "reporting_status.due",
        "late": "reporting_status.late_h", "cadence": "reporting_status.cadence_h", "accepted": "reporting_status.accepted",
        "refused": "reporting_status.refused", "undone": "reporting_status.undone",
    }  # fmt: skip
    return {name: say(lang, code) for name, code in codes.items()}


def _exported(duty: Duty, lang: str) -> dict[str, object]:
    sent = duty.sent
    values = {
        "form": duty.feed.title(lang), "owner": duty.feed.owner_title(lang), "unit": district(duty.unit, lang),
        "state": say(lang, f"state.{_word(duty)}"), "received": stamp(sent.received_at) if sent.received_at else "",
        "as_of": stamp(sent.as_of) if sent.as_of else "", "receipt": sent.receipt,
        "due": stamp(duty.due_at) if duty.due_at else "",
        "late": round(max(0.0, duty.late_h), 1) if duty.late_h is not None else None, "cadence": duty.cadence_h,
        "accepted": sent.accepted, "refused": sent.refused, "undone": sent.undone,
    }  # fmt: skip
    return {title: values[name] for name, title in _titles(lang).items()}
