"""Reminders that leave the house: a thread of the served app that goes its rounds, and what the page says of them."""

from __future__ import annotations

import logging
from collections import defaultdict
from datetime import timedelta
from functools import lru_cache

from reminding.reading import configured
from reminding.rounds import Rounds, stays_silent
from reminding.settings import Settings, SettingsFault
from store.entry import REHEARSALS, utc_now
from store.ledger import Ledger
from store.outbox import Message, Outbox
from views.reminded import Key, Outside, Told
from web.known import rendered
from web.serving.aside import Aside

LOOK_S = 15.0
_log = logging.getLogger(__name__)


class Reminding(Aside):
    """Goes a round every quarter of a minute. What is being sent when it stops, the next process sends again."""

    def __init__(self) -> None:
        super().__init__("reminding", LOOK_S, "reminders.failed")

    def step(self, ledger: Ledger) -> None:
        """Go one round."""
        try:
            _round(ledger)
        except SettingsFault:
            _log.exception("reminders.unusable")  # the page says it too


def _round(ledger: Ledger) -> None:
    """The file is read anew each time: who mends it need not start the server again."""
    if settings := configured():
        Rounds(outbox(ledger), settings, ledger.purpose, lambda: rendered.present(ledger).board).once()


@lru_cache(maxsize=4)
def outbox(ledger: Ledger) -> Outbox:
    """The ledger's outbox, its tables made once a process."""
    return Outbox(ledger.engine)


def outside(now: rendered.Present) -> Outside:
    """What the page says of reminders sent out: whether any are, to how many, and what became of those about its duties."""
    try:
        settings = configured()
    except SettingsFault as fault:
        return Outside(fault=(fault.code, tuple(fault.holes.items())))
    if settings is None:
        return Outside()
    if now.ledger.purpose and stays_silent(now.ledger.purpose, settings):
        return Outside(silent=True)
    return _told(now, settings)


def _told(now: rendered.Present, settings: Settings) -> Outside:
    box, shift = outbox(now.ledger), _shift(now.ledger)
    by_duty: dict[Key, list[Told]] = defaultdict(list)
    for message in box.about([duty.due_at for duty in now.board.duties if duty.due_at]):
        for key in {(item.feed, item.unit, item.due_at) for item in message.items}:
            by_duty[key].append(_as_told(message, shift))
    newest = [_as_told(message, shift) for message in box.newest() if settings.recipient(message.recipient)]
    told = {key: tuple(own) for key, own in by_duty.items()}
    return Outside(
        len(settings.recipients), by_duty=told, troubles=tuple(one for one in newest if one.is_trouble)
    )


def _shift(ledger: Ledger) -> timedelta:
    """Tries are noted by the wall's clock, screens show the event's."""
    return ledger.now() - utc_now() if ledger.purpose in REHEARSALS else timedelta()


def _as_told(message: Message, shift: timedelta) -> Told:
    last = message.last
    if last is None:
        return Told(message.channel, message.recipient)
    at, next_at = (moment and moment + shift for moment in (last.ended_at, last.next_at))
    return Told(
        message.channel, message.recipient, last.outcome, len(message.tries), at, next_at, last.reason, last.answer
    )  # fmt: skip
