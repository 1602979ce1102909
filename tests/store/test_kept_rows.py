"""Rows that a report keeps from an earlier one stay that one's: in time, in provenance, and for as long as both stand."""

import pyarrow as pa
import pytest

from store.entry import BadPayload, NewEntry
from store.ledger import Ledger
from store.picture import KEPT_FROM
from tests.store.boats import AFTERNOON, MORNING, NIGHT, Boat, boats, seen, send, undo


def keep(ledger: Ledger, scope: str, *rows: tuple[Boat, int | None], file: str = "whole", **said) -> int:
    """Submit boats, some of them kept from an earlier entry."""
    kept = pa.array([origin for _, origin in rows], pa.int32())
    table = boats(*(boat for boat, _ in rows), file=file).append_column(KEPT_FROM, kept)
    return ledger.append(NewEntry("submission", "boats", scope, "liaison", **said), table).entry.seq


def origins(ledger: Ledger) -> dict[str, int]:
    """The entry each boat leads back to."""
    frame = ledger.read("boats").frame
    return dict(zip(frame["id"], frame["_entry"], strict=True))


def test_a_kept_row_leads_to_the_entry_it_came_from_and_a_picture_is_no_younger_for_it(demo: Ledger) -> None:
    old = send(demo, "city", ("a", "putuo", 1), ("b", "putuo", 2), as_of=NIGHT, received_at=NIGHT)
    new = keep(
        demo, "city", (("a", "putuo", 9), None), (("b", "putuo", 2), old), as_of=MORNING, received_at=MORNING
    )
    picture = demo.read("boats")
    assert origins(demo) == {"a": new, "b": old}
    assert [entry.seq for entry in picture.entries] == [old, new]
    assert (picture.as_of, picture.received_at, picture.scopes) == (NIGHT, MORNING, {"city"})
    assert {scope: [entry.seq for entry in kept] for scope, kept in picture.kept.items()} == {"city": [old]}
    assert list(picture.frame) == ["id", "district", "crew", "_entry"]


def test_a_county_keeps_rows_of_the_city_and_gives_way_with_them(demo: Ledger) -> None:
    city = send(demo, "city", ("a", "putuo", 1), ("b", "putuo", 2), ("c", "dinghai", 3), received_at=NIGHT)
    putuo = keep(demo, "putuo", (("a", "putuo", 9), None), (("b", "putuo", 2), city), received_at=MORNING)
    assert origins(demo) == {"a": putuo, "b": city, "c": city}
    assert [entry.seq for entry in demo.read("boats").kept["putuo"]] == [city]
    last = send(demo, "putuo", ("b", "putuo", 7), received_at=AFTERNOON)
    assert origins(demo) == {"b": last, "c": city}
    assert demo.read("boats").kept == {}


def test_what_a_county_reports_anew_is_kept_by_the_city_no_longer(demo: Ledger) -> None:
    old = send(demo, "city", ("a", "putuo", 1), ("b", "dinghai", 2), as_of=NIGHT, received_at=NIGHT)
    keep(
        demo,
        "city",
        (("a", "putuo", 1), old),
        (("b", "dinghai", 3), None),
        as_of=MORNING,
        received_at=MORNING,
    )
    send(demo, "putuo", ("a", "putuo", 5), as_of=AFTERNOON, received_at=AFTERNOON)
    picture = demo.read("boats")
    assert (picture.kept, picture.as_of) == ({}, MORNING)
    assert seen(demo) == {("a", "putuo", 5), ("b", "dinghai", 3)}


def test_kept_rows_go_with_the_report_that_keeps_them_when_it_is_undone(live: Ledger) -> None:
    old = send(live, "city", ("a", "putuo", 1), ("b", "putuo", 2))
    new = keep(live, "city", (("a", "putuo", 9), None), (("b", "putuo", 2), old))
    undo(live, new)
    assert origins(live) == {"a": old, "b": old}


def test_the_past_is_read_without_what_was_kept_later(demo: Ledger) -> None:
    old = send(demo, "city", ("a", "putuo", 1), ("b", "putuo", 2), received_at=NIGHT)
    keep(demo, "city", (("b", "putuo", 2), old), received_at=MORNING)
    assert seen(demo, NIGHT) == {("a", "putuo", 1), ("b", "putuo", 2)}
    assert seen(demo) == {("b", "putuo", 2)}


def test_only_a_whole_file_keeps_rows(live: Ledger) -> None:
    with pytest.raises(BadPayload):
        keep(live, "city", (("a", "putuo", 1), 2), file="addition")
