"""A report taken back and a receipt looked up at the prompt."""

import json
from pathlib import Path

import pytest

from store.ledger import Ledger

FARMS = Path(__file__).parents[2] / "sample_data" / "aquaculture.csv"


@pytest.fixture
def wrong(run, tmp_path: Path) -> str:
    """A city's file that leaves everybody on the rafts, sent by 张三; its receipt number."""
    head, *rows = FARMS.read_text("utf-8-sig").splitlines()
    place = head.split(",").index("已撤离人数(人)")
    cells = [row.split(",") for row in rows]
    path = tmp_path / "发错的.csv"
    path.write_text(
        "\n".join([head, *(",".join([*c[:place], "0", *c[place + 1 :]]) for c in cells)]), "utf-8"
    )
    sent = run("ingest", str(path), "--feed", "aquaculture", "--unit", "city", "--as", "张三", "--json")
    return json.loads(sent.output)["receipt"]


def evacuated(run) -> int:
    figures = {row["id"]: row for row in json.loads(run("figures", "--json").output)}
    return figures["aquaculture.evacuated"]["done"]


def test_a_report_is_undone_and_the_figure_is_what_it_was(run, wrong: str) -> None:
    assert evacuated(run) == 0
    result = run("undo", wrong, "--as", "张三", "--reason", "发错了", "--json")
    answer = json.loads(result.output)
    assert (result.exit_code, answer["undone"], answer["undoes"], answer["reason"]) == (
        0,
        True,
        int(wrong[1:]),
        "发错了",
    )
    assert evacuated(run) == 736
    assert run("verify").exit_code == 0


def test_who_may_not_undo_is_told_why_and_nothing_changes(run, wrong: str, sample_url: str) -> None:
    position = Ledger(sample_url).position()
    result = run("undo", wrong, "--as", "李四", "--reason", "发错了")
    assert (result.exit_code, result.stderr.strip()) == (1, "只有报送人（张三）本人或值班员可以撤销")
    refused = json.loads(run("undo", "1", "--as", "李四", "--reason", "发错了", "--json").output)
    assert (refused["undone"], [problem["code"] for problem in refused["problems"]]) == (
        False,
        ["undo.not_a_submission"],
    )
    assert Ledger(sample_url).position() == position
    assert run("undo", wrong, "--as", "李四", "--reason", "县里来电", "--duty").exit_code == 0


def test_the_receipt_of_a_refused_file_says_why_it_was_refused(run, tmp_path: Path) -> None:
    path = tmp_path / "错.csv"
    path.write_text(FARMS.read_text("utf-8-sig").replace("YZ002", "YZ001"), "utf-8")
    sent = json.loads(
        run("ingest", str(path), "--feed", "aquaculture", "--unit", "city", "--as", "张三", "--json").output
    )
    told = run("receipt", sent["receipt"])
    assert told.exit_code == 0 and sent["problems"][0]["zh"] in told.output
    assert sent["problems"][0]["en"] in run("--lang", "en", "receipt", sent["receipt"]).output


@pytest.mark.parametrize("number", ["R9999999", "回执", "R0"])
def test_a_number_nobody_was_given_is_said_to_be_none(run, number: str) -> None:
    for words in (("receipt", number), ("undo", number, "--as", "张三", "--reason", "错")):
        result = run(*words)
        assert result.exit_code != 0
        assert f"没有回执“{number}”" in result.stderr


def test_a_receipt_tells_what_it_moved_and_what_became_of_it(run, wrong: str) -> None:
    told = json.loads(run("receipt", wrong.removeprefix("R000"), "--json").output)
    assert (told["state"], told["actor"], told["by"], told["unit"]) == ("standing", "张三", None, "city")
    (counter,) = told["counters"]
    assert (counter["before"]["value"], counter["after"]["value"], counter["after"]["total"]) == (736, 0, 736)
    back = json.loads(run("undo", wrong, "--as", "张三", "--reason", "发错了", "--json").output)["receipt"]
    told = json.loads(run("receipt", wrong, "--json").output)
    assert (told["state"], told["by"]["receipt"], told["by"]["reason"]) == ("undone", back, "发错了")


def test_a_receipt_is_told_in_words_whatever_it_is_of(run, wrong: str, sample_url: str) -> None:
    run("undo", wrong, "--as", "张三", "--reason", "发错了")
    back = f"R{Ledger(sample_url).position():06d}"
    said = {number: run("receipt", number).output for number in ("1", "74", "57", "79", wrong, back)}
    for number, words in {
        "1": "库的启用记录", "74": "已录入的响应决定", "57": "已被 R000079 替换", "79": "有效",
        wrong: f"撤销（{back}）：发错了", back: f"撤销了 {wrong}：发错了",
    }.items():  # fmt: skip
        assert words in said[number], number
    assert "736/736 人 → 0/736 人" in said[wrong]
