"""A folder on a share as a way in: files dropped into a unit's own folder are taken in and moved to done or refused.

FOLDER/嵊泗县/渔船.csv  ->  FOLDER/done/嵊泗县/R000123 渔船.csv  and beside it a report (.txt)
While it is read it lies in FOLDER/work/嵊泗县 under the mark of this dropping.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from pathlib import Path
from time import sleep
from uuid import uuid4

from domain import districts
from domain.clock import iso
from domain.names import fitting_name, readable_name
from domain.problems import Problem, Refused
from domain.receipts import receipt_number
from domain.words import LANGUAGES, say
from feeds.declaration import Feed
from feeds.sentences import tell, tell_unread
from intake.receive import Outcome, TakenBack
from intake.several import receive_each
from intake.signed import ENDING, Signed, spoken, text_of
from loaders.limits import FILE_BYTES, FILE_MB
from store.entry import PROPOSAL, StoreError
from store.ledger import Ledger

STABLE_S, POLL_S = 2.0, 1.0
# A JSON or XML without its end may still be coming, over a line that stops and goes on; what is not is refused after so long.
OPEN_ENDED_S = 60.0
_BEGINS, _ENDS, _EDGE = (b"{", b"[", b"<"), (b"}", b"]", b">", b")", b";"), 64
DONE, REFUSED, WORK = "done", "refused", "work"
MARK_LENGTH = 12
# What office programs and copiers leave beside a file they are still writing.
UNFINISHED = ("~$", ".", "~")
UNFINISHED_ENDS = (".tmp", ".part", ".crdownload", ".filepart")


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of one file: where it lies now, and the receipt or refusal, where the ledger has one."""

    path: Path
    moved_to: Path
    accepted: bool
    receipt: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """What could not be read, written or moved for now; it is tried again at the next round."""

    path: Path
    fault: OSError | StoreError

    def said(self, lang: str) -> str:
        """The store's own sentence, or what the system says of the file."""
        return say(lang, self.fault.code) if isinstance(self.fault, StoreError) else str(self.fault)


@dataclass
class Folder:
    """A watched folder; `poll` is called again and again, `clock` counts seconds and never goes back.

    signers: the public keys on record by form and unit. A signature lies beside its file and is put there first.
    """

    root: Path
    ledger: Ledger
    actor: str
    clock: Callable[[], float]
    signers: Callable[[], Mapping[tuple[str, str], str]] = dict
    _seen: dict[Path, tuple[tuple[int, int], float]] = field(default_factory=dict)

    def prepare(self) -> None:
        """Makes one folder a reporting unit, by its Chinese name, where there is none."""
        for district in districts.DISTRICTS.values():
            (self.root / district.zh).mkdir(parents=True, exist_ok=True)

    def poll(self, waits: bool = True) -> Iterator[Handled | Trouble]:
        """Takes in every file that has not changed for STABLE_S seconds; one that cannot be stops no other.

        A document without its end is left for OPEN_ENDED_S where it `waits`. First what was begun and not brought to its end: the store was busy, or the program stopped.
        """
        begun, found = dict(_found(self.root / WORK)), dict(_found(self.root))
        self._seen = {path: seen for path, seen in self._seen.items() if path in found}
        for path, unit in (begun | found).items():
            try:
                if path in begun:
                    yield self._handle(path, unit)
                elif self._is_stable(path, waits):
                    yield self._handle(self._claimed(path), unit)
            except (OSError, StoreError) as fault:
                yield Trouble(path, fault)

    def _is_stable(self, path: Path, waits: bool) -> bool:
        """Whether size and time of writing are what they were STABLE_S ago; a share's clock may differ from ours."""
        status = path.stat()
        now, state = self.clock(), (status.st_size, status.st_mtime_ns)
        before, since = self._seen.get(path, (None, now))
        if before != state:
            since = now
        self._seen[path] = state, since
        return now - since >= (OPEN_ENDED_S if waits and _is_open_ended(path) else STABLE_S)

    def _claimed(self, path: Path) -> Path:
        """The file under the mark of this dropping, which no other has: a copy keeps its name and its time of writing."""
        folder = self.root / WORK / path.parent.name
        folder.mkdir(parents=True, exist_ok=True)
        return path.rename(folder / fitting_name(uuid4().hex[:MARK_LENGTH], readable_name(path)))

    def _handle(self, path: Path, unit: str) -> Handled:
        mark, _, name = readable_name(path).partition(" ")
        if path.stat().st_size > FILE_BYTES:
            return self._away(path, REFUSED, "", _sentences("api.too_large", mb=FILE_MB))
        try:
            # Where the program stopped between receipt and move, the mark has the same receipt given again.
            key = f"folder {mark}"
            signed = Signed(self._signature(path), self.signers())
            outcomes = receive_each(self.ledger, unit, path.read_bytes(), name, self.actor, key, signed)
        except Refused as refusal:
            return self._away(path, REFUSED, "", f"{name}\n{_in_both(refusal.problems)}")
        except TakenBack as back:
            number, undo = receipt_number(back.entry.seq), receipt_number(back.undo.seq)
            said = _sentences("folder.taken_back", receipt=number, undo=undo, actor=back.undo.actor)
            return self._away(path, REFUSED, number, said)
        received = [outcome for outcome in outcomes if outcome.receipt]
        kind = DONE if len(received) == len(outcomes) else REFUSED
        numbers = " ".join(receipt_number(outcome.entry.seq) for outcome in outcomes)
        return self._away(path, kind, numbers, _reports(outcomes, received))

    def _beside(self, path: Path) -> Path:
        """Where the signature of a claimed file lies: still in its unit's folder."""
        return self.root / path.parent.name / (path.name.partition(" ")[2] + ENDING)

    def _signature(self, path: Path) -> str:
        beside = self._beside(path)
        return text_of(beside.read_bytes()) if beside.exists() else ""

    def _away(self, path: Path, kind: str, receipt: str, said: str) -> Handled:
        """The report first, then the file in one step: a file in done always has its report."""
        folder, (_, _, name) = self.root / kind / path.parent.name, readable_name(path).partition(" ")
        folder.mkdir(parents=True, exist_ok=True)
        target = _free(folder / fitting_name(receipt, name))
        target.with_name(f"{target.name}.txt").write_text(said, encoding="utf-8-sig")
        if (signature := self._beside(path)).exists():
            os.replace(signature, target.with_name(target.name + ENDING))
        os.replace(path, target)
        return Handled(self.root / path.parent.name / name, target, kind == DONE, receipt)


def watching(folder: Folder, once: bool) -> Iterator[Handled | Trouble]:
    """Handles what comes, for ever or, with `once`, until what lies there is done; a share may be away for a while."""
    for turn in range(2) if once else count():
        if turn:
            sleep(STABLE_S if once else POLL_S)
        try:
            yield from folder.poll(waits=not once)
        except OSError as fault:
            yield Trouble(folder.root, fault)


def _reports(outcomes: Sequence[Outcome], received: Sequence[Outcome]) -> str:
    """What became of each sheet; first, where some were received and some were not, how many of each."""
    some = 0 < len(received) < len(outcomes)
    counts = {"received": len(received), "refused": len(outcomes) - len(received)}
    return "\n".join(
        [*([_sentences("folder.in_part", **counts), ""] if some else []), *map(report, outcomes)]
    )


def report(outcome: Outcome) -> str:
    """What the sender reads beside the file, in both languages."""
    entry, feed, sheet = outcome.entry, outcome.draft.feed, outcome.draft.sheet
    number = receipt_number(entry.seq)
    titles = {lang: feed.title(lang) + (f" · {sheet}" if sheet else "") for lang in LANGUAGES}
    first = outcome.receipt.first if outcome.receipt else None
    code = {True: "folder.received", False: "folder.received_before", None: "folder.refused"}[first]
    said = {"receipt": number, "rows": entry.rows, "t": iso(entry.received_at), "sha": entry.sha256}
    head = "\n".join(f"{titles[lang]}  {say(lang, code, **said)}" for lang in LANGUAGES)
    if entry.kind == PROPOSAL:
        head += "\n" + _sentences("proposals.waits", receipts=number)
    signed = filter(None, (spoken(entry.detail, lang) for lang in LANGUAGES))
    return "\n".join([head, *signed, *(_told(problem, feed) for problem in outcome.draft.problems)]) + "\n"


def _in_both(problems: Sequence[Problem]) -> str:
    return "\n".join(tell_unread(problem, lang) for problem in problems for lang in LANGUAGES)


def _told(problem: Problem, feed: Feed) -> str:
    return "\n".join(
        f"[{say(lang, f'severity.{problem.severity}')}] {tell(problem, feed, lang).text}"
        for lang in LANGUAGES
    )


def _sentences(code: str, **holes: object) -> str:
    return "\n".join(say(lang, code, **holes) for lang in LANGUAGES)


def _found(root: Path) -> Iterator[tuple[Path, str]]:
    """Finished files in the folders of units, with the unit's code."""
    for folder in sorted(path for path in root.glob("*") if path.is_dir()):
        unit = districts.find(folder.name)
        if unit:
            yield from ((path, unit) for path in sorted(folder.iterdir()) if _is_finished(path))


def _is_finished(path: Path) -> bool:
    """Whether it is a file to take in: a signature waits for its own."""
    begun = path.name.startswith(UNFINISHED) or path.name.lower().endswith((*UNFINISHED_ENDS, ENDING))
    return path.is_file() and not begun


def _is_open_ended(path: Path) -> bool:
    """Whether it begins as a JSON or an XML does and does not end as one."""
    with path.open("rb") as file:
        head = file.read(_EDGE).lstrip(b"\xef\xbb\xbf \t\r\n")
        file.seek(max(0, path.stat().st_size - _EDGE))
        tail = file.read().rstrip(b"\0 \t\r\n")
    return head.startswith(_BEGINS) and not tail.endswith(_ENDS)


def _free(path: Path) -> Path:
    """The path, or the first "name (2)" that is not taken."""
    names = (path.with_name(f"{path.stem} ({number}){path.suffix}") for number in count(2))
    return next(free for free in chain((path,), names) if not free.exists())
