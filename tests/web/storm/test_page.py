"""The storm's page as it is drawn: of the sample day, of none, of several storms, and reckoned no oftener than it must be."""

import json
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from domain.clock import from_beijing
from domain.words import say
from feeds import feed
from intake.receive import receive
from readiness import tracks
from store.ledger import Ledger
from tests.papers import SAMPLES, printed, sample_rows
from web.known import followed, rendered
from web.pages import PAGES
from web.serving import office

AFTERNOON = from_beijing("2025-07-28T15:00")
OTHER = {"台风编号": "202509", "台风名称": "罗莎", "英文名": "KROSA"}


@pytest.fixture(autouse=True)
def a_page_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "streamlit.components.v2.manifest_scanner.scan_component_manifests", lambda *_, **__: []
    )
    monkeypatch.setattr("streamlit.page_link", lambda *_, **__: None)


def opened(ledger: Ledger, monkeypatch: pytest.MonkeyPatch, **asked: str) -> AppTest:
    monkeypatch.setattr(office, "ledger", lambda: ledger)
    run = AppTest.from_file(str(PAGES / "storm.py"))
    for name, value in asked.items():
        run.query_params[name] = value
    run.run(timeout=120)
    assert not run.exception, run.exception
    return run


def html(run: AppTest) -> str:
    return " ".join(str(each.proto.body) for each in run.get("html"))


def deck(run: AppTest) -> dict:
    (found,) = run.get("deck_gl_json_chart")
    return json.loads(found.proto.json)


def test_the_page_shows_where_it_is_when_the_wind_comes_and_a_map_that_asks_nobody(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = opened(ledger, monkeypatch)
    text, drawn = html(run), deck(run)
    for said in (
        "竹节草",
        "新城",
        "嵊泗菜园",
        "花鸟",
        say("zh", "arrival.geometric"),
        "24小时警戒线",
        "data-until",
    ):
        assert said in text
    assert drawn["mapStyle"] == "__MAP_STYLE__"
    ids = [layer["id"] for layer in drawn["layers"]]
    assert {"cone", "track", "forecasts", "circle-7", "places", "landfalls", "line-24", "line-48"} <= set(ids)
    assert "ghost" not in ids


def test_an_hour_chosen_draws_its_circles_and_moves_no_camera(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = opened(ledger, monkeypatch)
    before = deck(run)
    slider = run.slider[0]
    slider.set_value(slider.value + timedelta(hours=20)).run(timeout=120)
    assert not run.exception
    after = deck(run)
    assert {"ghost", "ghost-centre"} <= {layer["id"] for layer in after["layers"]}
    assert after["initialViewState"] == before["initialViewState"]


def test_an_hour_before_the_last_fix_shows_where_the_storm_was(sample: Ledger) -> None:
    seen = followed.followed(sample, AFTERNOON)
    fix = seen.fixes.iloc[-5]
    ghost = seen.ghost(fix["valid_at"].to_pydatetime())
    assert (ghost.lon, ghost.lat) == pytest.approx((fix["lon_deg"], fix["lat_deg"]))
    assert seen.ghost(seen.state.fixed_at) is None
    assert seen.ghost(seen.ends) is not None and seen.ends > seen.state.fixed_at > seen.begins


def test_where_no_storm_was_ever_fixed_the_page_says_so_calmly(
    live_ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = opened(live_ledger, monkeypatch)
    assert say("zh", "arrival.none") in html(run)
    assert not run.get("deck_gl_json_chart")


def test_where_there_are_forecasts_and_no_fix_the_page_says_that(
    live_ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [row for row in sample_rows("track") if row["类别"] == "预报"]
    assert receive(live_ledger, feed("track"), "city", printed(rows), "预报.csv", "王岚").receipt
    run = opened(live_ledger, monkeypatch)
    assert "已收到竹节草的预报" in html(run) and say("zh", "arrival.none") not in html(run)
    assert not run.get("deck_gl_json_chart")


def test_of_two_storms_the_nearer_is_shown_first_and_the_other_by_its_name(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [
        row
        for row in sample_rows("track")
        if row["时间"].startswith("2025-07-28 1") and row["类别"] == "定位"
    ]
    rows = [
        row | OTHER | {"经度": "140.0", "纬度": "20.0"} for row in rows if row["时间"] <= "2025-07-28 14:00"
    ]
    assert receive(ledger, feed("track"), "city", printed(rows), "罗莎.csv", "王岚").receipt
    near, far = followed.storms(ledger, ledger.now())
    assert "COMAY" in near and "KROSA" in far
    first, second = html(opened(ledger, monkeypatch)), html(opened(ledger, monkeypatch, storm=far))
    assert "罗莎</a>" in first and "<b>竹节草</b>" in first
    assert "<b>罗莎</b>" in second
    assert "<b>竹节草</b>" in html(opened(ledger, monkeypatch, storm="2030-NOBODY"))


def test_a_minute_that_passes_reckons_nothing_anew_and_a_new_fix_does(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    reckoned = []
    outlook = followed.outlook
    monkeypatch.setattr(followed, "outlook", lambda *given: reckoned.append(given[2]) or outlook(*given))
    first = followed.followed(ledger, AFTERNOON + timedelta(seconds=1))
    later = followed.followed(ledger, AFTERNOON + timedelta(minutes=7))
    assert len(reckoned) == 1
    assert later.outlook.now - first.outlook.now == timedelta(minutes=7) - timedelta(seconds=1)
    assert later.outlook.arrivals is first.outlook.arrivals
    row = next(
        row for row in sample_rows("track") if row["类别"] == "定位" and row["时间"] == "2025-07-28 14:00"
    )
    assert receive(
        ledger,
        feed("track"),
        "city",
        printed([row | {"时间": "2025-07-28 14:30", "起报时间": "2025-07-28 14:30"}]),
        "新.csv",
        "王岚",
    ).receipt
    newer = followed.followed(ledger, ledger.now())
    assert len(reckoned) == 2
    assert newer.state.fixed_at > first.state.fixed_at


def test_a_fix_that_grows_old_is_said_to_be_although_nothing_is_reckoned(sample: Ledger) -> None:
    fresh, old = (followed.followed(sample, AFTERNOON + timedelta(hours=hours)) for hours in (0, 7))
    assert (fresh.state.stale, fresh.outlook.stale) == (False, False)
    assert (old.state.stale, old.outlook.stale) == (True, True)


def test_the_overviews_head_and_the_shared_screen_say_when_the_wind_comes(sample: Ledger) -> None:
    now = rendered.present(sample)
    head = rendered.texts(now, "zh").header
    assert "距新城风力达7级" in head and "最早" in head and "最可能" in head and "起报" in head
    assert 'href="storm?lang=zh"' in head
    assert rendered.outlook(now) is rendered.outlook(now)


def test_what_agencies_said_that_have_stopped_is_drawn_no_more(tmp_path: Path) -> None:
    late = from_beijing("2025-08-01T12:00")
    with closing(Ledger(f"sqlite:///{tmp_path / 'late.sqlite3'}")) as ledger:
        ledger.open_event("demo", "2508", late)
        track = (SAMPLES / "track.csv").read_bytes()
        assert receive(ledger, feed("track"), "city", track, "track.csv", "王岚").receipt
        seen = followed.followed(ledger, late)
        newest = tracks.issues(ledger.read("track").frame, late)
    assert {"JMA", "CWA"} < set(newest["agency"])
    assert set(seen.issues["agency"]) == set(seen.outlook.by_agency["agency"]) == {"CMA", "HKO"}
    names = {line.name for line in rendered.storm_chart(seen, "zh", "light").data}
    assert "日本气象厅" not in names and "中国气象局" in names
