"""Several entries that came in one file are kept all together or not at all."""

from typing import Any

import pytest

from store import writing
from store.entry import BadPayload, HistoryNotAllowed, NewEntry, NotOpened
from store.ledger import Ledger
from tests.store.boats import MORNING, NIGHT, count

FILE = "发布单位,等级\n市防指,Ⅳ\n".encode()


def decisions(*grades: str, **said: Any) -> list[NewEntry]:
    return [
        NewEntry("declaration", "levels", "city", rows=1, detail={"grade": grade}, **said) for grade in grades
    ]


def test_the_entries_of_a_file_follow_each_other_and_share_its_bytes(live: Ledger) -> None:
    added = live.append_all(decisions("marine", "IV", "III"), FILE)
    entries = [one.entry for one in added]
    assert [(entry.seq, entry.detail["grade"], entry.rows) for entry in entries] == [
        (2, "marine", 1),
        (3, "IV", 1),
        (4, "III", 1),
    ]
    assert [one.first for one in added] == [True, True, True]
    assert {live.file(entry.sha256) for entry in entries} == {FILE}
    assert live.verify().whole


def test_the_same_file_again_gives_its_first_entries(live: Ledger) -> None:
    first = live.append_all(decisions("marine", "IV"), FILE)
    again = live.append_all(decisions("marine", "IV"), FILE)
    assert [one.entry for one in again] == [one.entry for one in first]
    assert [one.first for one in again] == [False, False]
    assert live.position() == 3


def test_a_file_meant_to_be_sent_again_is_written_again(live: Ledger) -> None:
    live.append_all(decisions("marine", "IV"), FILE)
    again = live.append_all(decisions("marine", "IV"), FILE, once=False)
    assert [one.entry.seq for one in again] == [4, 5]
    assert [one.entry.seq for one in live.append_all(decisions("marine", "IV"), FILE)] == [2, 3]


def test_the_same_bytes_of_another_kind_are_another_matter(live: Ledger) -> None:
    live.append(NewEntry("refusal", "levels", "city"), None, FILE)
    assert [one.first for one in live.append_all(decisions("IV"), FILE)] == [True]


def test_when_one_entry_fails_none_is_kept(live: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    write, written = writing.chain_on, []

    def fail(connection: Any, draft: NewEntry, **given: Any) -> Any:
        if len(written) == 2:
            raise OSError("disk full")
        written.append(write(connection, draft, **given))
        return written[-1]

    monkeypatch.setattr(writing, "chain_on", fail)
    with pytest.raises(OSError, match="disk full"):
        live.append_all(decisions("marine", "IV", "III"), FILE)
    assert len(written) == 2
    assert [count(live, table) for table in ("entries", "files")] == [1, 0]


def test_a_submission_needs_its_table_and_is_not_written_this_way(live: Ledger) -> None:
    with pytest.raises(BadPayload):
        live.append_all([*decisions("IV"), NewEntry("submission", "boats", "city")], FILE)
    assert live.position() == 1


def test_history_is_for_demos(live: Ledger) -> None:
    with pytest.raises(HistoryNotAllowed):
        live.append_all([*decisions("marine"), *decisions("IV", received_at=NIGHT)], FILE)
    assert live.position() == 1


def test_each_entry_of_a_demo_keeps_the_hour_it_was_known_from(demo: Ledger) -> None:
    demo.append_all([*decisions("marine", received_at=NIGHT), *decisions("IV", received_at=MORNING)], FILE)
    assert [entry.detail["grade"] for entry in demo.entries(kinds=["declaration"], at=NIGHT)] == ["marine"]


def test_nothing_is_written_before_the_purpose_is_known(ledger: Ledger) -> None:
    with pytest.raises(NotOpened):
        ledger.append_all(decisions("IV"), FILE)


def test_a_file_of_nothing_writes_nothing(live: Ledger) -> None:
    assert live.append_all([], FILE) == []
    assert (live.position(), count(live, "files")) == (1, 0)
