"""What became of the reminders sent out: beside the duty they speak of, and on one line for the whole page."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.words import say
from readiness.reporting import Duty
from views import text
from views.pieces import render

Key = tuple[str, str, datetime]


@dataclass(frozen=True, slots=True)
class Told:
    """A message to one recipient, by the screens' clock. outcome: sent, silenced, later, failed; empty while unknown."""

    channel: str
    recipient: str
    outcome: str = ""
    tries: int = 0
    at: datetime | None = None
    next_at: datetime | None = None
    reason: str = ""
    answer: int | None = None

    @property
    def is_trouble(self) -> bool:
        """Whether it has not arrived though it was tried."""
        return self.outcome in ("later", "failed")


@dataclass(frozen=True, slots=True)
class Outside:
    """Reminders beyond the page: fault of their file as code and values; none configured where recipients is 0.

    silent: those of a demo or an exercise, which stay on the page; by_duty: by (feed, unit, due_at), oldest first;
    troubles: recipients whose newest message has not arrived.
    """

    recipients: int = 0
    silent: bool = False
    fault: tuple[str, tuple[tuple[str, object], ...]] | None = None
    by_duty: Mapping[Key, tuple[Told, ...]] = field(default_factory=dict)
    troubles: tuple[Told, ...] = ()


def line(outside: Outside, now: datetime, lang: str) -> str:
    """Whether reminders go out, to how many, and which addresses cannot be reached."""
    bad = [f"{one.recipient} {undelivered(one, now, lang)}" for one in outside.troubles]
    if outside.fault:
        code, holes = outside.fault
        bad = [say(lang, f"reminders_file.{code}", **dict(holes))]
    return render("reminded.html", lang, said=_said(outside, lang), bad=bad)


def _said(outside: Outside, lang: str) -> str:
    if outside.recipients:
        return say(lang, "reminding.goes_out", n=outside.recipients)
    return say(lang, "reminding.rehearsal" if outside.silent else "reminding.page_only")


def notes(outside: Outside, duty: Duty, now: datetime, lang: str) -> dict:
    """Of one duty: when it was last told and by which way, and at whom it has not arrived; why is on the line above."""
    own = outside.by_duty.get((duty.feed.name, duty.unit, duty.due_at), ()) if duty.due_at else ()
    newest = {(one.channel, one.recipient): one for one in own if one.outcome != "silenced"}.values()
    sent = [one for one in own if one.outcome == "sent" and one.at]
    bad = [_not_arrived(one, lang) for one in newest if one.is_trouble]
    return {"told": _last(sent, now, lang), "bad": bad}


def _not_arrived(one: Told, lang: str) -> str:
    return say(lang, "reminding.not_arrived", recipient=one.recipient, by=channel(one.channel, lang))


def undelivered(one: Told, now: datetime, lang: str) -> str:
    """By which way, how often, why, and when it is tried again."""
    reason = say(lang, f"undelivered.{one.reason}", answer=one.answer or "—")
    again = text.moment(one.next_at, now) if one.next_at else ""
    return say(
        lang, f"reminding.{one.outcome}", by=channel(one.channel, lang), n=one.tries, reason=reason, t=again
    )


def channel(name: str, lang: str) -> str:
    """A way of telling, by name."""
    return say(lang, f"reminding.channel_{name}")


def _last(sent: list[Told], now: datetime, lang: str) -> str:
    """The last time, and the ways it went by within that minute."""
    if not sent:
        return ""
    moments = {one: text.moment(one.at, now) for one in sent if one.at}
    last = moments[max(moments, key=lambda one: one.at or now)]
    ways = dict.fromkeys(channel(one.channel, lang) for one, moment in moments.items() if moment == last)
    return say(lang, "reminding.sent", t=last, by=" + ".join(ways))
