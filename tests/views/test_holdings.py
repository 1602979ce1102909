"""Before a document is sent its sender sees what it holds: whose track of which storm, or which alert until when."""

import re

import pandas as pd
import pytest

from domain.words import LANGUAGES, say
from tests.readiness.situations import rows_of_sample, seed_track
from tests.readiness.test_alerts import messages
from views.holdings import MOST_SHOWN, Held, holdings

CHINESE = re.compile("[一-鿿]")


def held(form: str, rows: pd.DataFrame, lang: str = "zh") -> Held:
    found = holdings(form, rows, lang)
    assert found is not None
    return found


def test_a_track_is_told_by_storm_and_agency_with_its_fixes_its_forecasts_and_its_time() -> None:
    rows = seed_track()
    fixes, forecasts = (
        rows[(rows["agency"] == "CMA") & (rows["kind"] == kind)] for kind in ("fix", "forecast")
    )
    (cma,) = (row for row in held("track", rows).rows if row[1] == "中国气象局")
    assert cma[0] == "竹节草 202508" and cma[2] == "浙江省水利厅台风路径"
    assert cma[3] == f"{len(fixes):,}"
    assert cma[4].startswith(f"{forecasts['issued_at'].nunique()} 次起报，最新 2025-0")
    assert cma[5] == "3 次，最后 2025-07-30 16:40"
    assert cma[6].startswith("2025-07-23 14:00 – 2025-08-0")


def test_a_document_that_tells_of_a_landfall_alone_says_when() -> None:
    alone = seed_track()[seed_track()["kind"] == "landfall"].tail(1)
    (row,) = held("track", alone).rows
    assert row[3:5] == ["0", "没有"] and row[5].startswith("1 次，最后 2025-0")


def test_an_agency_that_only_forecasts_is_said_to_have_no_fix() -> None:
    rows = held("track", seed_track(), "en").rows
    (japan,) = (row for row in rows if row[1] == "JMA")
    assert japan[3] == "0" and "issues" in japan[4]
    only_fixes = seed_track()[seed_track()["kind"] == "fix"]
    assert {row[4] for row in held("track", only_fixes, "en").rows} == {say("en", "holdings.none")}


def test_an_alert_is_told_by_colour_headline_sender_and_end() -> None:
    (row,) = held("alerts", messages({"headline": "台风橙色预警信号"})).rows
    assert row == ["▲ 橙色", "台风橙色预警信号", "岱山县气象台", "实际", "首次发布", "2025-07-30 16:15"]


def test_an_alert_that_leaves_things_out_is_told_by_what_it_says() -> None:
    bare = {"colour": None, "headline": None, "expires": None}
    (row,) = held("alerts", messages(bare)).rows
    assert row[0] == "◇ 重大" and row[1] == "台风" and row[5] == "原文未写"


def test_a_list_of_things_stands_for_itself_and_an_empty_file_holds_nothing() -> None:
    assert holdings("shelters", rows_of_sample("shelters", 1), "zh") is None
    assert holdings("track", seed_track().iloc[:0], "zh") is None


def test_decades_of_storms_are_cut_short_and_the_rest_counted() -> None:
    fix = seed_track().iloc[:1]
    many = pd.concat([fix.assign(storm_id=f"2025{n:02d}") for n in range(1, MOST_SHOWN + 6)])
    found = held("track", many)
    assert len(found.rows) == MOST_SHOWN and found.more == 5


@pytest.mark.parametrize("form", ["track", "alerts"])
def test_every_word_of_ours_is_in_the_readers_language(form: str) -> None:
    rows = seed_track() if form == "track" else messages({"headline": "Typhoon", "sender_name": "Daishan"})
    told = held(form, rows, "en")
    assert not CHINESE.search(" ".join([*told.heads, *(cell for row in told.rows for cell in row)]))
    for lang in LANGUAGES:
        told = held(form, rows, lang)
        assert {len(row) for row in told.rows} == {len(told.heads)}
