"""The picture of a feed is what its submissions add up to, as known at a moment."""

from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.entry import BadPayload, NewEntry, OutsideScope
from store.ledger import Ledger
from tests.store.boats import AFTERNOON, MORNING, NIGHT, Boat, Wall, boats, seen, send


def test_a_feed_never_received_has_an_empty_picture(live: Ledger) -> None:
    picture = live.read("boats")
    assert (len(picture.frame), picture.entries, picture.as_of, picture.received_at) == (0, (), None, None)


def test_the_past_can_be_read_as_it_was_known(demo: Ledger) -> None:
    send(demo, "city", ("a", "putuo", 1), received_at=NIGHT)
    send(demo, "city", ("a", "putuo", 2), received_at=AFTERNOON)
    assert seen(demo, MORNING) == {("a", "putuo", 1)}
    assert seen(demo) == {("a", "putuo", 2)}


def test_before_the_first_submission_nothing_was_known(demo: Ledger) -> None:
    send(demo, "city", ("a", "putuo", 1), received_at=MORNING)
    assert seen(demo, NIGHT) == set()


def test_what_a_rehearsal_will_receive_later_is_not_known_yet(demo: Ledger, wall: Wall) -> None:
    send(demo, "city", ("a", "putuo", 1))
    send(demo, "city", ("a", "putuo", 2), received_at=AFTERNOON.replace(hour=9))
    assert seen(demo) == {("a", "putuo", 1)}
    wall.pass_hours(2)
    assert seen(demo) == {("a", "putuo", 2)}


def test_a_live_clock_set_back_hides_nothing(live: Ledger, wall: Wall) -> None:
    send(live, "city", ("a", "putuo", 1))
    wall.pass_hours(-1)
    assert seen(live) == {("a", "putuo", 1)}


def test_a_countys_file_never_touches_another_countys_rows(live: Ledger) -> None:
    send(live, "putuo", ("a", "putuo", 1))
    send(live, "dinghai", ("a", "dinghai", 2))
    send(live, "putuo", ("b", "putuo", 3))
    assert seen(live) == {("b", "putuo", 3), ("a", "dinghai", 2)}


def test_a_later_city_file_replaces_all(live: Ledger) -> None:
    send(live, "putuo", ("a", "putuo", 1))
    send(live, "city", ("b", "dinghai", 2))
    assert seen(live) == {("b", "dinghai", 2)}


def test_a_later_county_file_replaces_only_its_own(live: Ledger) -> None:
    send(live, "city", ("a", "putuo", 1), ("b", "dinghai", 2))
    send(live, "putuo", ("c", "putuo", 3))
    assert seen(live) == {("c", "putuo", 3), ("b", "dinghai", 2)}


def test_an_empty_county_file_leaves_the_county_with_nothing(live: Ledger) -> None:
    send(live, "city", ("a", "putuo", 1), ("b", "dinghai", 2))
    county = send(live, "putuo")
    assert seen(live) == {("b", "dinghai", 2)}
    assert county in {entry.seq for entry in live.read("boats").entries}


@pytest.mark.parametrize("file", ["whole", "addition"])
def test_a_county_cannot_send_rows_of_another_county(live: Ledger, file: str) -> None:
    with pytest.raises(OutsideScope):
        send(live, "putuo", ("a", "putuo", 1), ("b", "dinghai", 2), file=file)
    assert live.position() == 1


def test_additions_keep_the_newest_row_per_key(live: Ledger) -> None:
    send(live, "city", ("a", "putuo", 1), ("b", "putuo", 1), file="addition")
    send(live, "city", ("a", "putuo", 2), ("a", "dinghai", 2), file="addition")
    assert seen(live) == {("a", "putuo", 2), ("b", "putuo", 1), ("a", "dinghai", 2)}


def test_additions_are_remembered_without_confusing_one_moment_with_another(demo: Ledger) -> None:
    send(demo, "city", ("a", "putuo", 1), file="addition", received_at=NIGHT)
    send(demo, "city", ("a", "putuo", 2), file="addition", received_at=MORNING)
    assert seen(demo, MORNING) == {("a", "putuo", 2)}
    assert seen(demo, NIGHT) == {("a", "putuo", 1)}
    send(demo, "putuo", ("b", "putuo", 3), file="addition", received_at=AFTERNOON)
    assert seen(demo) == {("a", "putuo", 2), ("b", "putuo", 3)}


def test_every_row_leads_to_the_entry_it_came_from(live: Ledger) -> None:
    city = send(live, "city", ("a", "putuo", 1), ("b", "dinghai", 2))
    county = send(live, "putuo", ("c", "putuo", 3))
    frame = live.read("boats").frame
    assert dict(zip(frame["id"], frame["_entry"], strict=True)) == {"b": city, "c": county}


def test_a_picture_is_as_old_as_its_oldest_entry_and_received_with_its_newest(demo: Ledger) -> None:
    send(demo, "dinghai", ("a", "dinghai", 1), as_of=NIGHT, received_at=MORNING)
    send(demo, "putuo", ("b", "putuo", 1), as_of=MORNING, received_at=AFTERNOON)
    picture = demo.read("boats")
    assert (picture.as_of, picture.received_at) == (NIGHT, AFTERNOON)


def test_a_picture_with_one_unknown_cut_off_has_none(live: Ledger) -> None:
    send(live, "dinghai", ("a", "dinghai", 1), as_of=NIGHT)
    send(live, "putuo", ("b", "putuo", 1))
    assert live.read("boats").as_of is None


def test_an_entry_whose_rows_were_all_replaced_no_longer_ages_the_picture(live: Ledger) -> None:
    send(live, "city", ("a", "putuo", 1), as_of=NIGHT)
    county = send(live, "putuo", ("a", "putuo", 2), as_of=MORNING)
    picture = live.read("boats")
    assert ([entry.seq for entry in picture.entries], picture.as_of) == ([county], MORNING)


def test_a_column_added_to_a_form_is_empty_in_the_rows_sent_before(live: Ledger) -> None:
    send(live, "city", ("a", "putuo", 1), ("b", "dinghai", 2))
    wider = boats(("c", "putuo", 3)).add_column(0, "radio", pa.array(["ch16"]))
    live.append(NewEntry("submission", "boats", "putuo"), wider)
    frame = live.read("boats").frame
    assert list(frame) == ["radio", "id", "district", "crew", "_entry"]
    frame = frame.set_index("id")
    assert frame.loc["c", "radio"] == "ch16"
    assert frame["radio"].isna().to_dict() == {"b": True, "c": False}
    assert frame["district"].tolist() == ["dinghai", "putuo"]


def test_what_a_caller_does_to_a_frame_stays_with_the_caller(live: Ledger) -> None:
    send(live, "city", ("a", "putuo", 1))
    mine = live.read("boats").frame
    mine.loc[0, "crew"] = 99
    mine["crew"] += 1
    del mine["district"]
    assert seen(live) == {("a", "putuo", 1)}


@pytest.mark.parametrize("metadata", [{}, {"file": "both"}, {"file": "addition", "key": "keel"}])
def test_a_table_that_does_not_say_how_it_adds_up_is_turned_away(live: Ledger, metadata: dict) -> None:
    unclear = boats(("a", "putuo", 1)).replace_schema_metadata(metadata)
    with pytest.raises(BadPayload):
        live.append(NewEntry("submission", "boats", "city"), unclear)


DISTRICTS = ("dinghai", "putuo", "daishan")


@st.composite
def submissions(draw: st.DrawFn) -> list[tuple[str, list[Boat]]]:
    """Files of the city and its districts in some order, each boat once a file."""
    files = []
    for scope in draw(st.lists(st.sampled_from(("city", *DISTRICTS)), max_size=8)):
        homes = DISTRICTS if scope == "city" else (scope,)
        keys = draw(st.sets(st.tuples(st.sampled_from("abcd"), st.sampled_from(homes)), max_size=6))
        files.append((scope, [(name, home, draw(st.integers(0, 9))) for name, home in sorted(keys)]))
    return files


def naive(files: list[tuple[str, list[Boat]]], file: str) -> set[Boat]:
    """The picture worked out boat by boat."""
    known: dict[tuple[str, str], int] = {}
    for scope, rows in files:
        if file == "whole":
            known = {key: crew for key, crew in known.items() if scope not in ("city", key[1])}
        known |= {(name, home): crew for name, home, crew in rows}
    return {(name, home, crew) for (name, home), crew in known.items()}


@pytest.mark.parametrize("file", ["whole", "addition"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(files=submissions(), reads=st.sets(st.integers(0, 7)))
def test_any_sequence_of_files_shows_what_a_patient_clerk_would_write(
    demo: Ledger, file: str, files: list[tuple[str, list[Boat]]], reads: set[int]
) -> None:
    feed = f"boats after {demo.position()}"
    for number, (scope, rows) in enumerate(files):
        draft = NewEntry("submission", feed, scope)
        demo.append(draft, boats(*rows, file=file))
        if number in reads:
            assert _shown(demo, feed) == naive(files[: number + 1], file)
    assert _shown(demo, feed) == naive(files, file)


def _shown(ledger: Ledger, feed: str) -> Any:
    frame = ledger.read(feed).frame
    return {tuple(row)[:3] for row in frame.itertuples(index=False, name=None)}


def test_a_boat_in_two_districts_files_is_one_boat_where_it_was_last_reported(live: Ledger) -> None:
    for scope, crew in (("dinghai", 1), ("putuo", 2)):
        table = boats(("a", scope, crew), (f"of {scope}", scope, 9)).replace_schema_metadata(
            {"file": "whole", "key": "id"}
        )
        live.append(NewEntry("submission", "boats", scope), table)
    assert seen(live) == {("a", "putuo", 2), ("of dinghai", "dinghai", 9), ("of putuo", "putuo", 9)}
