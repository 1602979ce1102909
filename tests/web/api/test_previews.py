"""A program may look before it sends, and is turned away where somebody else has sent in between."""

from starlette.testclient import TestClient

from feeds import feed
from intake.receive import receive
from intake.undo import undo
from store.ledger import Ledger
from tests.papers import BAD, Paper, changed, printed, sample_rows
from tests.web.api.conftest import PREVIEWS, send


def look(program: TestClient, data: bytes, **asked: str) -> dict:
    return program.post(PREVIEWS, params={"unit": "全市"} | asked, content=data).json()


def moved_on(farms: Paper) -> Paper:
    return changed(farms, {0: {"已撤离人数(人)": "0"}})


def test_a_look_tells_old_and_new_and_writes_nothing(program, ledger: Ledger, farms: Paper) -> None:
    send(program, printed(farms))
    before = ledger.position()
    said = look(program, printed(moved_on(farms)[::-1]))
    assert ledger.position() == before
    assert said["acceptable"] and said["moved"] == {"added": 0, "changed": 1, "unchanged": 67, "missing": 0}
    (change,) = said["changes"]
    assert (change["column"], change["old"], change["new"]) == (
        "evacuated",
        int(farms[0]["已撤离人数(人)"]),
        0,
    )
    assert farms[0]["养殖场名称"] in change["key"]


def test_a_look_names_the_rows_that_come_and_go(program, farms: Paper) -> None:
    send(program, printed(farms[:60]))
    said = look(program, printed(farms[5:]))
    assert [len(said[name]) for name in ("added", "missing")] == [8, 5]
    assert farms[0]["养殖场编号"] in said["missing"][0]


def test_a_file_with_a_fault_is_looked_at_and_not_recorded(program, ledger: Ledger) -> None:
    said = look(program, (BAD / "aquaculture.repeated-key.csv").read_bytes(), unit="嵊泗县")
    assert not said["acceptable"] and [p["code"] for p in said["problems"]] == ["row.repeated_key"]
    assert ledger.position() == 1


def test_what_was_looked_at_is_taken_in_while_nobody_else_has_sent(program, farms: Paper) -> None:
    send(program, printed(farms))
    base = look(program, printed(moved_on(farms)))["base"]
    assert send(program, printed(moved_on(farms)), base=str(base)).status_code == 201


def test_what_was_looked_at_before_another_report_is_answered_409_with_the_new_changes(
    program, ledger: Ledger, farms: Paper
) -> None:
    send(program, printed(farms))
    mine = printed(moved_on(farms))
    base = look(program, mine)["base"]
    send(program, printed(changed(farms, {1: {"已撤离人数(人)": "0"}})))
    answer = send(program, mine, base=str(base))
    said = answer.json()
    assert (answer.status_code, said["code"]) == (409, "store.superseded")
    assert said["said"]["zh"] != said["said"]["en"]
    assert [change["old"] for change in said["preview"]["changes"]][1] == 0
    assert ledger.position() == 3
    assert send(program, mine, base=str(said["preview"]["base"])).status_code == 201


def test_a_report_of_another_county_stands_in_nobodys_way(program, ledger: Ledger, farms: Paper) -> None:
    own = sample_rows("aquaculture", "嵊泗县")
    base = look(program, printed(own), unit="嵊泗县")["base"]
    other = sample_rows("aquaculture", "岱山县")
    assert receive(ledger, feed("aquaculture"), "daishan", printed(other), "岱山.csv", "王").receipt
    assert send(program, printed(own), unit="嵊泗县", base=str(base)).status_code == 201


def test_an_undo_in_between_counts_as_much_as_a_report(program, ledger: Ledger, farms: Paper) -> None:
    sent = send(program, printed(farms)).json()
    base = look(program, printed(moved_on(farms)))["base"]
    undo(ledger, int(sent["receipt"][1:]), "接口", "报错了", False)
    assert send(program, printed(moved_on(farms)), base=str(base)).status_code == 409


def test_an_answer_that_was_lost_is_given_again_though_the_base_has_moved(program, farms: Paper) -> None:
    base = look(program, printed(farms))["base"]
    first = send(program, printed(farms), base=str(base))
    again = send(program, printed(farms), base=str(base))
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["receipt"] == again.json()["receipt"]
