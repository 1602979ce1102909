"""Checkpoints are made when they are due, each once, and signed with a key that is kept."""

import stat
from datetime import datetime, timedelta
from typing import Any

import pytest

from store.checkpoints import AGE, ENTRIES, Checkpoints, due, newest
from store.entry import BadKey, Damaged
from store.ledger import Ledger
from store.merkle import root
from store.notes import Note, sign
from tests.store.boats import NIGHT, Wall
from tests.store.signing import KEY, beside, fixed_key, rechain, verdict, write


def test_a_checkpoint_says_the_root_over_the_entries_own_hashes(live: Ledger, kept: str) -> None:
    leaves = [bytes.fromhex(entry.hash) for entry in live.entries(newest_first=False)]
    latest = newest(live)
    assert latest and (latest.number, latest.size) == (2, 6)
    assert latest.recorded_at == live.entry(6).recorded_at
    assert Note.read(latest.note).root == root(leaves[:6], "sha256")


def test_nothing_is_signed_that_does_not_continue_the_newest_checkpoint(
    live: Ledger, kept: str, backend: Any
) -> None:
    backend.tamper(*rechain(live, 2, actor="forger"))
    with pytest.raises(Damaged):
        Checkpoints(live).make()
    backend.tamper("DELETE FROM entries WHERE seq > 4")
    with pytest.raises(Damaged):
        Checkpoints(live).make()


def test_two_makers_make_one_checkpoint_of_the_same_entries(live: Ledger) -> None:
    assert Checkpoints(live).make() is not None and Checkpoints(live).make() is None
    assert newest(live).number == 1


def test_an_empty_ledger_has_no_checkpoint(ledger: Ledger) -> None:
    assert Checkpoints(ledger).make() is None and newest(ledger) is None


@pytest.mark.parametrize(
    ("covered", "position", "waited", "is_due"),
    [
        (0, 0, None, False),
        (5, 5, None, False),
        (5, 6, timedelta(seconds=1), False),
        (5, 6, AGE - timedelta(seconds=1), False),
        (5, 6, AGE, True),
        (5, 5 + ENTRIES - 1, timedelta(), False),
        (5, 5 + ENTRIES, timedelta(), True),
        (5, 6, timedelta(seconds=-1), True),
    ],
)
def test_a_checkpoint_is_due_after_so_many_entries_or_so_long(
    covered: int, position: int, waited: timedelta | None, is_due: bool
) -> None:
    since: datetime | None = None if waited is None else NIGHT - waited
    assert due(covered, position, since, NIGHT) is is_due


def test_what_is_due_is_made_once(live: Ledger, wall: Wall) -> None:
    made = Checkpoints(live)
    assert not made.make_due(wall())
    wall.pass_hours(0.1)
    assert made.make_due(wall()) and not made.make_due(wall())


def test_the_file_has_each_checkpoint_once_whoever_writes_it_out(live: Ledger, kept: str) -> None:
    file = beside(live, "checkpoints.txt")
    for _ in range(2):
        Checkpoints(live).write_out()
    assert file.read_text("utf-8") == f"{kept}\n"
    made = Checkpoints(live)
    made.write_out()
    last = made.make()
    made.write_out()
    assert file.read_text("utf-8") == f"{kept}\n{last}\n" and live.verify(file.read_text("utf-8")).whole


def test_the_file_may_lie_elsewhere_and_be_out_of_reach_for_a_while(
    live: Ledger, kept: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = tmp_path / "share"
    monkeypatch.setenv("CHECKPOINT_FILE", str(share / "checkpoints.txt"))
    made = Checkpoints(live)
    with pytest.raises(FileNotFoundError):
        made.write_out()
    share.mkdir()
    made.write_out()
    assert (share / "checkpoints.txt").read_text("utf-8") == f"{kept}\n"


def test_the_key_is_its_owners_alone_and_may_lie_elsewhere(
    live: Ledger, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    Checkpoints(live).make()
    assert stat.S_IMODE(beside(live, "checkpoint.key").stat().st_mode) == 0o600
    elsewhere = tmp_path / "keys" / "own.pem"
    monkeypatch.setenv("CHECKPOINT_KEY", str(elsewhere))
    write(live, 1)
    assert Checkpoints(live).make() and elsewhere.exists()
    assert verdict(live) == (None, None, None, 2)  # each signed with the key of its time


def test_a_key_brought_along_signs_and_what_is_none_is_refused(live: Ledger) -> None:
    beside(live, "checkpoint.key").write_bytes(b"no key")
    with pytest.raises(BadKey):
        Checkpoints(live).make()
    beside(live, "checkpoint.key").write_bytes(fixed_key())
    note = Checkpoints(live).make()
    assert str(note) == str(sign(KEY, note.origin, note.size, note.root))
