"""What programs are answered."""

import json
from base64 import b64encode

import minisign
import pytest
from starlette.testclient import TestClient

from domain.clock import from_beijing
from intake.undo import undo
from loaders.limits import FILE_BYTES
from store.entry import ACCESS, NewEntry
from store.ledger import Ledger
from tests.identities import As, somebody
from tests.papers import BAD, Paper, changed, printed, sample_rows
from tests.web.api.conftest import FARMS, send
from web.api.application import application
from web.known.situation import situation


def test_a_file_that_is_posted_is_answered_with_its_receipt(program, ledger: Ledger, farms: Paper) -> None:
    answer = send(program, printed(farms), filename="养殖.csv")
    said = answer.json()
    assert (answer.status_code, said["accepted"], said["receipt"], said["rows"]) == (201, True, "R000002", 68)
    assert ledger.file(said["sha256"]) == printed(farms)
    assert program.get("/receipts/R000002").json()["filename"] == "养殖.csv"


def test_a_file_with_a_fault_is_told_so_in_both_languages_and_changes_nothing(
    program, ledger: Ledger
) -> None:
    data = (BAD / "aquaculture.repeated-key.csv").read_bytes()
    answer = send(program, data, unit="嵊泗县")
    said = answer.json()
    assert (answer.status_code, said["accepted"], said["moved"]) == (422, False, None)
    assert [(p["code"], p["row"]) for p in said["problems"]] == [("row.repeated_key", 4)]
    assert said["problems"][0]["zh"] and said["problems"][0]["en"]
    assert not ledger.read("aquaculture").entries
    assert program.get(f"/receipts/{said['receipt']}").json()["kind"] == "refusal"


def test_the_same_sending_again_is_answered_as_the_first_time_whatever_has_come_since(
    program, ledger: Ledger, farms: Paper
) -> None:
    first = send(program, printed(farms), key="a1").json()
    send(program, printed(changed(farms, {0: {"已撤离人数(人)": "0"}})), key="b1")
    again = send(program, printed(farms), key="a1")
    assert (again.status_code, again.json()["receipt"], again.json()["first"]) == (
        200,
        first["receipt"],
        False,
    )
    anew = send(program, printed(farms), key="a2")
    assert (anew.status_code, anew.json()["first"]) == (201, True)


def test_a_key_whose_report_was_undone_is_not_answered_as_taken_in(
    program, ledger: Ledger, farms: Paper
) -> None:
    send(program, printed(farms), key="a1")
    undo(ledger, 2, "接口", "发错了")
    again = send(program, printed(farms), key="a1")
    assert (again.status_code, again.json()["code"], ledger.position()) == (409, "api.taken_back", 3)
    assert "R000002" in again.json()["zh"] and "R000003" in again.json()["en"]
    assert send(program, printed(farms), key="a2").status_code == 201
    assert len(ledger.read("aquaculture").frame) == 68


def test_the_same_key_with_another_cut_off_is_another_sending(program, farms: Paper) -> None:
    first = send(program, printed(farms), key="a1", as_of="2025-07-28T15:00").json()
    other = send(program, printed(farms), key="a1", as_of="2025-07-28T16:00")
    assert (other.status_code, other.json()["as_of"]) == (201, "2025-07-28T16:00+08:00")
    assert other.json()["receipt"] != first["receipt"]


@pytest.mark.parametrize(
    ("path", "asked", "status", "code"),
    [
        ("/feeds/没有/submissions", {}, 404, "cli.no_feed"),
        (FARMS, {"unit": "火星"}, 422, "cli.no_unit"),
        (FARMS, {"as_of": "昨天"}, 422, "cli.not_a_time"),
    ],
)
def test_what_cannot_be_meant_is_said_in_both_languages(program, path, asked, status, code) -> None:
    answer = program.post(path, params={"unit": "city", "actor": "接口"} | asked, content=b"x")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["zh"] != answer.json()["en"]


@pytest.mark.parametrize("hour", ["T10:00", "%2010:00", "T10:00:00"])
def test_a_zone_pasted_into_an_address_as_it_is_written_is_understood(sample: Ledger, hour: str) -> None:
    program = TestClient(application(lambda: sample))
    said = [program.get(f"/figures?at=2025-07-28{hour}{zone}") for zone in ("+08:00", "%2B08:00", "")]
    assert [answer.status_code for answer in said] == [200, 200, 200]
    assert said[0].json() == said[1].json() == said[2].json()


def test_a_file_larger_than_is_taken_is_turned_away_unread(program, ledger: Ledger) -> None:
    answer = send(program, b"1" * (FILE_BYTES + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "api.too_large")
    assert ledger.position() == 1


def test_the_figures_are_those_of_the_screens(sample: Ledger) -> None:
    at = from_beijing("2025-07-28T15:00")
    said = (
        TestClient(As(application(lambda: sample), somebody()))
        .get("/figures", params={"at": "2025-07-28T15:00"})
        .json()
    )
    shown = {line.measure.id: line.measure.value for line in situation(sample, at).lines}
    assert {figure["id"] for figure in said} == set(shown)
    boats = next(figure for figure in said if figure["id"] == "fishing_vessels.in_port")
    assert (boats["done"], boats["total"], boats["unit"]) == (4332, 4332, "艘")
    assert boats["receipt"] in boats["receipts"]


def test_entries_are_read_on_from_the_last_one_seen(sample: Ledger) -> None:
    program = TestClient(As(application(lambda: sample), somebody()))
    first = program.get("/entries", params={"limit": 3}).json()
    last = int(first[-1]["receipt"][1:])
    following = program.get("/entries", params={"after": last, "limit": 1}).json()
    assert [entry["receipt"] for entry in following] == [f"R{last + 1:06d}"]


def test_a_form_is_described_and_handed_out_as_a_template(program) -> None:
    said = program.get("/feeds/渔船动态").json()
    headers = [column["header"] for column in said["columns"]]
    template = program.get("/feeds/fishing_vessels/template").content.decode("utf-8-sig")
    assert template.strip().replace('"', "").split(",") == headers
    status = next(column for column in said["columns"] if column["name"] == "status")
    assert "在港避风" in status["expected"]["zh"] and "Sheltered in port" in status["expected"]["en"]


def test_rows_that_are_taken_out_can_be_sent_in_again(sample: Ledger, program) -> None:
    data = TestClient(As(application(lambda: sample), somebody())).get("/feeds/aquaculture/rows").content
    assert send(program, data).json()["accepted"]


def test_the_description_loads_nothing_from_outside(program) -> None:
    assert program.get("/docs").status_code == program.get("/redoc").status_code == 404
    assert json.loads(program.get("/openapi.json").content)["openapi"].startswith("3.")


def test_a_receipt_still_to_come_on_the_events_clock_is_not_known_yet(sample: Ledger) -> None:
    program = TestClient(As(application(lambda: sample), somebody()))
    answer = program.get(f"/receipts/{sample.position()}")
    assert (answer.status_code, answer.json()["code"]) == (404, "api.no_receipt")


def test_part_of_a_file_is_taken_in_only_where_that_is_asked_for(
    program, ledger: Ledger, farms: Paper
) -> None:
    send(program, printed(farms))
    spoilt = printed(changed(farms, {3: {"养殖人员数(人)": "若干"}}))
    refused = send(program, spoilt)
    counts = {"accepted": 67, "returned": 1, "kept": 1, "absent": 0, "unread": 0}
    said = refused.json()
    assert (refused.status_code, said["accepted"]) == (422, False)
    assert {name: said["partial"][name] for name in counts} == counts
    taken = send(program, spoilt, partial="true")
    said = taken.json()
    assert (taken.status_code, said["accepted"], said["rows"]) == (201, True, 68)
    assert {name: said["partial"][name] for name in counts} == counts
    assert [(p["code"], p["row"]) for p in said["partial"]["problems"]] == [("cell.not_a_number", 5)]
    assert said["problems"] == []
    assert program.get(f"/receipts/{said['receipt']}").json()["detail"]["partial"] == counts


def test_a_form_says_whether_part_of_a_file_may_be_taken_in(program) -> None:
    assert program.get("/feeds/aquaculture").json()["partial"] is True
    assert program.get("/feeds/evacuations").json()["partial"] is False


def test_a_file_of_faults_only_is_answered_with_the_first_of_each_kind_and_how_many_more(program) -> None:
    header = ",".join(sample_rows("aquaculture", count=1)[0])
    answer = send(program, (header + "\n" + "x\n" * 100_000).encode())
    told = answer.json()["problems"]
    assert answer.status_code == 422 and len(answer.content) < 1_000_000
    more = [one for one in told if (one["code"], one["column"]) == ("file.more_faults", "县区")]
    assert len(more) == 1 and "99800" in more[0]["zh"]
    assert "202–100001" in more[0]["zh"] and "202–100001" in more[0]["en"]


def test_what_an_answer_has_no_room_for_is_counted(program, farms) -> None:
    spoilt = [dict.fromkeys(row, f"{'长' * 900}{i}") for i, row in enumerate(farms * 3)]
    answer = send(program, printed(spoilt))
    told = answer.json()["problems"]
    assert len(answer.content) < 1_000_000 and told[-1]["code"] == "file.more_problems"
    assert all(len(problem["raw"] or "") <= 1000 for problem in told)


@pytest.mark.parametrize(("comment", "status", "state"), [("ok", 201, "verified"), ("other", 422, "wrong")])
def test_a_signature_in_the_header_is_checked_against_the_key_on_record(
    program, ledger: Ledger, farms: Paper, comment: str, status: int, state: str
) -> None:
    pair, data = minisign.KeyPair.generate(), printed(farms)
    detail = {"did": "signer_set", "feed": "aquaculture", "district": "city",
              "public_key": pair.public_key.to_base64().decode()}  # fmt: skip
    ledger.append(NewEntry(ACCESS, actor="管理员", detail=detail))
    signed = bytes(pair.secret_key.sign(data, trusted_comment="ok")).replace(
        b"comment: ok", f"comment: {comment}".encode()
    )
    answer = program.post(
        FARMS, params={"unit": "city", "actor": "接口"}, content=data,
        headers={"x-minisign": b64encode(signed).decode()},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["signature"]["state"]) == (status, state)


def test_a_signature_that_is_no_base64_is_said_to_be_none(program, farms: Paper) -> None:
    asked = {"unit": "city", "actor": "接口"}
    answer = program.post(FARMS, params=asked, content=printed(farms), headers={"x-minisign": "签?".encode()})
    assert (answer.status_code, answer.json()["code"]) == (422, "api.not_base64")
