"""The page says of each place when the wind comes, by whose forecast, and that it is a reckoning."""

from dataclasses import replace
from datetime import timedelta
from functools import cache

import pandas as pd
import pytest

from domain.places import PLACES
from domain.words import LANGUAGES, say
from readiness.arrival import Outlook, outlook
from tests.readiness.situations import NOW, at, rows_of_sample
from tests.views.pages import Words
from views import arrival_table, arrivals, text

SPOTS = pd.DataFrame(
    [(p.code, p.lon, p.lat) for p in PLACES.values()], columns=["place_id", "lon_deg", "lat_deg"]
)


@cache
def seen(moment) -> Outlook:
    found = outlook(rows_of_sample("track", 7), SPOTS, moment)
    assert found is not None
    return found


def home(of: Outlook) -> pd.Series:
    rows = of.arrivals
    return rows[(rows["place_id"] == "xincheng") & (rows["force"] == 7)].iloc[0]


def table(of: Outlook, lang: str = "zh") -> str:
    return Words(arrival_table.table(of, lang, {"CMA": "R000007"})).text


def test_the_table_gives_every_place_its_earliest_likeliest_all_clear_and_spread() -> None:
    shown, of = table(seen(NOW)), seen(NOW)
    for _, row in of.arrivals[of.arrivals["force"] == 7].iterrows():
        line = shown[shown.index(PLACES[row["place_id"]].zh) :]
        times = [text.moment(row[name].to_pydatetime(), NOW) for name in ("earliest_at", "likeliest_at")]
        assert line.index(times[0]) < line.index(times[1]) < 90


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_reckoned_says_so_and_whose_forecast_and_circles_it_rests_on(lang: str) -> None:
    of = seen(NOW)
    for shown in (table(of, lang), Words(arrivals.countdown(of, lang, "R000077")).text):
        assert say(lang, "arrival.geometric") in shown
        assert text.agency("CMA", lang) in shown
        assert say(lang, "arrival.carried", t=text.moment(of.radii_as_of, NOW)) in shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_only_the_forecast_is_missing_nobody_is_told_that_the_fixes_have_no_circles(lang: str) -> None:
    track = rows_of_sample("track", 7)
    of = outlook(track[track["kind"] == "fix"], SPOTS, NOW)
    assert of is not None and of.radii_as_of is not None
    reach = arrivals.reach(of, lang)
    assert reach is not None and (reach["state"], reach["said"]) == (
        "no_forecast",
        say(lang, "arrival.no_forecast"),
    )
    shown = table(of, lang)
    assert shown.count(say(lang, "arrival.nowhere_no_forecast")) == 3
    assert say(lang, "arrival.nowhere_no_circle") not in shown


def test_a_force_whose_circle_nobody_gives_is_one_line_and_not_fourteen() -> None:
    shown = table(seen(NOW))
    assert shown.count(say("zh", "arrival.nowhere_no_circle")) == 2
    assert shown.count(PLACES["gouqi"].zh) == 1


def test_the_headquarters_line_says_hours_and_never_more_than_are_left() -> None:
    row, line = home(seen(NOW)), arrivals.reach(seen(NOW), "zh")
    hours = [int((row[name] - NOW) / timedelta(hours=1)) for name in ("earliest_at", "likeliest_at")]
    assert line["said"] == f"最早 {hours[0]} 小时 · 最可能 {hours[1]} 小时"
    assert line["issued"] == "中国气象局 14:00 起报"


def test_when_the_wind_is_there_the_line_says_since_when_and_counts_to_the_all_clear() -> None:
    of = seen(at("29 18:00"))
    row = home(of)
    assert row["state"] == "inside"
    assert arrivals.reach(of, "zh")["said"] == f"自 {text.moment(row['observed_at'].to_pydatetime(), of.now)}"
    until = {
        value
        for name, value in Words(arrivals.countdown(of, "zh", "R000077")).attributes
        if name == "data-until"
    }
    assert until == (
        {str(round(row["clears_at"].timestamp() * 1000))} if pd.notna(row["clears_at"]) else set()
    )


def test_the_countdown_ends_at_the_earliest_and_the_likeliest_moment() -> None:
    row = home(seen(NOW))
    until = [
        int(value)
        for name, value in Words(arrivals.countdown(seen(NOW), "zh", "R000077")).attributes
        if name == "data-until"
    ]
    assert until[:2] == [round(row[name].timestamp() * 1000) for name in ("earliest_at", "likeliest_at")]


@pytest.mark.parametrize("state", ["inside", "expected", "passed", "not_expected", "no_circle"])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_state_can_be_said_without_a_moment_too(state: str, lang: str) -> None:
    of = seen(NOW)
    rows = of.arrivals.assign(state=state, chance=0.04)
    for name in ("observed_at", "likeliest_at", "clears_at", "spread_from", "spread_to"):
        rows[name] = pd.Series(pd.NaT, index=rows.index, dtype="datetime64[us, UTC]")
    said = replace(of, arrivals=rows)
    assert arrivals.reach(said, lang)["badge"]
    assert "NaT" not in table(said, lang) + arrivals.countdown(said, lang, "R000077")
    assert set(arrivals.named(said, lang, list(PLACES))) == set(PLACES)


@pytest.mark.parametrize(
    ("chance", "shown"), [(0.0, "<1%"), (0.004, "<1%"), (0.5, "50%"), (0.998, ">99%"), (1.0, ">99%")]
)
def test_a_chance_is_never_said_surer_than_it_is(chance: float, shown: str) -> None:
    of = seen(NOW)
    assert shown in table(replace(of, arrivals=of.arrivals.assign(chance=chance)))


def test_what_has_come_has_no_chance_any_more_and_is_told_when_it_went() -> None:
    gone = seen(at("31 20:00"))
    row = home(gone)
    assert row["state"] == "passed" and row["clears_at"] < gone.now
    assert "%" not in table(gone)
    went = text.moment(row["clears_at"].to_pydatetime(), gone.now)
    assert f"{went} 解除" in arrivals.reach(gone, "zh")["said"]


def test_a_moment_that_has_passed_without_a_fix_is_no_countdown_to_zero() -> None:
    row = home(seen(NOW))
    late = replace(seen(NOW), now=row["likeliest_at"].to_pydatetime() - timedelta(minutes=30))
    assert row["earliest_at"] < late.now
    assert arrivals.reach(late, "zh")["said"] == "最早 时刻已过 · 最可能 30 分钟"
    shown = Words(arrivals.countdown(late, "zh", "R000077"))
    until = [int(value) for name, value in shown.attributes if name == "data-until"]
    assert "时刻已过" in shown.text and min(until) > late.now.timestamp() * 1000


def test_the_countdown_leads_to_the_forecast_it_goes_by() -> None:
    links = [
        value
        for name, value in Words(arrivals.countdown(seen(NOW), "zh", "R000077")).attributes
        if name == "href"
    ]
    assert links == ["ledger?receipt=R000077&lang=zh"]


def test_a_stale_fix_is_said_beside_the_countdown() -> None:
    of = seen(NOW)
    assert say("zh", "board.fix_stale") in arrivals.countdown(replace(of, stale=True), "zh", "R000077")
    assert say("zh", "board.fix_stale") not in arrivals.countdown(replace(of, stale=False), "zh", "R000077")


def test_without_any_agencys_forecast_the_line_says_that_only_fixes_are_known() -> None:
    track = rows_of_sample("track", 7)
    alone = outlook(track[track["kind"] != "forecast"], SPOTS, NOW)
    assert arrivals.issued(alone, "zh") == say("zh", "arrival.fixes_alone", t="14:00")
    assert arrival_table.table(alone, "zh", {})


def test_no_storm_has_no_line() -> None:
    assert arrivals.reach(None, "zh") is None
    assert arrivals.named(None, "zh", ["xincheng"]) == {"xincheng": "新城"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_place_that_the_circle_left_and_reached_again_is_told_both_times(lang: str) -> None:
    again, dinghai = say(lang, "arrival.again"), arrivals.place_name("dinghai", lang)
    assert again not in table(seen(NOW), lang)
    shown = table(seen(at("31 12:00")), lang)
    line = shown[shown.index(again) :]
    assert f"{dinghai} 07-29 16:30 – 07-31 02:30" in line and "03:00 – 05:00" in line
    assert shown[shown.index(dinghai) :].index(say(lang, "arrival.times", n=2)) < 90


def test_a_place_the_circle_has_left_but_may_reach_again_is_told_that_it_was_there() -> None:
    of = seen(NOW)
    own = of.arrivals.assign(
        observed_at=of.arrivals["observed_at"].where(of.arrivals["place_id"] != "dinghai", at("27 12:00"))
    )
    assert "定海" in table(replace(of, arrivals=own)).split(say("zh", "arrival.again"))[1]
