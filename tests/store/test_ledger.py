"""The ledger keeps what it said it received: once, whole, in order."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from store import writing
from store.blob import pack
from store.entry import (
    AlreadyOpened,
    HistoryNotAllowed,
    NewEntry,
    NotOpened,
    StoreError,
    Superseded,
)
from store.ledger import Ledger
from store.reader import default_url
from tests.store.boats import AFTERNOON, MORNING, NIGHT, Wall, boats, count, seen, send

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
    with pytest.raises(ValueError, match=r"store\.unknown_purpose"):
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
    cut_off = NIGHT + timedelta(microseconds=1)
    draft = NewEntry(
        "submission",
        "boats",
        "city",
        "王联络",
        as_of=cut_off,
        filename="渔船.csv",
        detail={"版本": [1, None, 2.5]},
    )
    entry = live.append(draft, boats(("a", "putuo", 1)), "编号,船名\n".encode("gb18030")).entry
    live.pictures.forget()
    assert live.entry(entry.seq) == entry
    assert (entry.actor, entry.as_of, entry.filename, entry.rows) == ("王联络", cut_off, "渔船.csv", 1)
    assert entry.detail == {"版本": [1, None, 2.5]}
    assert live.payload(entry.seq).equals(boats(("a", "putuo", 1)), check_metadata=True)
    assert live.file(entry.sha256) == "编号,船名\n".encode("gb18030")


@pytest.mark.parametrize("data", [b"", b"\x00" * 100_000])
def test_a_file_comes_back_byte_for_byte(live: Ledger, data: bytes) -> None:
    entry = live.append(NewEntry("refusal", "boats", "city"), file=data).entry
    assert live.file(entry.sha256) == data


def test_a_file_packed_beforehand_is_the_same_file(live: Ledger) -> None:
    packed = pack(b"crew\n9\n")
    entry = live.append(NewEntry("refusal", "boats", "city"), file=packed).entry
    again = live.append(NewEntry("refusal", "boats", "city"), file=b"crew\n9\n", once=True)
    assert live.file(entry.sha256) == b"crew\n9\n"
    assert (again.entry, again.first) == (entry, False)


def test_what_was_never_there_is_not_found(live: Ledger) -> None:
    for look in (
        lambda: live.entry(7),
        lambda: live.payload(7),
        lambda: live.payload(1),
        lambda: live.file("ab"),
    ):
        with pytest.raises(KeyError):
            look()


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
    assert [count(live, table) for table in TABLES] == [1, 0, 0]
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
    assert len(set(codes)) == len(codes) == 19


def test_a_database_it_does_not_speak_is_refused() -> None:
    with pytest.raises(ValueError, match=r"store\.unknown_backend"):
        Ledger("oracle://somewhere/else")


def test_the_default_store_is_under_data_unless_the_environment_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("STORE_URL", raising=False)
    assert default_url().endswith("/data/ledger.sqlite3")
    monkeypatch.setenv("STORE_URL", "sqlite:///elsewhere.sqlite3")
    assert default_url() == "sqlite:///elsewhere.sqlite3"


def test_a_store_nobody_opened_is_opened_for_live_use_once(tmp_path) -> None:
    url = f"sqlite:///{tmp_path / 'new.sqlite3'}"
    for _ in range(2):
        Ledger(url).open_for_use()
    assert (Ledger(url).purpose, Ledger(url).position()) == ("live", 1)
