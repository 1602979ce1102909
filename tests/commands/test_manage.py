"""The command line, as people and scripts use it."""

import csv
import io
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from feeds import feed
from manage import cli
from store.ledger import Ledger
from tests.levels import one_person
from tests.opened_workbooks import first, rows
from views.export import template_bytes

SAMPLES = Path(__file__).parents[2] / "sample_data"
FARMS = SAMPLES / "aquaculture.csv"


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


def test_check_needs_no_store_and_makes_none(tmp_path: Path) -> None:
    store = tmp_path / "none.sqlite3"
    answer = CliRunner().invoke(
        cli, ["--store", f"sqlite:///{store}", "check", str(FARMS), "--feed", "aquaculture"]
    )
    assert (answer.exit_code, store.exists()) == (0, False)


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
        "2025-07-28T15:10",
        "--json",
    )
    first, second = json.loads(run(*words).output), json.loads(run(*words).output)
    assert first["accepted"] and first["first"] and first["as_of"] == "2025-07-28T15:10+08:00"
    assert (second["receipt"], second["first"]) == (first["receipt"], False)


def test_a_file_whose_name_is_in_the_letters_of_old_windows_is_taken_in(
    run, tmp_path: Path, sample_url: str
) -> None:
    path = tmp_path / os.fsdecode("养殖.csv".encode("gb18030"))
    path.write_bytes(FARMS.read_bytes() + b"\n")
    where = ("--feed", "aquaculture", "--json")
    (said,) = json.loads(run("check", str(path), *where).output)
    assert Path(said["file"]).name == "养殖.csv"
    answer = json.loads(run("ingest", str(path), *where, "--unit", "city", "--as", "张三").output)
    assert Ledger(sample_url).entry(int(answer["receipt"][1:])).filename == "养殖.csv"


def test_a_refused_file_changes_no_figure_and_leaves_a_record(run, wrong: Path, sample_url: str) -> None:
    result = run("ingest", str(wrong), "--feed", "aquaculture", "--unit", "city", "--as", "张三", "--json")
    answer = json.loads(result.output)
    assert (result.exit_code, answer["accepted"]) == (1, False)
    refusal = Ledger(sample_url).entries(kinds=["refusal"])[0]
    assert (refusal.actor, Ledger(sample_url).file(refusal.sha256)) == ("张三", wrong.read_bytes())
    figures = {row["id"]: row for row in json.loads(run("figures", "--json").output)}
    assert figures["aquaculture.evacuated"]["done"] == 736


def test_a_declared_level_shows_in_the_figures(run, sample_url: str) -> None:
    one_person(Ledger(sample_url)).close()
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


def test_an_exported_workbook_holds_the_same_rows(run) -> None:
    plain = csv.DictReader(io.StringIO(run("export", "reservoirs").stdout_bytes.decode("utf-8-sig")))
    below = rows(first(run("export", "reservoirs", "--xlsx").stdout_bytes))
    key = feed("reservoirs").column("reservoir_id").header
    assert [row[key] for row in below] == [row[key] for row in plain]


def test_a_template_is_printed_as_a_workbook_or_as_csv_and_needs_no_store(tmp_path: Path) -> None:
    def call(*words: str) -> Result:
        return CliRunner().invoke(cli, ["--store", f"sqlite:///{tmp_path}/none.sqlite3", "template", *words])

    assert first(call("渔船动态").stdout_bytes).title == "渔船动态"
    assert call("fishing_vessels", "--csv").stdout_bytes == template_bytes(feed("fishing_vessels"))
    assert call("nonsense").exit_code == 2 and not list(tmp_path.iterdir())


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


SEND = ("--feed", "aquaculture", "--unit", "city", "--as")


@pytest.fixture
def other(tmp_path: Path) -> Path:
    """The farms' file without its first farm, and with who filled it in below."""
    head, _, *rest = FARMS.read_text("utf-8-sig").splitlines()
    path = tmp_path / "other.csv"
    path.write_text("\n".join([head, *rest, "填表人：张三"]), "utf-8")
    return path


def test_ingest_says_how_much_moved(run, other: Path) -> None:
    assert "增 0，改 0，不变 67，缺 1" in run("ingest", str(other), *SEND, "张三").output
    answer = json.loads(run("ingest", str(FARMS), *SEND, "张三", "--json").output)
    assert {name: answer["moved"][name] for name in ("added", "missing")} == {"added": 1, "missing": 0}


def test_a_refused_file_moves_nothing(run, wrong: Path) -> None:
    assert json.loads(run("ingest", str(wrong), *SEND, "张三", "--json").output)["moved"] is None


@pytest.mark.parametrize("name", ["", "  "])
def test_nobody_cannot_send(run, sample_url: str, name: str) -> None:
    before = Ledger(sample_url).position()
    result = run("ingest", str(FARMS), *SEND, name)
    assert result.exit_code == 2 and "请写明是谁" in result.output
    assert Ledger(sample_url).position() == before


def test_check_tells_errors_from_notes(run, wrong: Path, other: Path) -> None:
    refused, fine = (run("check", str(path), "--feed", "aquaculture").output for path in (wrong, other))
    assert "1 处错误" in refused and "[错误] 第 2 行" in refused
    assert "0 条警告，2 条提示" in fine and "[提示] 第 69 行" in fine


def test_a_figure_without_cut_off_says_when_it_came(run) -> None:
    lines = run("figures").output.splitlines()
    assert any("收 2025-07-28T" in line for line in lines)


@pytest.mark.parametrize("command", [("figures",), ("export", "reservoirs"), ("verify",)])
def test_what_only_reads_makes_no_store(tmp_path: Path, command: tuple[str, ...]) -> None:
    path = tmp_path / "none" / "ledger.sqlite3"
    result = CliRunner().invoke(cli, ["--store", f"sqlite:///{path}", *command])
    assert (result.exit_code, result.output.strip()) == (2, "那里还没有库，也没有新建")
    assert not path.parent.exists()


@pytest.mark.parametrize("form", ["sqlite:///{}", "{}", "sqlite:///{}/below/ledger.sqlite3", "mysql://x/{}"])
@pytest.mark.parametrize("command", [("figures",), ("demo",)])
def test_what_is_no_store_is_said_in_one_sentence(tmp_path: Path, form: str, command: tuple[str]) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("尊敬的各位领导：" * 2000, "utf-8")
    result = CliRunner().invoke(cli, ["--lang", "en", "--store", form.format(letter), *command])
    assert result.exit_code == 2 and len(result.output.splitlines()) == 1
    assert result.output.startswith(("This is no store", "There is no store"))
    assert letter.read_text("utf-8").startswith("尊敬")


def test_another_programs_database_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "others.sqlite3"
    with closing(sqlite3.connect(path)) as others:
        others.execute("CREATE TABLE notes (text)")
        others.commit()
    before = path.read_bytes()
    answer = CliRunner().invoke(cli, ["--store", f"sqlite:///{path}", "verify"])
    assert (answer.exit_code, path.read_bytes()) == (2, before)


def test_a_level_is_declared_in_chinese_words(run) -> None:
    words = [
        "--issuer",
        "市防指",
        "--grade",
        "Ⅲ级",
        "--verb",
        "提升",
        "--at",
        "2025年7月28日16时",
        "--basis",
        "会商",
    ]
    assert run("declare", *words).exit_code == 0
    assert run("declare", *[w.replace("Ⅲ级", "郁级") for w in words]).exit_code == 1
    assert run("declare", *[w.replace("2025年7月28日16时", "2025-07-28") for w in words]).exit_code == 2


def test_files_dropped_into_a_watched_folder_are_taken_in(run, tmp_path: Path, sample_url: str) -> None:
    unit = tmp_path / "share" / "全市"
    unit.mkdir(parents=True)
    (unit / "养殖.csv").write_bytes(FARMS.read_bytes().replace(b",11,11,", b",11,10,", 1))
    result = run("watch", str(tmp_path / "share"), "--as", "共享文件夹", "--once")
    (moved,) = (tmp_path / "share" / "done" / "全市").glob("*.csv")
    assert result.exit_code == 0 and moved.name in result.output
    assert Ledger(sample_url).entries(limit=1)[0].actor == "共享文件夹"
