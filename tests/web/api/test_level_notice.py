"""The level in force as programs fetch it."""

from datetime import timedelta

import pytest
from lxml import etree
from starlette.testclient import TestClient

from intake.levels import entry
from store.ledger import Ledger
from tests.reference import reference
from web.known.cap import CAP


def declare(ledger: Ledger, grade: str, verb: str) -> int:
    made = entry(
        issuer="city_hq", scope="city", grade=grade, verb=verb, effective_at=ledger.now() - timedelta(hours=1),
        basis="市防指〔2025〕1号", actor="值班员",
    )  # fmt: skip
    return ledger.append(made).entry.seq


def test_there_is_nothing_to_fetch_before_a_level_is_in_force(program: TestClient) -> None:
    answer = program.get("/levels/notice")
    assert answer.status_code == 404 and answer.json()["code"] == "cap.none"


def test_a_live_stores_level_is_fetched_as_a_valid_message_that_is_meant(
    program: TestClient, ledger: Ledger
) -> None:
    seq = declare(ledger, "IV", "start")
    answer = program.get("/levels/notice")
    assert answer.status_code == 200 and answer.headers["content-type"].startswith(CAP)
    assert answer.headers["content-disposition"].endswith(f"_{seq}.xml")
    alert = etree.fromstring(answer.content)
    etree.XMLSchema(etree.parse(reference("cap/CAP-v1.2.xsd"))).assertValid(alert)
    assert alert.findtext("{*}status") == "Actual"
    assert alert.findtext("{*}identifier").endswith(f"_{seq}")


@pytest.mark.parametrize(("grade", "verb", "status"), [("III", "raise", 200), ("none", "end", 404)])
def test_a_raised_level_updates_the_notice_and_an_ended_one_takes_it_away(
    program: TestClient, ledger: Ledger, grade: str, verb: str, status: int
) -> None:
    first = declare(ledger, "IV", "start")
    declare(ledger, grade, verb)
    answer = program.get("/levels/notice")
    assert answer.status_code == status
    if status == 200:
        alert = etree.fromstring(answer.content)
        assert alert.findtext("{*}msgType") == "Update"
        assert f"_{first}," in alert.findtext("{*}references")
