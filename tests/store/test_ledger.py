"""The ledger keeps what it said it received: once, whole, in order."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from store import writing
from store.entry import (
    AlreadyOpened,
    BadPayload,
    HistoryNotAllowed,
    NewEntry,
    NotOpened,
    StoreError,
    Superseded,
)
from store.ledger import Ledger, default_url
from tests.store.boats import AFTERNOON, MORNING, NIGHT, Wall, boats, seen, send

TABLES = ("entries", "payloads", "files")


def test_the_purpose_is_the_first_entry(ledger: Ledger) -> None:
    ledger.open_event("exercise", "2508")
    first = ledger.entry(1)
    assert (first.kind, first.event, first.detail) == ("opening", "2508", {"purpose": "exercise"})


def test_a_ledger_is_opened_once(live: Ledger) -> None:
    with pytest.raises(AlreadyOpened) as refusal:
        live.open_event("demo", "2509")
    assert refusal.value.entry == live.entry(1)
    assert live.position() == 1


def test_a_purpose_nobody_knows_is_refused(ledger: Ledger) -> None:
    with pytest.raises(ValueError, match="store.unknown_purpose"):
        ledger.open_event("play", "2508")


def test_nothing_is_appended_before_the_purpose_is_known(ledger: Ledger) -> None:
    with pytest.raises(NotOpened):
        send(ledger, "city", ("a", "putuo", 1))


def test_opening_the_same_url_again_finds_the_same_ledger(live: Ledger, backend: Any) -> None:
    send(live, "city", ("a", "putuo", 1))
    again = Ledger(backend.url)
    assert (again.position(), again.purpose, seen(again)) == (2, "live", {("a", "putuo", 1)})
    again.close()


def test_the_demo_clock_stands_where_it_was_put_and_runs_on(demo: Ledger, wall: Wall) -> None:
    assert demo.now() == AFTERNOON
    wall.pass_hours(1.5)
    assert demo.now() == AFTERNOON + timedelta(hours=1.5)


def test_a_live_clock_and_that_of_an_empty_store_are_the_walls(ledger: Ledger, wall: Wall) -> None:
    assert ledger.now() == wall.at
    ledger.open_event("live", "2508")
    wall.pass_hours(1)
    assert ledger.now() == wall.at


def test_a_live_clock_cannot_be_put_elsewhere(ledger: Ledger) -> None:
    with pytest.raises(HistoryNotAllowed):
        ledger.open_event("live", "2508", AFTERNOON)
    assert ledger.position() == 0


def test_a_live_store_takes_no_history(live: Ledger) -> None:
    with pytest.raises(HistoryNotAllowed):
        send(live, "city", ("a", "putuo", 1), received_at=NIGHT)
    assert live.position() == 1


def test_a_demo_keeps_the_wall_clock_beside_the_history(demo: Ledger, wall: Wall) -> None:
    entry = demo.entry(send(demo, "city", ("a", "putuo", 1), received_at=NIGHT))
    assert (entry.received_at, entry.recorded_at) == (NIGHT, wall.at)


def test_a_time_without_a_zone_is_refused(live: Ledger) -> None:
    with pytest.raises(ValueError, match="no_zone"):
        send(live, "city", ("a", "putuo", 1), as_of=datetime(2025, 7, 28, 15))
    assert live.position() == 1


def test_an_entry_is_read_as_it_was_given(live: Ledger) -> None:
    draft = NewEntry(
        "submission",
        "boats",
        "city",
        "王联络",
        as_of=NIGHT,
        filename="渔船.csv",
        detail={"版本": [1, None, 2.5]},
    )
    entry = live.append(draft, boats(("a", "putuo", 1)), "编号,船名\n".encode("gb18030")).entry
    live.pictures.forget()
    assert live.entry(entry.seq) == entry
    assert (entry.actor, entry.as_of, entry.filename, entry.rows) == ("王联络", NIGHT, "渔船.csv", 1)
    assert entry.detail == {"版本": [1, None, 2.5]}
    assert live.payload(entry.seq).equals(boats(("a", "putuo", 1)), check_metadata=True)
    assert live.file(entry.sha256) == "编号,船名\n".encode("gb18030")


@pytest.mark.parametrize("data", [b"", b"\x00" * 100_000])
def test_a_file_comes_back_byte_for_byte(live: Ledger, data: bytes) -> None:
    entry = live.append(NewEntry("refusal", "boats", "city"), file=data).entry
    assert live.file(entry.sha256) == data


def test_what_was_never_there_is_not_found(live: Ledger) -> None:
    for look in (
        lambda: live.entry(7),
        lambda: live.payload(7),
        lambda: live.payload(1),
        lambda: live.file("ab"),
    ):
        with pytest.raises(KeyError):
            look()


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
    assert (_count(live, "entries"), _count(live, "payloads"), _count(live, "files")) == (4, 1, 1)


@pytest.mark.parametrize(
    ("mine", "theirs"), [("putuo", "putuo"), ("putuo", "city"), ("city", "putuo"), ("city", "city")]
)
def test_a_file_compared_with_an_older_picture_is_turned_away(live: Ledger, mine: str, theirs: str) -> None:
    base = live.base("boats", mine)
    newer = send(live, theirs, ("a", "putuo", 1))
    with pytest.raises(Superseded) as refusal:
        live.append(NewEntry("submission", "boats", mine), boats(("a", "putuo", 2)), b"mine", base=base)
    assert refusal.value.entry == live.entry(newer)
    assert (live.position(), _count(live, "files"), _count(live, "payloads")) == (newer, 0, 1)


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


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("verb", ["UPDATE {table} SET {key} = {key}", "DELETE FROM {table}"])
def test_nothing_can_be_updated_or_deleted(live: Ledger, table: str, verb: str) -> None:
    live.append(NewEntry("submission", "boats", "city"), boats(("a", "putuo", 1)), b"bytes")
    key = "seq" if table == "entries" else "sha256"
    with pytest.raises(DBAPIError, match="append-only"), live.engine.begin() as connection:
        connection.execute(text(verb.format(table=table, key=key)))
    assert live.verify().whole


@pytest.mark.parametrize("failing", ["keep_once", "chain_on"])
def test_a_failing_append_leaves_nothing_behind(
    live: Ledger, monkeypatch: pytest.MonkeyPatch, failing: str
) -> None:
    step, calls = getattr(writing, failing), []

    def fail(connection: Any, what: Any, *rest: Any, **given: Any) -> Any:
        calls.append(step(connection, what, *rest, **given))
        if getattr(what, "name", failing) != "payloads":
            raise OSError("disk full")
        return calls[-1]

    monkeypatch.setattr(writing, failing, fail)
    with pytest.raises(OSError, match="disk full"):
        live.append(NewEntry("submission", "boats", "city"), boats(("a", "putuo", 1)), b"bytes")
    assert calls
    assert [_count(live, table) for table in TABLES] == [1, 0, 0]
    monkeypatch.undo()
    send(live, "city", ("a", "putuo", 2))
    assert live.verify().count == 2


def test_two_threads_write_one_unbroken_chain(live: Ledger) -> None:
    def work(scope: str) -> list[int]:
        return [send(live, scope, ("a", scope, crew)) for crew in range(50)]

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(work, ("putuo", "dinghai"))
    assert sorted(first + second) == list(range(2, 102))
    assert seen(live) == {("a", "putuo", 49), ("a", "dinghai", 49)}
    verdict = live.verify()
    assert (verdict.whole, verdict.count) == (True, 101)


def test_of_two_who_compared_with_the_same_picture_one_is_turned_away(live: Ledger) -> None:
    def work(crew: int) -> bool:
        try:
            live.append(NewEntry("submission", "boats", "city"), boats(("a", "putuo", crew)), base=0)
        except Superseded:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(work, range(8))) == 1


def test_entries_are_found_by_kind_feed_scope_and_number(live: Ledger) -> None:
    one = send(live, "putuo", ("a", "putuo", 1))
    two = send(live, "city", ("a", "putuo", 1))
    refused = live.append(NewEntry("refusal", "boats", "putuo")).entry.seq
    other = live.append(NewEntry("declaration", "levels", "city")).entry.seq

    def found(**wanted: Any) -> list[int]:
        return [entry.seq for entry in live.entries(**wanted)]

    assert found() == [other, refused, two, one, 1]
    assert found(newest_first=False, limit=2) == [1, one]
    assert found(kinds=["refusal", "declaration"]) == [other, refused]
    assert found(kinds=[]) == []
    assert found(feed="boats", scope="putuo") == [refused, one]
    assert found(after=two) == [other, refused]


def test_entries_can_be_listed_as_they_were_known(demo: Ledger) -> None:
    early = send(demo, "city", ("a", "putuo", 1), received_at=NIGHT)
    late = send(demo, "city", ("a", "putuo", 2), received_at=AFTERNOON)
    assert [entry.seq for entry in demo.entries(at=MORNING)] == [early]
    assert [entry.seq for entry in demo.entries(feed="boats")] == [late, early]


def test_every_refusal_is_a_code() -> None:
    codes = [kind.code for kind in StoreError.__subclasses__()]
    assert all(re.fullmatch(r"store\.[a-z_]+", code) for code in codes)
    assert len(set(codes)) == len(codes) == 7


def test_a_database_it_does_not_speak_is_refused() -> None:
    with pytest.raises(ValueError, match="store.unknown_backend"):
        Ledger("oracle://somewhere/else")


def test_the_default_store_is_under_data_unless_the_environment_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("STORE_URL", raising=False)
    assert default_url().endswith("/data/ledger.sqlite3")
    monkeypatch.setenv("STORE_URL", "sqlite:///elsewhere.sqlite3")
    assert default_url() == "sqlite:///elsewhere.sqlite3"


def _count(ledger: Ledger, table: str) -> int:
    with ledger.engine.connect() as connection:
        return connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
