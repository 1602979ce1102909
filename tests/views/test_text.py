"""Figures as they are read: nothing is rounded away, nothing left unsaid."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from domain.clock import from_beijing
from domain.words import LANGUAGES
from feeds import all_feeds
from feeds.times import WINDOWS
from readiness.measures import Measure
from tests.readiness.situations import at, day, declared
from views import text

NOW = from_beijing("2025-07-28T15:00")
BY_ID = {counter.id: (feed.name, counter) for feed in all_feeds().values() for counter in feed.counters}


def measure(id: str, value=None, total=None, **more) -> Measure:
    name, counter = BY_ID[id]
    return Measure(name, counter, value, total, **more)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0, "0"),
        (14, "14"),
        (4332, "4,332"),
        (102000, "102,000"),
        (21.3, "21.3"),
        (200.0, "200"),
        (1234.56, "1,234.6"),
    ],
)
def test_thousands_stand_apart_and_a_decimal_only_where_there_is_one(number: float, shown: str) -> None:
    assert text.number(number) == shown


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        (measure("supplies.pumps", 1340, bound="lower"), "1,340 余", "1,340+"),
        (measure("supplies.pumps", 1340, bound="upper"), "至多 1,340", "at most 1,340"),
        (measure("supplies.pumps", 1340, bound="about"), "约 1,340", "about 1,340"),
        (measure("supplies.pumps", 1340), "1,340", "1,340"),
        (measure("reservoirs.mean_rain_capacity_mm", 200, bound="lower"), "200", "200"),
        (measure("reservoirs.mean_rain_capacity_mm", 200, bound="about"), "约 200", "about 200"),
        (measure("fishing_vessels.in_port", 0, 4332), "0", "0"),
        (measure("fishing_vessels.in_port"), "—", "—"),
        (measure("beaches.no_swimming", "all"), "全部", "All"),
        (measure("storm.peak_grade_forecast", "STS"), "强热带风暴", "severe tropical storm"),
        (measure("storm.landfall_forecast", "2025-07-30 daytime"), "07-30 白天", "07-30 daytime"),
        (measure("storm.entered_24h_line", "2025-07-28T18:52+08:00"), "07-28 18:52", "07-28 18:52"),
        (measure("drainage.pipe_km", 21.3), "21.3", "21.3"),
        (measure("storm.number", 8), "8 号", "no. 8"),
        (measure("response.city_hq", "IV"), "Ⅳ级", "level iv"),
    ],
)
def test_a_value_is_said_with_its_bound(given: Measure, zh: str, en: str) -> None:
    assert (text.value(given, "zh"), text.value(given, "en").lower()) == (zh, en.lower())


@pytest.mark.parametrize(
    ("given", "zh", "en"),
    [
        (measure("reservoirs.mean_rain_capacity_mm", 200, bound="lower"), "毫米以上", "mm or more"),
        (measure("reservoirs.mean_rain_capacity_mm", 200), "毫米", "mm"),
        (measure("reservoirs.mean_rain_capacity_mm", 200, bound="about"), "毫米", "mm"),
        (measure("supplies.pumps", 1340, bound="lower"), "台", "pumps"),
        (measure("geohazard.person_times", 175), "人次", "person-times"),
        (measure("beaches.no_swimming", "all"), "", ""),
        (measure("storm.landfall_forecast", "2025-07-30 daytime"), "", ""),
        (measure("fishing_vessels.in_port"), "", ""),
        (measure("storm.number", 8), "", ""),
    ],
)
def test_a_number_has_its_unit_and_a_word_has_none(given: Measure, zh: str, en: str) -> None:
    assert (text.unit(given, "zh"), text.unit(given, "en")) == (zh, en)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("part", sorted(set(WINDOWS.values())))
def test_every_part_of_a_day_a_forecast_may_name_can_be_shown(part: str, lang: str) -> None:
    assert "07-30" in text.value(measure("storm.landfall_forecast", f"2025-07-30 {part}"), lang)


@pytest.mark.parametrize(
    ("given", "zh"),
    [
        (measure("unpowered_vessels.berth_planned", 0, 128, planned=113), ["计划 113"]),
        (measure("drainage.wells", 234), ["累计"]),
        (measure("reservoirs.mean_rain_capacity_mm", 200), ["平均"]),
        (measure("fishing_vessels.in_port", 10, 10, silent=("putuo", "shengsi")), ["缺 普陀区、嵊泗县"]),
        (measure("fishing_vessels.in_port", 4332, 4332), []),
    ],
)
def test_what_must_be_said_beside_a_number_is_said(given: Measure, zh: list[str]) -> None:
    assert text.notes(given, "zh") == zh
    assert len(text.notes(given, "en")) == len(zh)
    assert not re.search("[一-鿿]", " ".join(text.notes(given, "en")))


@pytest.mark.parametrize(
    ("at_", "zh", "en"),
    [
        (at("28 12:00"), "截至 12:00", "as of 12:00"),
        (at("27 20:00"), "截至 07-27 20:00", "as of 07-27 20:00"),
        (None, "目前（未注明截至时间）", "at present (no cut-off given)"),
    ],
)
def test_a_cut_off_is_said_with_its_day_where_it_is_another(at_: datetime | None, zh: str, en: str) -> None:
    assert (text.cut_off(at_, NOW, "zh"), text.cut_off(at_, NOW, "en")) == (zh, en)


def test_days_change_at_midnight_in_beijing() -> None:
    late = datetime(2025, 7, 28, 16, 30, tzinfo=UTC)  # 00:30 on the 29th
    assert text.moment(late, NOW) == "07-29 00:30"
    assert text.moment(late, datetime(2025, 7, 29, 1, tzinfo=UTC)) == "00:30"


@pytest.mark.parametrize(
    ("span", "zh", "en"),
    [
        (timedelta(seconds=30), "0 分钟", "0 min"),
        (timedelta(minutes=59), "59 分钟", "59 min"),
        (timedelta(minutes=60), "1 小时", "1 h"),
        (timedelta(hours=47, minutes=59), "47 小时", "47 h"),
        (timedelta(hours=48), "2 天", "2 d"),
        (timedelta(minutes=-5), "0 分钟", "0 min"),
        (None, "", ""),
    ],
)
def test_an_age_is_said_in_the_unit_that_fits(span: timedelta | None, zh: str, en: str) -> None:
    assert (text.age(span, "zh"), text.age(span, "en")) == (zh, en)


@pytest.mark.parametrize(
    ("hours", "shown"), [(0, "00:00"), (3, "03:00"), (27.5, "27:30"), (0.999, "01:00"), (100.25, "100:15")]
)
def test_hours_in_force_read_as_a_clock(hours: float, shown: str) -> None:
    assert text.hours(hours) == shown


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_measure_of_the_sample_afternoon_can_be_shown(lang: str) -> None:
    for line in day(declared("28 12:00", "IV"), now=at("28 20:00")).lines:
        shown = text.value(line.measure, lang)
        assert shown and "None" not in shown
        if lang == "en":
            assert not re.search("[一-鿿]", shown + text.unit(line.measure, lang))


@pytest.mark.parametrize(
    ("span_h", "zh", "en"),
    [
        (11, "11 小时", "11 h"),
        (11.08, "11 小时 05 分钟", "11 h 05 min"),
        (0.5, "30 分钟", "30 min"),
        (0, "0 分钟", "0 min"),
    ],
)
def test_hours_in_a_sentence_do_not_look_like_a_time_of_day(span_h: float, zh: str, en: str) -> None:
    assert (text.spelt_hours(span_h, "zh"), text.spelt_hours(span_h, "en")) == (zh, en)
