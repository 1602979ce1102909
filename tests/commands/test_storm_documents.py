"""A storm's file at the prompt."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from manage import cli
from store.ledger import Ledger
from tests.loaders.storm.recorded import LEFT_OUT_WHOLLY, RAW

ZHEJIANG = RAW / "zhejiang_202116_Mindulle.json"
BEST_TRACK = RAW / "CH2025BST_excerpt.txt"
SEND = ("--feed", "track", "--unit", "city", "--as", "李预报", "--json")


@pytest.fixture
def url(tmp_path: Path) -> str:
    """An empty store that serves an event."""
    url = f"sqlite:///{tmp_path / 'live.sqlite3'}"
    ledger = Ledger(url)
    ledger.open_event("live", "2508")
    ledger.close()
    return url


@pytest.fixture
def run(url: str) -> Callable[..., Result]:
    def call(*words: str) -> Result:
        return CliRunner().invoke(cli, ["--store", url, *words])

    return call


def test_ingest_takes_a_storm_and_answers_the_same_file_with_the_first_receipt(run, url: str) -> None:
    first, again = (json.loads(run("ingest", str(ZHEJIANG), *SEND).output) for _ in range(2))
    assert (first["accepted"], first["first"], first["moved"]["added"]) == (True, True, 10)
    assert (again["receipt"], again["first"]) == (first["receipt"], False)
    assert len(Ledger(url).read("track").frame) == 10


def test_check_says_why_a_bulletin_is_not_taken_and_writes_nothing(run, url: str) -> None:
    before = Ledger(url).position()
    result = run("check", str(RAW / LEFT_OUT_WHOLLY), "--feed", "track")
    assert (result.exit_code, Ledger(url).position()) == (1, before)
    assert "没有风速和气压" in result.output


def test_a_landfall_told_by_its_places_name_alone_is_told_with_the_storm(run, tmp_path: Path) -> None:
    run("ingest", str(RAW / "bulletin_2018072706_JONGDARI.txt"), *SEND)
    landfall = (RAW / "bulletin_2018071101_MARIA.txt").read_text("ascii")
    for of_maria, of_jongdari in (("1808", "1812"), ("MARIA", "JONGDARI"), ("110110GMT", "270550GMT")):
        landfall = landfall.replace(of_maria, of_jongdari)
    (tmp_path / "2018072705.txt").write_text(landfall, "ascii")
    assert json.loads(run("ingest", str(tmp_path / "2018072705.txt"), *SEND).output)["accepted"]
    (told,) = json.loads(run("storm", "--json").output)["landfalls"]
    assert (told["valid_at"], told["landfall_place"]) == ("2018-07-27T13:50+08:00", "FUJIAN LIANJIANG")
    assert (told["lon_deg"], told["lat_deg"]) == (None, None)


def test_arrivals_of_a_storm_without_a_forecast_say_that_and_that_the_fix_is_old(run) -> None:
    run("ingest", str(BEST_TRACK), *SEND)
    said = run("arrivals").output
    assert "没有有效预报，不能估算到达" in said and "没有机构的有效预报" in said and "定位已过时" in said
    assert "— —" not in said


def test_a_form_that_only_the_city_can_send_needs_no_unit_named(run) -> None:
    sent = run("ingest", str(ZHEJIANG), "--feed", "track", "--as", "气象台")
    assert (sent.exit_code, "已接收" in sent.output) == (0, True)


def test_a_form_of_districts_says_that_it_needs_one(run) -> None:
    sent = run("ingest", str(ZHEJIANG), "--feed", "fishing_vessels", "--as", "林渔")
    assert sent.exit_code == 2 and "--unit" in sent.output and "渔船动态" in sent.output
