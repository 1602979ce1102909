"""A submission taken back is not deleted: it stands until its undo is received, and never after."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.entry import NewEntry, Superseded
from store.ledger import Ledger
from tests.store.boats import AFTERNOON, MORNING, NIGHT, Boat, Wall, boats, count, seen, send, undo
from tests.store.test_picture import naive, submissions

A, B = ("a", "putuo", 1), ("b", "putuo", 2)
FILES = pytest.mark.parametrize("file", ["whole", "addition"])


@FILES
def test_what_is_undone_shows_what_stood_before_it(live: Ledger, file: str) -> None:
    send(live, "city", A, file=file)
    undo(live, send(live, "city", ("a", "putuo", 9), file=file))
    assert seen(live) == {A}


@FILES
def test_a_feed_whose_only_submission_is_undone_is_as_if_never_received(live: Ledger, file: str) -> None:
    undo(live, send(live, "city", A, file=file))
    picture = live.read("boats")
    assert (len(picture.frame), picture.entries, picture.scopes) == (0, (), frozenset())


def test_an_undone_city_file_gives_the_counties_their_rows_back(live: Ledger) -> None:
    send(live, "putuo", A)
    send(live, "dinghai", ("c", "dinghai", 3))
    undo(live, send(live, "city", B))
    assert seen(live) == {A, ("c", "dinghai", 3)}


def test_what_was_read_before_an_undo_is_not_remembered_after_it(live: Ledger) -> None:
    send(live, "city", A)
    second = send(live, "city", B)
    assert seen(live) == {B}
    undo(live, second)
    assert seen(live) == {A}
    send(live, "city", B)
    assert seen(live) == {B}


def test_the_past_before_an_undo_is_read_as_it_was_known(demo: Ledger) -> None:
    send(demo, "city", A, received_at=NIGHT)
    wrong = send(demo, "city", B, received_at=MORNING)
    undo(demo, wrong, received_at=MORNING + timedelta(hours=1))
    assert (seen(demo, NIGHT), seen(demo, MORNING), seen(demo, AFTERNOON)) == ({A}, {B}, {A})


def test_an_undo_still_to_come_in_a_rehearsal_undoes_nothing_yet(demo: Ledger, wall: Wall) -> None:
    undo(demo, send(demo, "city", A), received_at=AFTERNOON + timedelta(hours=1))
    assert seen(demo) == {A}
    wall.pass_hours(2)
    assert seen(demo) == set()


def test_entries_of_one_instant_are_told_apart_by_their_number(live: Ledger) -> None:
    first, second = send(live, "city", A), send(live, "city", B)
    last = undo(live, second)
    shown = [
        set(live.read("boats", through=seq).frame.get("id", ()))
        for seq in (first - 1, first, second, last, live.position())
    ]
    assert shown == [set(), {"a"}, {"b"}, {"a"}, {"a"}]


def test_another_feeds_undo_touches_nothing(live: Ledger) -> None:
    seq = send(live, "city", A)
    live.append(NewEntry("undo", "ships", "city", detail={"undoes": seq, "reason": "by mistake"}))
    assert seen(live) == {A}


def test_nothing_is_deleted_and_the_chain_stays_whole(live: Ledger) -> None:
    seq = send(live, "city", A)
    before = live.entry(seq)
    undo(live, seq)
    live.pictures.forget()
    assert (live.entry(seq), live.payload(seq).num_rows, count(live, "payloads")) == (before, 1, 1)
    verdict = live.verify()
    assert (verdict.whole, verdict.count) == (True, 3)


def test_an_undo_made_to_name_another_submission_is_found(live: Ledger, backend: Any) -> None:
    first, second = send(live, "city", A), send(live, "city", B)
    forged = f'{{"reason":"sent by mistake","undoes":{first}}}'
    seq = undo(live, second)
    backend.tamper(f"UPDATE entries SET detail = '{forged}' WHERE seq = {seq}")
    assert (live.verify().bad_seq, live.verify().reason) == (seq, "edited")


def test_the_standing_submission_is_the_newest_of_its_places_not_undone(demo: Ledger) -> None:
    city = send(demo, "city", A, received_at=NIGHT)
    county = send(demo, "putuo", B, received_at=MORNING)
    undo(demo, county, received_at=MORNING + timedelta(hours=1))

    def found(scope: str, at: Any = None) -> int | None:
        entry = demo.standing("boats", scope, at)
        return entry.seq if entry else None

    assert (found("putuo"), found("dinghai"), found("city")) == (city, city, city)
    assert (found("putuo", MORNING), found("dinghai", MORNING), found("city", MORNING)) == (
        county,
        city,
        county,
    )
    assert found("city", NIGHT - timedelta(hours=1)) is None
    assert demo.standing("ships", "city") is None


def test_entries_can_be_listed_without_those_undone(demo: Ledger) -> None:
    first = send(demo, "city", A, received_at=NIGHT)
    second = send(demo, "city", B, received_at=MORNING)
    back = undo(demo, second)
    assert [entry.seq for entry in demo.entries(feed="boats")] == [back, second, first]
    assert [entry.seq for entry in demo.entries(feed="boats", standing=True)] == [back, first]
    assert [entry.seq for entry in demo.entries(feed="boats", at=MORNING, standing=True)] == [second, first]
    assert {seq: entry.seq for seq, entry in demo.undone().items()} == {second: back}
    assert (demo.undone("ships"), demo.undone(at=MORNING)) == ({}, {})


@pytest.mark.parametrize(("undone", "seen_from"), [("putuo", "city"), ("putuo", "putuo"), ("city", "putuo")])
def test_who_compared_before_an_undo_of_the_same_places_is_turned_away(
    live: Ledger, undone: str, seen_from: str
) -> None:
    send(live, "city", A)
    seq = send(live, undone, B)
    send(live, "dinghai", ("c", "dinghai", 3))
    base = live.base("boats", seen_from)
    back = undo(live, seq)
    with pytest.raises(Superseded) as refusal:
        live.append(NewEntry("submission", "boats", seen_from), boats(A), base=base)
    assert refusal.value.entry == live.entry(back)


def test_an_undo_elsewhere_turns_nobody_away(live: Ledger) -> None:
    seq = send(live, "dinghai", ("c", "dinghai", 3))
    base = live.base("boats", "putuo")
    undo(live, seq)
    assert live.append(NewEntry("submission", "boats", "putuo"), boats(A), base=base).first


def test_bytes_whose_first_receipt_was_undone_get_a_new_one(live: Ledger) -> None:
    def again() -> Any:
        return live.append(NewEntry("submission", "boats", "city"), boats(A), b"bytes", once=True)

    undo(live, again().entry.seq)
    assert [again().first, again().first] == [True, False]
    assert seen(live) == {A}


Step = tuple[str, list[Boat]]


@st.composite
def steps(draw: st.DrawFn) -> tuple[list[Step], list[tuple[int, int]]]:
    """Files in some order, and which of them are undone after which file."""
    files = draw(submissions())
    undone = draw(st.sets(st.integers(0, len(files) - 1))) if files else set()
    return files, [(draw(st.integers(seen, len(files) - 1)), seen) for seen in sorted(undone)]


@FILES
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=steps())
def test_any_sequence_of_files_and_undoes_shows_what_the_files_left_would_show(
    live: Ledger, file: str, drawn: tuple[list[Step], list[tuple[int, int]]]
) -> None:
    files, undoes = drawn
    feed, plain = (f"{name} after {live.position()}" for name in ("boats", "ships"))
    seqs: list[int] = []
    gone: set[int] = set()
    for number, (scope, rows) in enumerate(files):
        seqs.append(live.append(NewEntry("submission", feed, scope), boats(*rows, file=file)).entry.seq)
        for _, back in [pair for pair in undoes if pair[0] == number]:
            undo(live, seqs[back])
            gone.add(back)
        left = [step for place, step in enumerate(files[: number + 1]) if place not in gone]
        assert rows_of(live, feed) == naive(left, file)
    for scope, rows in [step for place, step in enumerate(files) if place not in gone]:
        live.append(NewEntry("submission", plain, scope), boats(*rows, file=file))
    ours, theirs = live.read(feed), live.read(plain)
    assert rows_of(live, feed) == rows_of(live, plain)
    assert (ours.scopes, [e.rows for e in ours.entries]) == (theirs.scopes, [e.rows for e in theirs.entries])


def rows_of(ledger: Ledger, feed: str) -> set[tuple]:
    """The boats shown of a feed."""
    return {tuple(row)[:3] for row in ledger.read(feed).frame.itertuples(index=False, name=None)}
