"""The command line, as people and scripts use it."""

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from manage import cli
from store.ledger import Ledger

SAMPLES = Path(__file__).parents[1] / "sample_data"
FARMS = SAMPLES / "aquaculture.csv"


@pytest.fixture
def run(sample_url: str):
    def call(*words: str) -> Result:
        return CliRunner().invoke(cli, ["--store", sample_url, *words])

    return call


@pytest.fixture
def wrong(tmp_path: Path) -> Path:
    text = FARMS.read_text("utf-8-sig").splitlines()
    cells = text[1].split(",")
    path = tmp_path / "养殖.csv"
    path.write_bytes("\n".join([text[0], ",".join(["", *cells[1:]]), *text[2:]]).encode("gb18030"))
    return path


def test_check_says_what_is_wrong_and_exits_with_one(run, wrong: Path) -> None:
    result = run("check", str(FARMS), str(wrong), "--feed", "aquaculture", "--json")
    good, bad = json.loads(result.output)
    assert result.exit_code == 1
    assert (good["accepted"], bad["accepted"]) == (True, False)
    assert [(p["code"], p["row"], p["column"]) for p in bad["problems"]] == [
        ("cell.missing", 2, "养殖场编号")
    ]


def test_check_writes_nothing(run, wrong: Path, sample_url: str) -> None:
    before = Ledger(sample_url).position()
    run("check", str(wrong), "--feed", "aquaculture")
    assert Ledger(sample_url).position() == before


def test_ingest_answers_with_a_receipt_and_the_same_file_with_the_first_one(run) -> None:
    words = (
        "ingest",
        str(FARMS),
        "--feed",
        "aquaculture",
        "--unit",
        "全市",
        "--as",
        "张三",
        "--as-of",
        "2025-07-28T16:00",
        "--json",
    )
    first, second = json.loads(run(*words).output), json.loads(run(*words).output)
    assert first["accepted"] and first["first"] and first["as_of"] == "2025-07-28T16:00+08:00"
    assert (second["receipt"], second["first"]) == (first["receipt"], False)


def test_a_refused_file_changes_no_figure_and_leaves_a_record(run, wrong: Path, sample_url: str) -> None:
    result = run("ingest", str(wrong), "--feed", "aquaculture", "--unit", "city", "--as", "张三", "--json")
    answer = json.loads(result.output)
    assert (result.exit_code, answer["accepted"]) == (1, False)
    refusal = Ledger(sample_url).entries(kinds=["refusal"])[0]
    assert (refusal.actor, Ledger(sample_url).file(refusal.sha256)) == ("张三", wrong.read_bytes())
    figures = {row["id"]: row for row in json.loads(run("figures", "--json").output)}
    assert figures["aquaculture.evacuated"]["done"] == 736


def test_a_declared_level_shows_in_the_figures(run) -> None:
    words = (
        "--issuer",
        "city_hq",
        "--grade",
        "Ⅲ级",
        "--verb",
        "提升",
        "--at",
        "2025-07-28T15:00",
        "--basis",
        "会商",
        "--as",
        "值班长",
    )
    assert run("declare", *words).exit_code == 0
    figures = {row["id"]: row for row in json.loads(run("figures", "--json").output)}
    assert figures["response.city_hq"]["done"] == "III"


def test_a_level_its_issuer_does_not_have_is_refused(run) -> None:
    words = (
        "--issuer",
        "msa",
        "--grade",
        "海上",
        "--verb",
        "启动",
        "--at",
        "2025-07-28T15:00",
        "--basis",
        "x",
        "--as",
        "x",
    )
    result = run("declare", *words)
    assert result.exit_code == 1
    assert "海上" in result.output or "marine" in result.output


def test_an_exported_feed_opens_in_a_spreadsheet_and_can_be_sent_again(run, tmp_path: Path) -> None:
    data = run("export", "reservoirs").stdout_bytes
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert data.startswith(b"\xef\xbb\xbf") and len(rows) == 112
    again = tmp_path / "again.csv"
    again.write_bytes(data)
    assert run("check", str(again), "--feed", "reservoirs").exit_code == 0


def test_verify_finds_the_chain_whole(run) -> None:
    assert run("verify").exit_code == 0


def test_demo_leaves_a_store_in_use_alone(run, sample_url: str) -> None:
    before = Ledger(sample_url).position()
    assert run("demo").exit_code == 0
    assert Ledger(sample_url).position() == before


@pytest.mark.parametrize(
    "words",
    [
        ("figures", "--at", "昨天"),
        ("export", "nonsense"),
        ("ingest", str(FARMS), "--feed", "aquaculture", "--unit", "杭州", "--as", "x"),
    ],
)
def test_a_wrong_word_is_answered_with_what_was_expected(run, words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert "Traceback" not in result.output
