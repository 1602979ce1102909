"""Who is to report what and when: in time, soon due, late, very late, never heard of; made-up days."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from feeds import all_feeds
from readiness.board import Board, Known, board
from readiness.levels import Declaration, began
from readiness.plan import plan
from readiness.reporting import DUTY_STATES, NOT_REPORTED, Duty, Sent, expected
from tests.readiness.situations import NOW, at, declared, sent

DAYS_OF_LEVEL_FOUR = (declared("26 00:00", "IV"),)
COUNTIES = ("dinghai", "putuo", "daishan", "shengsi")


def seen(files: dict[str, dict[str, Sent]], *declarations: Declaration, now: datetime = NOW) -> Board:
    return board(Known({}, files, {}, declarations or DAYS_OF_LEVEL_FOUR, {}), plan(), now)


def owed(shown: Board, feed: str, unit: str = "city") -> Duty:
    (duty,) = [duty for duty in shown.duties if (duty.feed.name, duty.unit) == (feed, unit)]
    return duty


def after(hours: float, *declarations: Declaration) -> Duty:
    """The villages' form so many hours after it came."""
    files = {"flash_flood_villages": {"city": sent(NOW - timedelta(hours=hours))}}
    return owed(seen(files, *declarations), "flash_flood_villages")


def test_a_form_is_in_time_then_soon_due_then_late_then_very_late() -> None:
    states = [after(hours).state for hours in (0, 10.9, 11, 12, 12.1, 24, 24.1)]
    assert states == ["in_time", "in_time", "due", "due", "overdue", "overdue", "very_late"]


def test_hours_are_counted_to_and_from_the_moment_it_was_due() -> None:
    assert [after(hours).late_h for hours in (9, 12, 15.5)] == [-3, 0, 3.5]
    assert after(9).due_at == NOW + timedelta(hours=3)


def test_a_raised_level_asks_sooner_for_the_same_file() -> None:
    def stands(grade: str) -> tuple[str, float]:
        duty = after(7.5, declared("26 00:00", "IV"), declared("28 09:00", grade, entry=2))
        return duty.state, duty.cadence_h

    assert [stands(grade) for grade in ("IV", "III", "II", "I")] == [
        ("in_time", 12),
        ("due", 6),
        ("overdue", 3),
        ("very_late", 1),
    ]


def test_a_raised_level_makes_nothing_late_for_hours_before_it() -> None:
    raised = declared("26 00:00", "IV"), declared("28 15:00", "II", entry=2)
    sent_at = at("28 07:20")

    def stands(now: str) -> tuple[str, datetime | None]:
        duty = owed(seen({"shelters": {"city": sent(sent_at)}}, *raised, now=at(now)), "shelters")
        return duty.state, duty.due_at

    assert stands("28 14:59") == ("in_time", at("28 19:20"))
    assert stands("28 15:00") == ("in_time", at("28 18:00"))
    assert [stands(now)[0] for now in ("28 18:00", "28 18:01", "28 21:01")] == ["due", "overdue", "very_late"]


def test_a_headquarters_that_asks_for_nothing_new_gives_no_new_grace() -> None:
    kept = declared("26 00:00", "II"), declared("28 14:00", "II", "keep", entry=2)
    assert after(5, *kept).late_h == after(5, declared("26 00:00", "II")).late_h == 2


def test_an_hourly_form_is_announced_a_quarter_of_an_hour_before_and_not_all_the_time() -> None:
    states = [after(minutes / 60, declared("26 00:00", "I")).state for minutes in (5, 44, 46, 61)]
    assert states == ["in_time", "in_time", "due", "overdue"]


def test_a_form_is_as_old_as_its_cut_off_and_a_cut_off_ahead_of_it_makes_nothing_young() -> None:
    for as_of in (NOW - timedelta(hours=40), NOW + timedelta(days=365)):
        arrival = NOW - timedelta(hours=40) if as_of > NOW else NOW
        duty = owed(seen({"shelters": {"city": sent(arrival, as_of)}}), "shelters")
        assert (duty.state, duty.late_h) == ("very_late", 28)


def test_of_a_form_that_files_add_to_the_oldest_part_still_shown_decides() -> None:
    parts = Sent(None, NOW - timedelta(hours=15), NOW, "R000102", accepted=9)
    duty = owed(seen({"figures": {"city": parts}}), "figures")
    assert (duty.state, duty.late_h, duty.sent.receipt) == ("overdue", 3, "R000102")


def test_before_anything_came_the_city_is_expected_and_never_heard_of() -> None:
    shown = board(Known({}, {}, {}, (), {}), plan(), NOW)
    assert {(duty.unit, duty.state, duty.late_h) for duty in shown.duties} == {("city", "missing", None)}
    assert {duty.feed.name for duty in shown.duties} == set(all_feeds()) - set(NOT_REPORTED)


def test_what_never_came_is_due_one_cadence_after_the_response_began_and_turns_red_like_the_rest() -> None:
    def never(since: str) -> tuple[str, float | None, bool]:
        duty = owed(seen({}, declared(since, "IV")), "shelters")
        return duty.state, duty.late_h, duty.received

    assert never("28 12:00") == ("missing", -9, False)
    assert never("27 20:00") == ("missing", 7, False)
    assert never("27 12:00") == ("very_late", 15, False)


def test_a_county_is_silent_beside_the_others() -> None:
    files = {"aquaculture": {unit: sent(at("28 14:00")) for unit in COUNTIES if unit != "shengsi"}}
    shown = seen(files, declared("28 12:00", "IV"))
    states = {duty.unit: duty.state for duty in shown.duties if duty.feed.name == "aquaculture"}
    assert states == {"dinghai": "in_time", "putuo": "in_time", "daishan": "in_time", "shengsi": "missing"}
    (silence,) = [one for one in shown.silences if one.feed.name == "aquaculture"]
    assert (silence.state, silence.units, silence.received) == ("missing", ("shengsi",), False)


def test_where_the_city_sends_for_all_no_county_is_asked_but_one_that_sent_more_since_stays_on_the_list() -> (
    None
):
    feed, by_city = all_feeds()["aquaculture"], {"city": sent(NOW)}
    assert expected(feed, by_city) == ("city",)
    assert expected(feed, by_city | {"shengsi": sent(NOW)}) == ("city", "shengsi")
    assert expected(feed, {"shengsi": sent(NOW)}) == COUNTIES


def test_a_refused_file_does_not_make_its_sender_one_who_has_reported() -> None:
    files = {"aquaculture": {"putuo": sent(NOW), "shengsi": Sent(refused=2)}}
    duty = owed(seen(files), "aquaculture", "shengsi")
    assert (duty.received, duty.sent.refused, duty.state in ("missing", "very_late")) == (False, 2, True)
    assert expected(all_feeds()["aquaculture"], {"shengsi": Sent(refused=2)}) == ("city",)


def test_a_functional_area_is_asked_where_a_form_names_it_or_it_has_sent() -> None:
    scenic, farms = all_feeds()["scenic_areas"], all_feeds()["aquaculture"]
    assert expected(scenic, {"putuo": sent(NOW)}) == (*COUNTIES, "putuoshan")
    assert expected(farms, {"xincheng": sent(NOW)}) == (*COUNTIES, "xincheng")


def test_a_department_adding_figures_does_not_put_the_counties_in_debt() -> None:
    assert expected(all_feeds()["figures"], {"dinghai": sent(NOW)}) == ("dinghai",)


def test_the_worst_stand_first_red_before_amber_and_the_longest_silent_foremost() -> None:
    names = [name for name in all_feeds() if name not in NOT_REPORTED]
    files = {name: {"city": sent(NOW - timedelta(hours=2 * place))} for place, name in enumerate(names)}
    ranks = [duty.severity for duty in seen(files, declared("28 12:00", "IV")).duties]
    assert ranks == sorted(ranks)
    assert {DUTY_STATES[rank] for rank, _ in ranks} >= {"very_late", "overdue", "in_time"}


def test_a_form_is_silent_once_with_all_its_silent_units_and_the_hours_of_the_worst() -> None:
    hours = dict(zip(COUNTIES, (13, 30, 20, 1), strict=True))
    files = {"evacuations": {unit: sent(NOW - timedelta(hours=age)) for unit, age in hours.items()}}
    (silence,) = [one for one in seen(files).silences if one.feed.name == "evacuations"]
    assert (silence.state, silence.late_h, silence.units) == (
        "very_late",
        18,
        ("putuo", "daishan", "dinghai"),
    )


@pytest.mark.parametrize(
    ("declarations", "since"),
    [
        ((), None),
        ((declared("28 03:00", "IV"), declared("28 12:00", "II", entry=2)), "28 03:00"),
        ((declared("27 03:00", "IV"), declared("27 12:00", "none", entry=2)), None),
        ((declared("27 03:00", "IV"), declared("27 12:00", "none", entry=2), declared("28 09:00", "III", entry=3)), "28 09:00"),
        ((declared("28 03:00", "IV", issuer="msa"), declared("28 04:00", "IV", scope="putuo")), None),
        ((declared("28 18:00", "IV"),), None),
        ((replace(declared("28 03:00", "IV"), received_at=at("28 10:00")),), "28 10:00"),
    ],
)  # fmt: skip
def test_the_response_runs_from_the_headquarters_first_level_however_it_rose_since(
    declarations: tuple[Declaration, ...], since: str | None
) -> None:
    assert began(declarations, "city_hq", NOW) == (at(since) if since else None)
