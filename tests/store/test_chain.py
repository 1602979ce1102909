"""A change made behind the ledger's back is found."""

import hashlib
from typing import Any

import pytest

from store import blob
from store.chain import GENESIS, canonical, leaf_hash
from store.entry import Damaged, NewEntry
from store.ledger import Ledger
from store.tables import to_row
from tests.store.boats import boats


@pytest.fixture
def written(live: Ledger) -> Ledger:
    """Five entries: the opening and four submissions with their files."""
    for crew in range(4):
        draft = NewEntry("submission", "boats", "city", "liaison", detail={"crew": crew})
        live.append(draft, boats(("a", "putuo", crew)), f"crew\n{crew}\n".encode())
    live.pictures.forget()
    return live


def test_a_chain_left_alone_is_whole(written: Ledger) -> None:
    verdict = written.verify()
    assert (verdict.whole, verdict.count, verdict.bad_seq, verdict.reason) == (True, 5, None, None)


def test_a_ledger_without_its_opening_entry_is_not_whole(ledger: Ledger) -> None:
    assert (ledger.verify().whole, ledger.verify().reason) == (False, "empty")


@pytest.mark.parametrize("first", [1, 2, 5])
def test_entries_cut_from_the_end_show_by_what_they_leave_behind(
    written: Ledger, backend: Any, first: int
) -> None:
    backend.tamper(f"DELETE FROM entries WHERE seq >= {first}")
    verdict = written.verify()
    assert (verdict.whole, verdict.reason) == (False, "empty" if first == 1 else "orphan")


def test_tables_that_have_lost_their_guard_are_told_of(written: Ledger, backend: Any) -> None:
    backend.tamper()
    assert (written.verify().whole, written.verify().reason) == (False, "unguarded")


def test_each_entry_follows_the_one_before_it(written: Ledger) -> None:
    entries = written.entries(newest_first=False)
    assert [entry.prev_hash for entry in entries] == [GENESIS, *(entry.hash for entry in entries[:-1])]


def test_a_leaf_is_hashed_as_anyone_can_repeat(written: Ledger) -> None:
    row = to_row(written.entry(3))
    fields = {name: value for name, value in row.items() if name != "hash"} | {"detail": {"crew": 1}}
    assert row["hash"] == hashlib.sha256(b"\x00" + canonical(fields)).hexdigest() == leaf_hash(row)


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'somebody else'",
        "rows = 2",
        "received_at = '2025-07-28T07:00:00.000000Z'",
        "as_of = 'yesterday'",
        "detail = '{\"crew\": 1}'",
        "detail = 'no json'",
        "payload_sha256 = NULL",
        "algorithm = 'none'",
        "hash = prev_hash",
    ],
)
def test_an_edited_entry_is_found(written: Ledger, backend: Any, change: str) -> None:
    backend.tamper(f"UPDATE entries SET {change} WHERE seq = 3")
    verdict = written.verify()
    assert (verdict.whole, verdict.bad_seq, verdict.reason) == (False, 3, "edited")


def test_an_entry_edited_and_hashed_anew_is_found_by_the_next(written: Ledger, backend: Any) -> None:
    forged = leaf_hash(to_row(written.entry(3)) | {"actor": "forger"})
    backend.tamper(f"UPDATE entries SET actor = 'forger', hash = '{forged}' WHERE seq = 3")
    verdict = written.verify()
    assert (verdict.bad_seq, verdict.reason) == (3, "edited")


@pytest.mark.parametrize("seq", [1, 3])
def test_a_removed_entry_is_missed(written: Ledger, backend: Any, seq: int) -> None:
    backend.tamper(f"DELETE FROM entries WHERE seq = {seq}")
    verdict = written.verify()
    assert (verdict.whole, verdict.bad_seq, verdict.reason) == (False, seq, "missing")


def test_entries_that_changed_places_are_found(written: Ledger, backend: Any) -> None:
    backend.tamper(
        "UPDATE entries SET seq = 99 WHERE seq = 3",
        "UPDATE entries SET seq = 3 WHERE seq = 4",
        "UPDATE entries SET seq = 4 WHERE seq = 99",
    )
    verdict = written.verify()
    assert (verdict.whole, verdict.bad_seq, verdict.reason) == (False, 3, "reordered")


def test_a_swapped_payload_is_found(written: Ledger, backend: Any) -> None:
    theirs = blob.encode_table(boats(("a", "putuo", 99))).hex()
    name = written.entry(3).payload_sha256
    backend.tamper(f"UPDATE payloads SET body = X'{theirs}' WHERE sha256 = '{name}'")
    verdict = written.verify()
    assert (verdict.whole, verdict.bad_seq, verdict.reason) == (False, 3, "payload")


def test_a_swapped_payload_is_never_shown(written: Ledger, backend: Any) -> None:
    newest = written.entry(written.position())
    theirs = blob.encode_table(boats(("a", "putuo", 99))).hex()
    backend.tamper(f"UPDATE payloads SET body = X'{theirs}' WHERE sha256 = '{newest.payload_sha256}'")
    with pytest.raises(Damaged) as refusal:
        written.read("boats")
    assert refusal.value.entry == newest


def test_a_payload_that_is_gone_is_missed(written: Ledger, backend: Any) -> None:
    entry = written.entry(3)
    backend.tamper(f"DELETE FROM payloads WHERE sha256 = '{entry.payload_sha256}'")
    assert (written.verify().bad_seq, written.verify().reason) == (3, "payload")
    with pytest.raises(Damaged):
        written.payload(3)


@pytest.mark.parametrize("body", [blob.encode_file(b"crew\n9\n"), b"not zstd"])
def test_a_swapped_file_is_found_and_never_handed_out(written: Ledger, backend: Any, body: bytes) -> None:
    name = written.entry(3).sha256
    backend.tamper(f"UPDATE files SET body = X'{body.hex()}' WHERE sha256 = '{name}'")
    verdict = written.verify()
    assert (verdict.whole, verdict.bad_seq, verdict.reason) == (False, 3, "file")
    with pytest.raises(Damaged):
        written.file(name)


@pytest.mark.parametrize(
    "change",
    [
        "files SET size_bytes = -1",
        "files SET size_bytes = 4611686018427387904",
        "files SET size_bytes = 'many'",
        "files SET body = 'a text'",
        "files SET body = X''",
        "payloads SET body = 'a text'",
    ],
)
def test_bytes_that_cannot_be_unpacked_at_all_are_found_and_stop_nothing(
    written: Ledger, backend: Any, change: str
) -> None:
    entry = written.entry(3)
    name = entry.sha256 if change.startswith("files") else entry.payload_sha256
    backend.tamper(f"UPDATE {change} WHERE sha256 = '{name}'")
    verdict = written.verify()
    assert (verdict.whole, verdict.bad_seq) == (False, 3)
    assert verdict.reason == ("file" if change.startswith("files") else "payload")


def test_canonical_json_has_one_spelling_and_no_nan() -> None:
    assert canonical({"b": [1, 2.5], "a": "舟山"}) == '{"a":"舟山","b":[1,2.5]}'.encode()
    with pytest.raises(ValueError, match="JSON"):
        canonical(float("nan"))
