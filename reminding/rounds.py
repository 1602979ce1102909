"""One round: what is owed is written to the outbox, what may be sent is looked at once more and sent."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from readiness.board import Board
from readiness.reminders import Reminder, reminders
from reminding import mail, webhook
from reminding.settings import Recipient, Settings
from reminding.undelivered import Undelivered
from store.entry import REHEARSALS, utc_now
from store.outbox import Item, Message, Outbox
from views import reminding as view

# So that one receiver out of reach does not hold up the others.
AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a round did with one message: outcome sent, silenced, later or failed; where it failed, why and when next."""

    channel: str
    recipient: str
    outcome: str
    items: int
    tries: int
    reason: str = ""
    answer: int | None = None
    next_at: datetime | None = None


def stays_silent(purpose: str | None, settings: Settings) -> bool:
    """Whether a store's reminders stay on its pages: one of a demo or an exercise unless the file says otherwise."""
    return purpose is None or (purpose in REHEARSALS and not settings.rehearsals)


@dataclass(frozen=True, slots=True)
class Rounds:
    """A store's rounds. board: the board now, asked for anew before each message; wall: the clock of waits and leases."""

    outbox: Outbox
    settings: Settings
    purpose: str | None
    board: Callable[[], Board]
    wall: Callable[[], datetime] = utc_now

    def once(self) -> list[Delivered]:
        """Write and send what is owed now; what became of each message tried."""
        if stays_silent(self.purpose, self.settings):
            return []
        self._write()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            done = list(pool.map(self._try, self.outbox.free()))
        return [one for one in done if one]

    def _write(self) -> None:
        owed = _owed(self.board())
        for recipient in self.settings.recipients:
            items = [
                item for item, one in owed.items() if recipient.wants(one.duty.feed.owner, one.duty.unit)
            ]
            for channel in recipient.channels:
                self.outbox.write(channel, recipient.name, items)

    def _try(self, message: Message) -> Delivered | None:
        patience, lost = self.settings.delivery, len(message.tries)
        if lost >= patience.tries:  # the last try was claimed and never heard of again
            return self._ended(message, lost, "failed", "lost")
        number = self.outbox.claim(message, patience.lease_s)
        if number is None:
            return None
        recipient, board = self.settings.recipient(message.recipient), self.board()
        owed = _owed(board)
        still = [owed[item] for item in message.items if item in owed]
        if not still or recipient is None or message.channel not in recipient.channels:
            return self._ended(message, number, "silenced")
        try:
            self._send(message, recipient, self._letter(recipient, board, still))
        except Undelivered as fault:
            return self._failed(message, number, fault)
        return self._ended(message, number, "sent")

    def _letter(self, recipient: Recipient, board: Board, still: list[Reminder]) -> view.Letter:
        rehearsal = self.purpose if self.purpose in REHEARSALS else ""
        return view.Letter(still, board, rehearsal or "", self.settings.base_address, recipient.lang)

    def _send(self, message: Message, recipient: Recipient, letter: view.Letter) -> None:
        timeout_s = self.settings.delivery.timeout_s
        if message.channel == "webhook":
            data = webhook.as_json({"id": message.id, **view.values(letter)})
            if recipient.form == "robot":
                data = webhook.as_robot(view.body(letter, webhook.ROBOT_BYTES))
            webhook.post(recipient.address, data, message.id, recipient.secret, timeout_s)
        else:
            self._mail(message.id, recipient, letter)

    def _mail(self, key: str, recipient: Recipient, letter: view.Letter) -> None:
        server = self.settings.mail
        if server is None:
            raise LookupError(
                "[mail]"
            )  # the file is refused where a recipient has a mail address and this is missing
        subject, text = view.subject(letter), view.body(letter)
        written = mail.written(server.sender, recipient.mail, subject, text, key, self.wall())
        mail.send(server, written, self.settings.delivery.timeout_s)

    def _failed(self, message: Message, number: int, fault: Undelivered) -> Delivered:
        patience = self.settings.delivery
        outcome = "failed" if number >= patience.tries else "later"
        wait_s = patience.wait_s(number) if outcome == "later" else None
        return self._ended(message, number, outcome, fault.reason, fault.answer, wait_s)

    def _ended(
        self, message: Message, number: int, outcome: str, reason: str = "", answer: int | None = None, wait_s: float | None = None,
    ) -> Delivered:  # fmt: skip
        next_at = self.outbox.end(message, number, outcome, reason, answer, wait_s)
        return Delivered(
            message.channel, message.recipient, outcome, len(message.items), number, reason, answer, next_at
        )


def _owed(board: Board) -> dict[Item, Reminder]:
    """What is owed at the board's moment, worst first, by what the outbox knows it by."""
    found = reminders(board.duties, board.plan, board.grade)
    return {Item(one.duty.feed.name, one.duty.unit, one.stage, one.due_at, one.repeat): one for one in found}
