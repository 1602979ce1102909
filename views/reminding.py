"""What a reminder says by mail and webhook: who is to send which form, by when, how late it is, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from domain.clock import iso, stamp
from domain.words import LANGUAGES, say
from readiness.board import Board
from readiness.reminders import Reminder
from views import text
from views.board import grade_name, unverified
from views.reporting_status import district

BOTH = "both"


@dataclass(frozen=True, slots=True)
class Letter:
    """What is put into words: reminders worst first, never none; the pages' address; lang zh, en or both.

    rehearsal: demo or exercise, empty in a live store.
    """

    reminders: Sequence[Reminder]
    board: Board
    rehearsal: str
    base_address: str
    lang: str

    @property
    def languages(self) -> tuple[str, ...]:
        """Chinese first where both are wanted."""
        return LANGUAGES if self.lang == BOTH else (self.lang,)


def subject(letter: Letter) -> str:
    """One line in the first language; a demo's or an exercise's begins with its mark."""
    lang, count = letter.languages[0], len(letter.reminders)
    holes = _names(letter.reminders[0], lang)
    told = say(lang, "reminding.subject", **holes)
    told += say(lang, "reminding.subject_more", n=count - 1) if count > 1 else ""
    return " ".join((_mark(letter, lang) + told).split())


def body(letter: Letter, most_bytes: int | None = None) -> str:
    """The whole text, one language beneath the other, each at most its share of so many bytes in UTF-8.

    What does not fit is counted, with the way to the page of all reports.
    """
    share = most_bytes and most_bytes // len(letter.languages) - 1
    return "\n\n".join(_in_language(letter, lang, share) for lang in letter.languages)


def values(letter: Letter) -> dict:
    """The same for programs: kind, purpose, level, the event's time and each reminder."""
    return {
        "kind": "reminders", "purpose": letter.rehearsal or "live", "grade": letter.board.grade, "now": iso(letter.board.now),
        "plan_status": letter.board.plan.status, "subject": subject(letter), "text": body(letter),
        "reminders": [_values(letter, reminder) for reminder in letter.reminders],
    }  # fmt: skip


def link(base_address: str, reminder: Reminder, lang: str) -> str:
    """The page on which that unit sends that form."""
    asked = {"feed": reminder.duty.feed.name, "unit": reminder.duty.unit, "lang": lang}
    return f"{base_address}/report?{urlencode(asked)}"


def _values(letter: Letter, reminder: Reminder) -> dict:
    duty = reminder.duty
    return {
        "feed": duty.feed.name, "form": {lang: duty.feed.title(lang) for lang in LANGUAGES},
        "owner": {lang: duty.feed.owner_title(lang) for lang in LANGUAGES}, "unit": duty.unit,
        "unit_name": {lang: district(duty.unit, lang) for lang in LANGUAGES}, "stage": reminder.stage,
        "repeat": reminder.repeat, "due_at": iso(reminder.due_at), "late_h": round(reminder.late_h, 2),
        "cadence_h": duty.cadence_h, "last_receipt": duty.sent.receipt or None,
        "link": link(letter.base_address, reminder, letter.languages[0]),
    }  # fmt: skip


def _in_language(letter: Letter, lang: str, most_bytes: int | None) -> str:
    grade = grade_name(letter.board.grade, lang)
    head = _mark(letter, lang) + say(lang, "reminding.head", grade=grade, n=len(letter.reminders))
    lines = [f"{_said(one, lang)}\n{link(letter.base_address, one, lang)}" for one in letter.reminders]
    foot = _foot(letter, lang)
    kept = _fitting(lines, most_bytes and most_bytes - len(f"{head}\n{foot}".encode()) - _MORE_BYTES)
    if len(kept) < len(lines):
        page = f"{letter.base_address}/reporting_status?lang={lang}"
        kept = [*kept, say(lang, "reminding.more", n=len(lines) - len(kept), link=page)]
    return "\n".join([head, *kept, foot])


# Room for the line that counts what was left out.
_MORE_BYTES = 200


def _fitting(lines: list[str], most_bytes: int | None) -> list[str]:
    if most_bytes is None:
        return lines
    kept: list[str] = []
    for line in lines:
        most_bytes -= len(line.encode()) + 1
        if most_bytes < 0:
            break
        kept.append(line)
    return kept


def _foot(letter: Letter, lang: str) -> str:
    every = " / ".join(f"{h:g}" for h in sorted({one.duty.cadence_h for one in letter.reminders}))
    code = "foot_unverified" if unverified(letter.board) else "foot"
    return say(lang, f"reminding.{code}", h=every)


def _said(reminder: Reminder, lang: str) -> str:
    code = {"due_soon": "soon", "due": "due"}.get(reminder.stage, "late")
    hours = text.spelt_hours(abs(reminder.late_h), lang)
    return say(lang, f"reminding.line_{code}", t=stamp(reminder.due_at), h=hours, **_names(reminder, lang))


def _names(reminder: Reminder, lang: str) -> dict[str, str]:
    duty = reminder.duty
    stage = say(lang, f"reminding.stage_{reminder.stage}")
    return {"stage": stage, "form": duty.feed.title(lang), "unit": district(duty.unit, lang)}


def _mark(letter: Letter, lang: str) -> str:
    return say(lang, f"reminding.mark_{letter.rehearsal}") if letter.rehearsal else ""
