"""The hash a ledger was opened with is that of all its entries."""

from typing import Any

import pytest

from store.checkpoints import Checkpoints
from store.entry import UnknownAlgorithm
from store.ledger import Ledger
from store.merkle import root
from tests.store.signing import rechain, verdict, write


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
