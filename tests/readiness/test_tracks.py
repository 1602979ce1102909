"""Rows of many services become storms: one storm is one, one edition is one, and the nearest storm is looked at first."""

from datetime import timedelta

import pandas as pd
import pytest

from readiness import tracks
from tests.readiness.situations import at, seed_track

NOON = at("28 12:00")


def row(**given) -> dict:
    usual = {
        "storm_id": "202508", "name": "竹节草", "name_en": "CO-MAY", "agency": "CMA", "source": "zjwater", "kind": "fix",
        "hour": 0, "base": None, "lon_deg": 125.0, "lat_deg": 28.0, "landfall_place": None,
    }  # fmt: skip
    said = usual | given
    said["valid_at"] = NOON + timedelta(hours=said.pop("hour"))
    base = said.pop("base")
    said["issued_at"] = said["valid_at"] if base is None else NOON + timedelta(hours=base)
    return said


def track(*rows: dict) -> pd.DataFrame:
    frame = pd.DataFrame([row(**one) for one in rows])
    return frame.assign(**{name: pd.to_datetime(frame[name], utc=True) for name in ("valid_at", "issued_at")})


def edition(agency: str, source: str, *hours: int) -> list[dict]:
    return [{"agency": agency, "source": source, "hour": hour} for hour in hours]


def test_the_seed_storm_is_known_by_its_year_and_name() -> None:
    assert set(tracks.identity(seed_track())) == {"2025-COMAY"}


@pytest.mark.parametrize("spelt", ["CO-MAY", "Co-may", "COMAY", "co may"])
def test_one_storm_under_two_numbers_and_two_spellings_is_one(spelt: str) -> None:
    two = track({}, {"storm_id": "WP112025", "name_en": spelt, "agency": "JTWC", "source": "atcf"})
    assert set(tracks.identity(two)) == {"2025-COMAY"}


def test_a_name_that_comes_round_again_is_another_storm_in_another_year() -> None:
    two = track({}, {"storm_id": "202108", "hour": -24 * 365 * 4})
    assert set(tracks.identity(two)) == {"2025-COMAY", "2021-COMAY"}


@pytest.mark.parametrize(
    "word", ["INVEST", "NINETEEN", "TWENTYONE", "FORTY-TWO", "nameless", "UNNAMED", "GENESIS012", "ONE", ""]
)
def test_what_stands_in_a_names_place_is_no_name(word: str) -> None:
    one = track({"storm_id": "WP192025", "name_en": word}, {"storm_id": "WP202025", "name_en": word})
    assert set(tracks.identity(one)) == {"WP192025", "WP202025"}


@pytest.mark.parametrize("name", ["HATO", "TEN-SEI", "INFA", "EIGHTH"])
def test_a_name_that_only_begins_like_a_number_stays_a_name(name: str) -> None:
    assert set(tracks.identity(track({"name_en": name}))) == {f"2025-{name.replace('-', '')}"}


def test_a_storm_that_was_named_late_is_one_from_its_first_fix() -> None:
    grown = track({"name_en": "INVEST", "hour": -24}, {"name_en": None, "hour": -12}, {})
    assert set(tracks.identity(grown)) == {"2025-COMAY"}


DEPRESSION = {"storm_id": "2025TD07", "name": "热带低压", "name_en": "TD"}


def test_a_depression_that_is_given_a_number_is_the_storm_it_becomes() -> None:
    """The first fix under the number is three hours later and 60 km away; one was told under both."""
    told = track(
        DEPRESSION | {"hour": -6},
        DEPRESSION | {"hour": -3, "lon_deg": 125.6},
        {"hour": -3, "lon_deg": 125.6},
        {},
    )
    assert set(tracks.identity(told)) == {"2025-COMAY"}
    assert tracks.storms(told, NOON) == ["2025-COMAY"]
    assert list(tracks.fixes(told, NOON)["storm_id"]) == ["2025TD07", "202508", "202508"]


@pytest.mark.parametrize("elsewhere", [{"hour": -7}, {"lon_deg": 128.0}])
def test_a_depression_elsewhere_or_long_before_is_a_storm_of_its_own(elsewhere: dict) -> None:
    assert set(tracks.identity(track(DEPRESSION | elsewhere, {}))) == {"2025TD07", "2025-COMAY"}


def test_fixes_of_two_sources_are_never_mixed() -> None:
    both = track(*edition("CMA", "zjwater", -6, -3, 0), *edition("CMA", "wenzhou", -5, -2, 0))
    chosen = tracks.fixes(both, NOON)
    assert list(chosen["source"]) == ["zjwater"] * 3


def test_fixes_of_two_agencies_are_never_mixed_and_the_cmas_come_first() -> None:
    both = track(*edition("JMA", "gts", -6, -3, 0), *edition("CMA", "wenzhou", -6, -3))
    assert set(tracks.fixes(both, NOON)["agency"]) == {"CMA"}


@pytest.mark.parametrize(("last", "agency"), [(-6, "CMA"), (-7, "JMA")])
def test_an_edition_that_lags_by_more_than_six_hours_is_not_the_one_to_look_at(
    last: int, agency: str
) -> None:
    both = track(*edition("JMA", "gts", -6, 0), *edition("CMA", "zjwater", -12, last))
    assert set(tracks.fixes(both, NOON)["agency"]) == {agency}


def test_the_nearest_storm_comes_first() -> None:
    far = {"storm_id": "202509", "name_en": "KROSA", "lon_deg": 140.0}
    assert tracks.storms(track(far, {}), NOON) == ["2025-COMAY", "2025-KROSA"]
    assert set(tracks.fixes(track(far, {}), NOON)["storm"]) == {"2025-COMAY"}
    assert set(tracks.fixes(track(far, {}), NOON, "2025-KROSA")["storm"]) == {"2025-KROSA"}


def test_how_near_a_storm_is_does_not_hang_on_which_edition_came_in_last() -> None:
    other = {"storm_id": "202509", "name_en": "KROSA", "lon_deg": 130.0}
    astray = {"source": "gts", "lat_deg": 5.0}
    for rows in (({}, astray, other), (astray, {}, other)):
        assert tracks.storms(track(*rows), NOON) == ["2025-COMAY", "2025-KROSA"]


def test_a_storm_without_a_fix_for_twelve_hours_is_followed_no_more() -> None:
    old_and_near, far = {"hour": -12}, {"storm_id": "202509", "name_en": "KROSA", "lon_deg": 140.0}
    assert tracks.storms(track(old_and_near, far), NOON) == ["2025-KROSA"]
    assert tracks.storms(track(old_and_near, far), NOON - timedelta(minutes=1)) == ["2025-COMAY"]


def test_when_none_is_followed_the_last_one_known_is_shown() -> None:
    gone = track({"hour": -48}, {"storm_id": "202509", "name_en": "KROSA", "lon_deg": 140.0, "hour": -30})
    assert tracks.storms(gone, NOON) == ["2025-KROSA"]


def test_what_was_fixed_later_is_not_known_yet() -> None:
    assert tracks.storms(track({"hour": 1}), NOON) == []
    assert tracks.fixes(track({"hour": 1}), NOON).empty
    assert len(tracks.fixes(track({"hour": 1}, {}), NOON)) == 1


def test_of_each_agency_the_newest_forecast_issued_by_now_counts() -> None:
    made = track(
        {},
        *[{"kind": "forecast", "base": 0, "hour": lead} for lead in (24, 12)],
        {"kind": "forecast", "base": 3, "hour": 12},
        {"kind": "forecast", "agency": "JMA", "base": -3, "hour": 12},
    )
    newest = tracks.issues(made, NOON + timedelta(hours=2))
    assert [(one.agency, one.valid_at) for one in newest.itertuples()] == [
        ("CMA", NOON + timedelta(hours=12)),
        ("CMA", NOON + timedelta(hours=24)),
        ("JMA", NOON + timedelta(hours=12)),
    ]


def test_a_forecast_told_by_two_sources_is_taken_from_one() -> None:
    made = track(
        {},
        *[{"kind": "forecast", "base": 0, "hour": lead, "source": "nmc"} for lead in (6, 12, 18)],
        *[{"kind": "forecast", "base": 0, "hour": lead, "source": "zjwater"} for lead in (12, 24)],
    )
    found = tracks.forecasts(made, "2025-COMAY")
    assert list(found["source"]) == ["zjwater", "zjwater"]


def test_at_noon_of_the_seed_day_five_agencies_had_issued_at_most_four_hours_before() -> None:
    issued = tracks.issues(seed_track(), NOON)
    assert sorted(issued["agency"].unique()) == ["CMA", "CWA", "HKO", "JMA", "JTWC"]
    assert issued["issued_at"].min() >= NOON - timedelta(hours=4)
    assert (issued["issued_at"] <= NOON).all()


def test_landfalls_are_told_once_they_have_happened() -> None:
    before, after = at("30 04:29"), at("30 04:30")
    assert len(tracks.landfalls(seed_track(), before)) == 1
    assert tracks.landfalls(seed_track(), after)["landfall_place"].iloc[-1] == "浙江省舟山市朱家尖岛"


def test_a_landfall_that_two_services_tell_of_is_one_and_a_later_one_is_another() -> None:
    def ashore(source: str, minute: int, place: str) -> dict:
        return {"kind": "landfall", "source": source, "hour": minute / 60, "landfall_place": place}

    told = track(
        ashore("gts", 2, "ZHEJIANG ZHOUSHAN"), ashore("zjwater", 0, "朱家尖"), ashore("gts", 730, "SHANGHAI FENGXIAN"), {},
    )  # fmt: skip
    places = tracks.landfalls(told, NOON + timedelta(hours=24))["landfall_place"]
    assert list(places) == ["朱家尖", "SHANGHAI FENGXIAN"]


def test_before_anything_was_sent_there_is_no_storm_and_nothing_fails() -> None:
    nothing, now = pd.DataFrame(), NOON
    assert tracks.storms(nothing, now) == []
    assert all(len(part(nothing, now)) == 0 for part in (tracks.fixes, tracks.issues, tracks.landfalls))


def test_a_forecast_of_new_years_eve_is_of_the_storm_that_was_fixed_then() -> None:
    """As those of the last day of 2018 for Pabuk, all of whose hours lay in the new year."""
    eve_h = 156 * 24
    usual = {"storm_id": "202601", "name_en": "PABUK"}
    forecast = [usual | {"kind": "forecast", "base": eve_h, "hour": eve_h + lead} for lead in (24, 48)]
    ashore = usual | {"kind": "landfall", "hour": eve_h + 30}
    made, now = track(usual | {"hour": eve_h}, *forecast, ashore), NOON + timedelta(hours=eve_h)
    assert (now.year, tracks.storms(made, now)) == (2025, ["2025-PABUK"])
    assert len(tracks.issues(made, now)) == 2
    assert len(tracks.landfalls(made, now + timedelta(hours=30), "2025-PABUK")) == 1
