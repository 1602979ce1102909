"""What belongs to an entry is written with it or not at all."""

import pytest

from store.entry import Entry, NewEntry
from store.ledger import Ledger
from tests.store.boats import boats

FLEET = boats(("浙岱渔1", "daishan", 4), ("浙普渔2", "putuo", 6))


def test_both_are_written_one_after_the_other_at_one_moment(live: Ledger) -> None:
    def more(entry: Entry) -> tuple[NewEntry, bytes]:
        return NewEntry("arrival", "boats", "city", detail={"completes": entry.seq}), b"back"

    entry = live.append(NewEntry("submission", "boats", "city"), FLEET, b"all", with_it=more).entry
    then = live.entry(entry.seq + 1)
    assert (then.kind, then.detail, then.received_at) == (
        "arrival",
        {"completes": entry.seq},
        entry.received_at,
    )
    assert live.file(then.sha256) == b"back"
    assert live.verify().whole


def test_neither_is_written_where_the_second_cannot_be(live: Ledger) -> None:
    def fails(entry: Entry) -> tuple[NewEntry, bytes]:
        raise OSError("no space left on device")

    before = live.position()
    with pytest.raises(OSError, match="no space"):
        live.append(NewEntry("submission", "boats", "city"), FLEET, b"all", with_it=fails)
    assert live.position() == before and live.read("boats").frame.empty
