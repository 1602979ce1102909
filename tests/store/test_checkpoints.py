"""What a ledger was is held against what it is, by a checkpoint somebody kept."""

import stat
from datetime import datetime, timedelta
from typing import Any

import pytest

from store import blob
from store.chain import leaf_hash
from store.checkpoints import AGE, ENTRIES, Checkpoints, due, newest
from store.entry import BadKey, Damaged, NewEntry, UnknownAlgorithm
from store.ledger import Ledger
from store.merkle import root
from store.notes import Note, Verifier, sign
from store.tables import to_row
from tests.store.boats import NIGHT, Wall, boats
from tests.store.signing import KEY, beside, fixed_key


def write(ledger: Ledger, count: int) -> None:
    for crew in range(ledger.position(), ledger.position() + count):
        draft = NewEntry("submission", "boats", "city", "liaison", detail={"crew": crew})
        ledger.append(draft, boats(("a", "putuo", crew)), f"crew\n{crew}\n".encode())


@pytest.fixture
def kept(live: Ledger) -> str:
    """Checkpoints of 3 and of 6 entries, carried away; the ledger has gone on to 8, and holds no checkpoint itself."""
    made, notes = Checkpoints(live), []
    for more in (2, 3):
        write(live, more)
        notes.append(made.make())
    write(live, 2)
    return "\n".join(map(str, notes))


def forged(backend: Any, *statements: str) -> Ledger:
    """What somebody leaves who cannot sign: the stored checkpoints are gone as well, and the guards are made anew."""
    backend.tamper("DELETE FROM checkpoints", *statements)
    again = Ledger(backend.url)
    Checkpoints(again)
    return again


def rechain(ledger: Ledger, first: int, **change: Any) -> list[str]:
    """Statements that change an entry and hash it and all after it anew, so that the chain is whole again."""
    statements, before = [], ledger.entry(first).prev_hash
    for seq in range(first, ledger.position() + 1):
        row = to_row(ledger.entry(seq)) | (change if seq == first else {}) | {"prev_hash": before}
        row["hash"] = before = leaf_hash(row)
        given = ", ".join(f"{name} = '{row[name]}'" for name in (*change, "prev_hash", "hash"))
        statements.append(f"UPDATE entries SET {given} WHERE seq = {seq}")
    return statements


def verdict(ledger: Ledger, against: str | None = None) -> tuple:
    found = ledger.verify(against)
    assert found.whole == (found.reason is None)
    return found.reason, found.bad_seq, found.last_seq, found.checkpoints


def test_a_ledger_that_has_only_grown_agrees_with_every_checkpoint(live: Ledger, kept: str) -> None:
    assert verdict(live) == verdict(live, kept) == (None, None, None, 2)


def test_a_checkpoint_says_the_root_over_the_entries_own_hashes(live: Ledger, kept: str) -> None:
    leaves = [bytes.fromhex(entry.hash) for entry in live.entries(newest_first=False)]
    latest = newest(live)
    assert latest and (latest.number, latest.size) == (2, 6)
    assert latest.recorded_at == live.entry(6).recorded_at
    assert Note.read(latest.note).root == root(leaves[:6], "sha256")


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


def test_a_ledger_may_be_hashed_with_sm3_throughout(ledger: Ledger, backend: Any) -> None:
    ledger.open_event("live", "2508", algorithm="sm3")
    write(ledger, 3)
    note = Checkpoints(ledger).make()
    entries = ledger.entries(newest_first=False)
    assert {entry.algorithm for entry in entries} == {"sm3"}
    assert note.root == root([bytes.fromhex(entry.hash) for entry in entries], "sm3")
    assert verdict(ledger, str(note)) == (None, None, None, 1)
    backend.tamper("UPDATE entries SET actor = 'x' WHERE seq = 3")
    assert verdict(ledger)[:2] == ("edited", 3)


def test_the_hash_is_chosen_where_the_ledger_is_opened(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LEDGER_ALGORITHM", "md5")
    with pytest.raises(UnknownAlgorithm):
        ledger.open_for_use()
    monkeypatch.setenv("LEDGER_ALGORITHM", "sm3")
    ledger.open_for_use()
    monkeypatch.delenv("LEDGER_ALGORITHM")
    write(ledger, 1)
    assert [entry.algorithm for entry in ledger.entries()] == ["sm3", "sm3"] and ledger.verify().whole


def test_an_entry_hashed_otherwise_than_the_opening_is_refused(live: Ledger, backend: Any) -> None:
    write(live, 2)
    backend.tamper(*rechain(live, 3, algorithm="sm3"))
    assert verdict(live)[:2] == ("algorithm", 3)


def test_a_guard_that_says_something_else_is_no_guard(live: Ledger, backend: Any) -> None:
    backend.tamper()
    again = Ledger(backend.url)
    assert again.verify().whole
    with again.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER entries_kept")
        connection.exec_driver_sql("CREATE TRIGGER entries_kept BEFORE DELETE ON entries BEGIN SELECT 1; END")
    assert Ledger(backend.url).verify().reason == "unguarded"


def test_bodies_swapped_for_each_other_are_found(live: Ledger, backend: Any) -> None:
    write(live, 2)
    theirs = blob.encode_file(b"crew\n7\n").hex()
    backend.tamper(
        f"UPDATE files SET body = X'{theirs}', size_bytes = 7 WHERE sha256 = '{live.entry(2).sha256}'"
    )
    assert verdict(live)[:2] == ("file", 2)
