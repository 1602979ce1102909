"""A store with a payload in every field that somebody can write in, each marked with the field it was written in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path
from xml.sax.saxutils import escape

import minisign

from access.door import Door
from access.identity import EVERYTHING, PERSONS, Scope
from domain.clock import BEIJING
from domain.receipts import receipt_number
from feeds import all_feeds
from feeds.declaration import Column, Feed
from intake.arrivals import arrive
from intake.levels import declare
from intake.proposals import confirm, decline
from intake.receive import Outcome, receive
from intake.signed import Signed
from intake.undo import undo
from loaders.alerts import cap
from store.ledger import Ledger
from tests.browser.payloads import payloads
from tests.papers import SAMPLES, Paper, printed, sample_rows
from tests.workbooks import of_paper, xlsx

PAYLOADS = payloads()
# What a figure is counted in and how exact it is are read as texts and are none; a storm's number holds its rows together.
# The note of a level is kept with its file and shown nowhere.
CHOSEN = (("figures", "unit"), ("figures", "qualifier"), ("levels", "note"))
JOINED = ("storm_id", "measure")
# What runs wherever it becomes markup, later too; a script's own element does not.
RUNS = PAYLOADS[2]
# What deck.gl's JSON takes for a program wherever a text of a map begins with it.
PROGRAM = next(text for text in PAYLOADS if text.startswith("@@"))
ROWS = 2000
PERSON, PROPOSER = "everybody", "proposer"
SIGNAL = SAMPLES / "alerts" / "zhoushan_blue_202507280900.xml"
# The elements of a CAP message that take any text.
SAID = (
    "identifier",
    "sender",
    "note",
    "event",
    "senderName",
    "headline",
    "description",
    "valueName",
    "value",
    "areaDesc",
)
SHEET = "<img src=canary>(~sheet~)"  # a slash is in no name of a sheet
_ALL = Scope(frozenset([EVERYTHING]), frozenset([EVERYTHING]))


@dataclass
class Planted:
    """What was planted: the store, the number of a storm without a name, a receipt of each kind, and the fields."""

    url: str
    storm: str = f"{PROGRAM}(~track.storm_id~)"
    receipts: dict[str, str] = field(default_factory=dict)
    fields: set[str] = field(default_factory=set)
    texts: Iterator[str] = field(default_factory=lambda: cycle(PAYLOADS))

    def mark(self, name: str) -> str:
        """The next payload, marked as what was written into that field."""
        return self.marked(next(self.texts), name)

    def marked(self, text: str, name: str) -> str:
        """A payload of one's choice, marked so."""
        self.fields.add(name)
        return f"{text}(~{name}~)"

    def filled(self, form: Feed, rows: Paper) -> Paper:
        """A form's rows with a payload in every cell that takes any text; in a key the row's number makes each another."""
        for column in form.columns:
            header = next((h for h in rows[0] if h.startswith(column.zh)), None)
            for i, row in enumerate(rows[:ROWS] if header and takes_any_text(form, column) else []):
                # A county's files find their district by the name: what made no other row is left at the end.
                row[header] = (
                    f"{self.mark(f'{form.name}.{column.name}')}{f' {i}' if column.name in form.key else ''}"
                )
        return rows

    def paper(self, form: Feed) -> bytes:
        """A form's sample as a file, filled so."""
        rows = alert_rows() if form.name == "alerts" else sample_rows(form.name)
        return printed(self.filled(form, rows))


def takes_any_text(form: Feed, column: Column) -> bool:
    """Whether a cell of the column is kept as it was written."""
    kept = column.type in ("text", "id", "passage") and column.name not in JOINED
    return kept and (form.name, column.name) not in CHOSEN


def alert_rows() -> Paper:
    """The rows of a signal in force, in two languages, and a cancellation of what nobody knows."""
    rows = cap.read(SIGNAL.read_bytes(), SIGNAL.name)["alerts"].columns.to_pylist()
    return [*rows, {**rows[0], "消息类型": "解除"}]


def plant(url: str, folder: Path) -> Planted:
    """Everything that can be written, written once."""
    planted, ledger = Planted(url), Ledger(url)
    _people(planted, ledger, folder)
    _storm(planted, ledger)
    for form in all_feeds().values():
        planted.receipts[form.name] = _number(_sent(planted, ledger, form, planted.paper(form)))
    _signal(planted, ledger)
    _workbook(planted, ledger)
    _faulty(planted, ledger)
    _signed(planted, ledger)
    _taken_back(planted, ledger)
    _proposals(planted, ledger, folder)
    ledger.close()
    return planted


def _people(planted: Planted, ledger: Ledger, folder: Path) -> None:
    """One who may everything, so that his name stands on every page; another to propose; a screen and a key."""
    people = Door(ledger, folder).administration(planted.mark("administrator"))
    people.set_account(PERSON, planted.mark("account"), frozenset(PERSONS), _ALL)
    people.set_account(PROPOSER, planted.mark("proposer"), frozenset(["duty_officer"]), Scope())
    for i, text in enumerate(PAYLOADS):
        people.set_account(f"account{i}", text, frozenset({"viewer"}), Scope())
    people.issue_key(planted.mark("key"), _ALL)
    # The newest stands first, where a click finds it.
    people.issue_screen("![x](/canary) <img src=/canary>(~screen~)", "briefing")
    planted.fields.add("screen")


def _sent(planted: Planted, ledger: Ledger, form: Feed, data: bytes, kind: str = "csv", **more) -> Outcome:
    outcome = receive(
        ledger, form, "city", data, f"{planted.mark('file')}.{kind}", planted.mark("sender"), **more
    )
    assert outcome.receipt, [problem for problem in outcome.draft.problems if problem.severity == "error"][:3]
    return outcome


def _number(outcome: Outcome) -> str:
    return receipt_number(outcome.entry.seq)


def _storm(planted: Planted, ledger: Ledger) -> None:
    """A second storm, nearer than the first, without a name: its number stands for it on every page and map."""
    rows = [row for row in sample_rows("track") if row["时间"] <= "2025-07-28 15:00"]
    place = planted.marked(PROGRAM, "track.landfall_place")
    planted.fields.add("track.storm_id")
    nameless = {"台风编号": planted.storm, "台风名称": "", "英文名": "", "登陆地点": place}
    named = [{**row, **nameless, "纬度": str(float(row["纬度"]) + 3)} for row in rows]
    planted.receipts["storm"] = _number(_sent(planted, ledger, all_feeds()["track"], printed(named)))


def _signal(planted: Planted, ledger: Ledger) -> None:
    """An observatory's own message."""
    text = re.sub(
        f"<({'|'.join(SAID)})>[^<]*<",
        lambda found: f"<{found[1]}>{escape(planted.mark(f'cap.{found[1]}'))}<",
        SIGNAL.read_text("utf-8"),
    )
    planted.receipts["signal"] = _number(
        _sent(planted, ledger, all_feeds()["alerts"], text.encode(), kind="xml")
    )


def _workbook(planted: Planted, ledger: Ledger) -> None:
    """A workbook of two sheets with headers that no form has."""
    table = of_paper(sample_rows("aquaculture", "嵊泗县"))
    header = [*table[0], *(planted.mark("header").replace("\n", " ") for _ in range(40))]
    data = xlsx({SHEET: [header, *table[1:]], "x'-alert(1)-'x": [["船名", "在港状态"], ["甲", PAYLOADS[3]]]})
    form, planted.fields = all_feeds()["aquaculture"], planted.fields | {"sheet"}
    sent = receive(ledger, form, "shengsi", data, planted.mark("file"), planted.mark("sender"), sheet=SHEET)
    planted.receipts["workbook"] = _number(sent)


def _faulty(planted: Planted, ledger: Ledger) -> None:
    """A file in which no cell is what its column takes; one that waits; one of which the sound rows were taken in."""
    form = all_feeds()["aquaculture"]
    bad = [{header: planted.mark("cell") for header in row} for row in sample_rows(form.name, count=200)]
    refused = receive(ledger, form, "city", printed(bad), planted.mark("file"), planted.mark("sender"))
    assert refused.receipt is None
    planted.receipts["refused"] = _number(refused)
    arrive(ledger, form, "city", planted.paper(form), planted.mark("waiting"), planted.mark("sender"), None)
    boats = all_feeds()["fishing_vessels"]
    rows = sample_rows(boats.name)
    for row in rows[:40]:
        row["在港状态"] = next(planted.texts)
    planted.receipts["part"] = _number(_sent(planted, ledger, boats, printed(rows), partial=True))


def _signed(planted: Planted, ledger: Ledger) -> None:
    form = all_feeds()["reservoirs"]
    data, pair = planted.paper(form), minisign.KeyPair.generate()
    text = bytes(pair.secret_key.sign(data, trusted_comment="x")).decode()
    # No key is on record: nobody looks whether the comment was signed too.
    mine = text.replace(
        "trusted comment: x", f"trusted comment: {planted.mark('comment')}".replace("\n", " ")
    )
    planted.receipts["signed"] = _number(_sent(planted, ledger, form, data, signed=Signed(mine)))


def _taken_back(planted: Planted, ledger: Ledger) -> None:
    form = all_feeds()["shelters"]
    sent = _sent(planted, ledger, form, planted.paper(form))
    entry = undo(ledger, sent.entry.seq, planted.mark("duty"), f"{RUNS}(~reason~)", duty=True)
    planted.fields.add("reason")
    planted.receipts["undo"], planted.receipts["undone"] = receipt_number(entry.seq), _number(sent)


def _proposals(planted: Planted, ledger: Ledger, folder: Path) -> None:
    """A level that was confirmed, one that was sent back, and one that waits."""
    people = Door(ledger, folder).register.accounts
    who, by = people[PROPOSER], people[PERSON].identity()
    at = ledger.now().astimezone(BEIJING)

    def proposed(scope: str, grade: str = "IV", verb: str = "start") -> int:
        said = {"issuer": "city_hq", "grade": grade, "verb": verb, "basis": planted.mark("basis")}
        return declare(ledger, **said, scope=scope, effective_at=at, actor=who.title).entry.seq

    confirm(ledger, proposed("city", "III", "adjust"), by)

    planted.receipts["confirmed"] = receipt_number(confirm(ledger, proposed("putuo"), by).seq)
    back = decline(ledger, proposed("daishan"), by, planted.mark("declined"))
    planted.receipts["declined"], planted.receipts["waits"] = (
        receipt_number(back.seq),
        receipt_number(proposed("shengsi")),
    )
