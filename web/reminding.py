"""Reminders that leave the house: a thread of the served app that goes its rounds, and what the page says of them."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from functools import lru_cache
from threading import Event, Thread

from reminding.reading import configured
from reminding.rounds import Rounds, stays_silent
from reminding.settings import Settings, SettingsFault
from store.entry import REHEARSALS, utc_now
from store.ledger import Ledger
from store.outbox import Message, Outbox
from views.reminded import Key, Outside, Told
from web import rendered

LOOK_S = 15.0
_log = logging.getLogger(__name__)


class Reminding:
    """Goes a round every quarter of a minute; pages and commits never wait for it."""

    def __init__(self) -> None:
        self._stopped = Event()
        self._thread: Thread | None = None

    def start(self, ledger: Callable[[], Ledger]) -> None:
        """Begin to go rounds on the ledger of this process."""
        self._stopped.clear()
        self._thread = Thread(target=self._run, args=(ledger,), name="reminding", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Go no more. What is being sent is left to the next process, which sends it again."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join(timeout=2)

    def _run(self, ledger: Callable[[], Ledger]) -> None:
        while not self._stopped.wait(LOOK_S):
            try:
                _round(ledger())
            except SettingsFault:
                _log.exception("reminders.unusable")  # the page says it too
            except Exception:  # whatever ails the store, the next round may succeed
                _log.exception("reminders.failed")


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
