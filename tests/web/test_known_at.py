"""A level that is declared late was not in force on the screens of those who could not know it yet."""

from pathlib import Path

import pytest

from domain.clock import from_beijing
from store.entry import NewEntry
from store.ledger import Ledger
from tests.store.boats import boats
from web.known.situation import known, situation

BEFORE, AFTER = (from_beijing(f"2025-07-28T{at}") for at in ("15:00", "17:00"))
SAID = {
    "issuer": "city_hq",
    "scope": "city",
    "grade": "III",
    "verb": "adjust",
    "basis": "",
    "effective_at": "2025-07-28T13:00",
}


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    ledger = Ledger(f"sqlite:///{tmp_path / 'ledger.sqlite3'}")
    ledger.open_event("demo", "2508", AFTER)
    ledger.append(
        NewEntry("declaration", "levels", "city", detail=SAID, received_at=from_beijing("2025-07-28T16:00"))
    )
    return ledger


def test_a_declaration_counts_from_when_it_was_known_not_only_from_when_it_held(ledger: Ledger) -> None:
    assert [known(ledger, at).declarations == () for at in (BEFORE, AFTER)] == [True, False]
    assert [situation(ledger, at).grade for at in (BEFORE, AFTER)] == ["none", "III"]


def test_a_form_is_as_old_as_the_oldest_file_of_it_still_shown(ledger: Ledger) -> None:
    for scope, at in (("putuo", BEFORE), ("dinghai", AFTER)):
        draft = NewEntry("submission", "aquaculture", scope, received_at=at)
        ledger.append(draft, boats((f"of {scope}", scope, 1)))
    sent = known(ledger, AFTER).sent["aquaculture"]
    assert {unit: one.true_of for unit, one in sent.items()} == {"putuo": BEFORE, "dinghai": AFTER}
