"""What a ledger was is held against what it is, by a checkpoint somebody kept."""

from typing import Any

import pytest

from store import blob
from store.checkpoints import Checkpoints, newest
from store.entry import NewEntry
from store.ledger import Ledger
from store.notes import Note, Verifier, sign
from tests.store.signing import KEY, beside, forged, rechain, verdict, write


def test_a_ledger_that_has_only_grown_agrees_with_every_checkpoint(live: Ledger, kept: str) -> None:
    assert verdict(live) == verdict(live, kept) == (None, None, None, 2)


def test_a_cut_tail_is_found_though_the_chain_alone_is_whole(live: Ledger, backend: Any) -> None:
    for number in range(4):
        live.append(NewEntry("declaration", actor="duty", detail={"n": number}))
    note = str(Checkpoints(live).make())
    cut = forged(backend, "DELETE FROM entries WHERE seq > 3")
    assert verdict(cut) == (None, None, None, 0)
    assert verdict(cut, note) == ("cut", 4, 5, 0)


def test_a_tail_cut_and_grown_again_differs_from_the_checkpoint(
    live: Ledger, kept: str, backend: Any
) -> None:
    again = forged(backend, "DELETE FROM entries WHERE seq > 4")
    write(again, 4)
    assert verdict(again, kept) == ("differs", 4, 6, 1)


def test_an_entry_changed_and_the_whole_chain_hashed_anew_lies_between_two_checkpoints(
    live: Ledger, kept: str, backend: Any
) -> None:
    again = forged(backend, *rechain(live, 5, actor="forger"))
    assert verdict(again)[0] is None
    found = again.verify(kept)
    assert (found.reason, found.bad_seq, found.last_seq, found.size, found.agreed) == ("differs", 4, 6, 6, 3)


def test_the_stored_checkpoints_are_compared_without_being_asked(
    live: Ledger, kept: str, backend: Any
) -> None:
    backend.tamper(*rechain(live, 2, actor="forger"))
    assert verdict(Ledger(backend.url)) == ("differs", 1, 3, 0)


@pytest.mark.parametrize(
    ("change", "reason", "seq"),
    [
        (["UPDATE entries SET actor = 'x' WHERE seq = 4"], "edited", 4),
        (["DELETE FROM entries WHERE seq = 4"], "missing", 4),
        ([f"UPDATE entries SET seq = {to} WHERE seq = {at}" for at, to in ((4, 99), (5, 4), (99, 5))], "reordered", 4),
        (["UPDATE payloads SET body = (SELECT body FROM payloads WHERE sha256 <> {payload}) WHERE sha256 = {payload}"], "payload", 4),
        (["UPDATE files SET body = (SELECT body FROM files WHERE sha256 <> {file}) WHERE sha256 = {file}"], "file", 4),
    ],
)  # fmt: skip
def test_with_a_checkpoint_too_it_is_said_which_entry_was_changed(
    live: Ledger, kept: str, backend: Any, change: list[str], reason: str, seq: int
) -> None:
    entry = live.entry(4)
    names = {"payload": f"'{entry.payload_sha256}'", "file": f"'{entry.sha256}'"}
    backend.tamper(*(statement.format(**names) for statement in change))
    assert verdict(live, kept)[:2] == (reason, seq)


def test_a_checkpoint_that_was_changed_itself_is_told_from_a_ledger_that_was(live: Ledger, kept: str) -> None:
    assert verdict(live, kept.replace("\n3\n", "\n2\n"))[0] == "signature"
    assert verdict(live, "no checkpoint")[0] == verdict(live, "")[0] == "malformed"


def test_a_checkpoint_signed_by_another_key_is_not_believed(live: Ledger, kept: str) -> None:
    note = Note.read(str(newest(live).note))
    theirs = sign(KEY, note.origin, note.size, bytes(32))
    assert verdict(live, str(theirs))[0] == "unknown_key"


def test_whoever_noted_the_key_need_not_believe_the_one_beside_the_store(live: Ledger, kept: str) -> None:
    theirs = beside(live, "checkpoint.key.pub").read_text("utf-8")
    assert live.verify(kept, theirs).whole
    (verifier,) = map(Verifier.read, theirs.splitlines())
    other = f"{verifier.name}+{sign(KEY, verifier.name, 0, bytes(32)).signatures[0][1][:4].hex()}"
    assert live.verify(kept, other).reason == "unknown_key"


def test_another_ledgers_checkpoint_is_told_so_and_does_no_harm_beside_our_own(
    live: Ledger, kept: str, tmp_path: Any
) -> None:
    other = Ledger(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    other.open_event("exercise", "another")
    theirs = str(Checkpoints(other).make())
    assert verdict(live, theirs)[0] == "other_ledger"
    assert verdict(live, f"{theirs}\n{kept}")[0] is None


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ("size = 7", "malformed"),
        ("note = 'none'", "malformed"),
        ("note = X'00'", "malformed"),
        ("note = replace(note, 'typhoon', 'Typhoon')", "other_ledger"),
        ("verifier = 'none'", "unknown_key"),
    ],
)
def test_a_stored_checkpoint_that_was_changed_is_found(
    live: Ledger, kept: str, backend: Any, change: str, reason: str
) -> None:
    backend.tamper(f"UPDATE checkpoints SET {change} WHERE size = 6")
    assert verdict(live)[0] == reason


def test_a_guard_that_says_something_else_is_no_guard(live: Ledger, backend: Any) -> None:
    backend.tamper()
    again = Ledger(backend.url)
    assert again.verify().whole
    with again.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER entries_kept")
        connection.exec_driver_sql("CREATE TRIGGER entries_kept BEFORE DELETE ON entries BEGIN SELECT 1; END")
    assert Ledger(backend.url).verify().reason == "unguarded"


def test_a_trigger_that_lets_entries_vanish_after_their_receipt_is_found(live: Ledger) -> None:
    with live.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER x BEFORE INSERT ON Entries WHEN NEW.actor = '王联络' BEGIN SELECT RAISE(IGNORE); END"
        )
    lost = live.append(NewEntry("declaration", "levels", "city", "王联络")).entry
    assert live.last() != lost
    assert live.verify().reason == "unguarded"


def test_bodies_swapped_for_each_other_are_found(live: Ledger, backend: Any) -> None:
    write(live, 2)
    theirs = blob.encode_file(b"crew\n7\n").hex()
    backend.tamper(
        f"UPDATE files SET body = X'{theirs}', size_bytes = 7 WHERE sha256 = '{live.entry(2).sha256}'"
    )
    assert verdict(live)[:2] == ("file", 2)
