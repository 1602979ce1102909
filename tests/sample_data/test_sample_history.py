"""The day as it was sent: in order, never running backwards, ending with the files of the afternoon."""

import subprocess
import sys
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from domain import clock
from feeds import all_feeds
from sample_data.earlier import ROUNDS, STATUS_FEEDS
from sample_data.history import Sending, history, state
from sample_data.sheet import decode

ROOT = Path(__file__).parents[2]
MOMENTS = ROUNDS
AFTERNOON = ROUNDS[-1]
STORM = ("track", "levels", "alerts")


@cache
def sendings() -> tuple[Sending, ...]:
    return tuple(history())


def status() -> list[Sending]:
    return [sending for sending in sendings() if sending.feed not in STORM]


def standing() -> list[Sending]:
    """The newest file of every sender; a county's gives way to a later one of the whole city."""
    newest = {(sending.feed, sending.unit, sending.actor): sending for sending in status()}
    cities = {sending.feed for sending in newest.values() if sending.unit == "city"}
    return [sending for sending in newest.values() if sending.unit == "city" or sending.feed not in cities]


def rows(name: str, moment: datetime) -> list[dict]:
    data = state(moment).get(name)
    return decode(name, data) if data else []


def count(name: str, moment: datetime, **conditions) -> int:
    return sum(all(row[key] == value for key, value in conditions.items()) for row in rows(name, moment))


def test_things_are_told_in_the_order_they_arrived():
    arrivals = [sending.received_at for sending in sendings()]
    assert arrivals == sorted(arrivals)


def test_there_is_enough_of_a_past_to_look_at():
    assert 60 <= len(status()) <= 90


def test_the_afternoons_state_is_the_committed_files():
    files = {name: (ROOT / "sample_data" / f"{name}.csv").read_bytes() for name in STATUS_FEEDS}
    assert state(AFTERNOON) == files == state(AFTERNOON + timedelta(hours=9))


def test_before_the_first_report_nothing_is_known():
    assert state(MOMENTS[0] - timedelta(minutes=1)) == {}


def test_between_two_rounds_the_earlier_one_stands():
    assert state(MOMENTS[1] + timedelta(minutes=59)) == state(MOMENTS[1])


def test_feeds_are_reported_one_after_the_other_and_stay_reported():
    known = [set(state(moment)) for moment in MOMENTS]
    assert known[0] < known[1] < known[2] <= known[3] <= known[4] == set(STATUS_FEEDS)


@pytest.mark.parametrize(
    ("name", "conditions"),
    [
        ("fishing_vessels", {"kind": "domestic", "status": "in_port"}),
        ("fishing_vessels", {"kind": "leisure", "status": "controlled"}),
        ("fishing_vessels", {"kind": "angling", "status": "controlled"}),
        ("fishing_vessels", {"status": "patrolling"}),
        ("marine_works", {"status": "stopped"}),
        ("construction_vessels", {"status": "sheltered"}),
        ("passenger_routes", {"status": "suspended"}),
        ("unpowered_vessels", {"plan": "individual", "plan_state": "in_place"}),
        ("flash_flood_villages", {"inspected": True}),
        ("waterlogging_spots", {"measure_in_place": True}),
        ("underground_compounds", {"planned": True}),
        ("scenic_areas", {"state": "closed"}),
        ("leisure_craft", {"state": "stopped"}),
    ],
)
def test_nothing_done_is_undone_later(name, conditions):
    done = [count(name, moment, **conditions) for moment in MOMENTS]
    assert done == sorted(done)
    assert done[0] < done[-1]


def test_a_boat_once_in_port_stays_there():
    in_port = [
        {row["vessel_id"] for row in rows("fishing_vessels", moment) if row["status"] == "in_port"}
        for moment in MOMENTS
    ]
    domestic = {row["vessel_id"] for row in rows("fishing_vessels", AFTERNOON) if row["kind"] == "domestic"}
    for before, after in pairwise(in_port):
        assert before & domestic <= after


def test_people_ashore_stay_ashore():
    people = [sum(int(row["evacuated"]) for row in rows("aquaculture", moment)) for moment in MOMENTS]
    assert people == sorted(people)
    assert people[-1] == 736


def test_at_ten_most_boats_were_in_and_61_routes_had_stopped():
    boats = count("fishing_vessels", MOMENTS[2], kind="domestic")
    assert count("fishing_vessels", MOMENTS[2], kind="domestic", status="in_port") / boats == pytest.approx(
        0.93, abs=0.01
    )
    assert count("passenger_routes", MOMENTS[2], status="suspended") == 61


def test_a_route_says_when_it_stopped_only_once_it_has():
    for moment in MOMENTS:
        for route in rows("passenger_routes", moment):
            assert bool(route["suspended_since"]) == (route["status"] == "suspended")


def test_what_was_sent_last_is_the_afternoons_picture():
    for name in STATUS_FEEDS:
        key = all_feeds()[name].key
        told = [row for sending in standing() if sending.feed == name for row in decode(name, sending.data)]
        shown = rows(name, AFTERNOON)
        assert {tuple(row[k] for k in key): row for row in told} == {
            tuple(row[k] for k in key): row for row in shown
        }
        assert len(told) == len(shown)


def test_a_county_reports_only_itself():
    counties = [sending for sending in status() if sending.unit != "city"]
    assert {"waterlogging_spots", "shelters", "evacuations"} == {sending.feed for sending in counties}
    for sending in counties:
        assert {row["district"] for row in decode(sending.feed, sending.data)} == {sending.unit}


def test_nothing_is_sent_twice():
    contents = [(sending.feed, sending.unit, sending.data) for sending in sendings()]
    assert len(set(contents)) == len(contents)


def test_the_files_of_the_afternoon_name_no_cut_off_and_earlier_ones_their_own_hour():
    shown = standing()
    for sending in status():
        assert sending.as_of == (None if sending in shown else sending.received_at), sending.filename


def test_no_file_tells_of_a_moment_after_its_arrival():
    for sending in status():
        for row in decode(sending.feed, sending.data):
            for name in ("as_of", "suspended_since", "last_inspected"):
                if row.get(name):
                    assert clock.from_beijing(str(row[name])) <= sending.received_at, (sending.filename, row)


def test_every_fix_and_forecast_is_known_when_it_is_issued_and_not_before():
    first, *later = [sending for sending in sendings() if sending.feed == "track"]
    assert clock.stamp(first.received_at) == "2025-07-27 20:00"
    assert max(str(row["issued_at"]) for row in decode("track", first.data)) <= "2025-07-27 20:00"
    for sending in later:
        issued = {clock.from_beijing(str(row["issued_at"])) for row in decode("track", sending.data)}
        assert issued == {sending.received_at}


def test_no_fix_is_told_before_its_hour():
    for sending in sendings():
        if sending.feed == "track":
            fixes = [row for row in decode("track", sending.data) if row["kind"] == "fix"]
            assert all(clock.from_beijing(str(fix["valid_at"])) <= sending.received_at for fix in fixes)


def test_every_fix_and_forecast_of_the_storm_is_sent():
    told = [row for sending in sendings() if sending.feed == "track" for row in decode("track", sending.data)]
    assert len(told) == len(decode("track", (ROOT / "sample_data" / "track.csv").read_bytes()))


def test_a_level_is_known_when_it_takes_effect():
    for sending in sendings():
        if sending.feed == "levels":
            effective = {
                clock.from_beijing(str(row["effective_at"])) for row in decode("levels", sending.data)
            }
            assert effective == {sending.received_at}


def test_the_fourth_level_of_the_city_is_declared_at_noon():
    told = [(clock.stamp(s.received_at), row["issuer"], row["grade"])
            for s in sendings() if s.feed == "levels" for row in decode("levels", s.data)]  # fmt: skip
    assert ("2025-07-28 12:00", "市防指", "Ⅳ级") in told


def test_senders_are_marked_as_invented():
    assert all(sending.actor.endswith("（演示）") for sending in sendings())


def test_the_day_can_be_told_without_the_builders_tools():
    code = "import sys, sample_data.history as h; h.history(); assert 'shapely' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
