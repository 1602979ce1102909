"""What stands in the way of an append: the same bytes, a newer file, a submission that says too little."""

from dataclasses import replace
from datetime import timedelta

import pytest

from store.entry import BadPayload, NewEntry, Superseded
from store.ledger import Ledger
from tests.store.boats import AFTERNOON, Wall, boats, count, seen, send


def test_the_same_bytes_again_give_the_first_receipt(live: Ledger) -> None:
    draft = NewEntry("submission", "boats", "city", "liaison")
    first = live.append(draft, boats(("a", "putuo", 1)), b"bytes", once=True)
    again = live.append(draft, boats(("a", "putuo", 1)), b"bytes", once=True)
    assert (first.first, again.first, again.entry) == (True, False, first.entry)
    assert live.position() == first.entry.seq


@pytest.mark.parametrize(
    "other",
    [
        {"scope": "putuo"},
        {"feed": "launches"},
        {"kind": "refusal"},
        {"detail": {"given_as_of": "2025-07-28T15:00+08:00"}},
    ],
)
def test_the_same_bytes_meant_otherwise_are_received(live: Ledger, other: dict) -> None:
    said = {"kind": "submission", "feed": "boats", "scope": "city"}
    live.append(NewEntry(**said), boats(("a", "putuo", 1)), b"bytes", once=True)
    assert live.append(NewEntry(**said | other), boats(("a", "putuo", 1)), b"bytes", once=True).first


def test_bytes_are_stored_once_however_often_they_come(live: Ledger) -> None:
    for _ in range(3):
        live.append(NewEntry("submission", "boats", "city"), boats(("a", "putuo", 1)), b"bytes")
    assert (count(live, "entries"), count(live, "payloads"), count(live, "files")) == (4, 1, 1)


@pytest.mark.parametrize(
    ("mine", "theirs"), [("putuo", "putuo"), ("putuo", "city"), ("city", "putuo"), ("city", "city")]
)
def test_a_file_compared_with_an_older_picture_is_turned_away(live: Ledger, mine: str, theirs: str) -> None:
    base = live.base("boats", mine)
    newer = send(live, theirs, ("a", "putuo", 1))
    with pytest.raises(Superseded) as refusal:
        live.append(NewEntry("submission", "boats", mine), boats(("a", "putuo", 2)), b"mine", base=base)
    assert refusal.value.entry == live.entry(newer)
    assert (live.position(), count(live, "files"), count(live, "payloads")) == (newer, 0, 1)


def test_another_districts_or_feeds_file_stands_in_nobodys_way(live: Ledger) -> None:
    base = live.base("boats", "putuo")
    send(live, "dinghai", ("a", "dinghai", 1))
    live.append(NewEntry("submission", "launches", "putuo"), boats(("a", "putuo", 1)))
    live.append(NewEntry("submission", "boats", "putuo"), boats(("a", "putuo", 2)), base=base)
    assert seen(live) == {("a", "dinghai", 1), ("a", "putuo", 2)}


def test_the_base_is_the_newest_submission_that_would_be_replaced(live: Ledger) -> None:
    assert live.base("boats", "putuo") == 0
    send(live, "putuo", ("a", "putuo", 1))
    county = send(live, "putuo", ("a", "putuo", 2))
    other = send(live, "dinghai", ("b", "dinghai", 2))
    assert (live.base("boats", "putuo"), live.base("boats", "city")) == (county, other)


def test_a_retry_is_answered_though_newer_files_have_come(live: Ledger) -> None:
    draft = NewEntry("submission", "boats", "city")
    first = live.append(draft, boats(("a", "putuo", 1)), b"bytes", once=True, base=0).entry
    send(live, "city", ("a", "putuo", 2))
    assert live.append(draft, boats(("a", "putuo", 1)), b"bytes", once=True, base=0).entry == first


@pytest.mark.parametrize("draft", [NewEntry("submission", "boats"), NewEntry("submission", scope="city")])
def test_a_submission_says_its_feed_and_scope(live: Ledger, draft: NewEntry) -> None:
    with pytest.raises(BadPayload):
        live.append(draft, boats(("a", "putuo", 1)))


def test_a_submission_without_a_table_is_turned_away(live: Ledger) -> None:
    with pytest.raises(BadPayload):
        live.append(NewEntry("submission", "boats", "city"), file=b"bytes")


def test_what_a_rehearsal_will_receive_later_does_not_answer_for_it_now(demo: Ledger, wall: Wall) -> None:
    draft = NewEntry("submission", "boats", "city")
    later = replace(draft, received_at=AFTERNOON + timedelta(hours=3))
    first = demo.append(later, boats(("a", "putuo", 1)), b"bytes", once=True)
    now = demo.append(draft, boats(("a", "putuo", 1)), b"bytes", once=True)
    assert now.first and now.entry.received_at == AFTERNOON
    assert demo.append(later, boats(("a", "putuo", 1)), b"bytes", once=True).entry == first.entry
    levels = NewEntry("declaration", "levels", "city")
    demo.append_all([replace(levels, received_at=AFTERNOON + timedelta(hours=3))], b"levels")
    assert [appended.first for appended in demo.append_all([levels], b"levels")] == [True]
    wall.pass_hours(4)
    assert [appended.first for appended in demo.append_all([levels], b"levels")] == [False]
