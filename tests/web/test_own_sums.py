"""A sum tells what its parts come to: who has a district is told of that district's rows alone."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from access.identity import Identity
from feeds import all_feeds
from store.ledger import Ledger
from tests.identities import As, somebody
from web.api.application import application
from web.frame.page import Frame
from web.known.own import own_story
from web.known.situation import situation, situation_within
from web.report.receipts import moved_rows

PUTUO = somebody("张建国", "liaison", districts="putuo")
CITY = somebody("王海燕", "liaison", districts="city")


def fleet(ledger: Ledger, who: Identity) -> dict[str, Any]:
    """The counters of the newest report of fishing vessels, as somebody is told of them."""
    (entry,) = ledger.entries(kinds=["submission"], feed="fishing_vessels", limit=1)
    return {
        moved.counter.id: moved.after.value
        for moved in own_story(who, ledger, entry).counters
        if moved.after is not None
    }


def test_a_district_is_told_what_its_own_rows_come_to(sample: Ledger) -> None:
    rows = sample.read("fishing_vessels").frame
    own = rows[rows["district"] == "putuo"]
    city, putuo = fleet(sample, CITY), fleet(sample, PUTUO)
    assert set(putuo) <= set(city) and 0 < sum(putuo.values()) < sum(city.values())
    assert sum(putuo.values()) <= len(own)


def test_who_has_the_city_or_sees_everything_is_told_the_citys_numbers(sample: Ledger) -> None:
    assert fleet(sample, CITY) == fleet(sample, somebody("周定海", "viewer"))


@pytest.mark.parametrize(("who", "told"), [(PUTUO, False), (CITY, True)])
def test_programs_of_a_district_are_given_no_measure_that_adds_up_others(
    sample: Ledger, who: Identity, told: bool
) -> None:
    program = TestClient(As(application(lambda: sample), who))
    given = {figure["feed"] for figure in program.get("/figures").json()}
    by_district = {name for name in given if all_feeds()[name].has("district")}
    assert bool(by_district) is told
    assert "track" in given


def test_a_districts_numbers_lack_nothing_that_another_owes(sample: Ledger) -> None:
    (entry,) = sample.entries(kinds=["submission"], feed="fishing_vessels", limit=1)
    page = Frame("ledger", "zh", "light", sample, PUTUO)
    told = moved_rows(page, own_story(PUTUO, sample, entry))
    assert told and not [row for row in told if "缺" in row[1] + row[2]]


def test_a_districts_numbers_are_judged_with_their_cut_off_and_arrival(sample: Ledger) -> None:
    whole = {line.measure.id: line for line in situation(sample).lines}
    own = {line.measure.id: line for line in situation_within(sample, frozenset(["putuo"])).lines}
    ours, theirs = own["fishing_vessels.in_port"].measure, whole["fishing_vessels.in_port"].measure
    assert 0 < ours.total < theirs.total and ours.silent == ()
    assert (ours.received_at, ours.as_of) == (theirs.received_at, theirs.as_of)
