"""What the pages' own functions do for each role: send, correct, take back; each where it is his, and nowhere else."""

import pytest
from starlette.testclient import TestClient

from feeds import feed
from intake.arrivals import arrive
from intake.undo import undo
from store.entry import DENIAL
from tests.access.town import OWN, Town, own_rows
from tests.papers import changed, printed
from views.layers import row_keys
from web.board import correcting
from web.frame.acting import NotAllowed
from web.frame.page import Frame
from web.report import receipts
from web.report.kept import Form
from web.report.reading import read, send

ROLES = (
    "anonymous", "public", "screen", "viewer", "liaison_a", "liaison_b", "duty_officer", "approver", "administrator",
    "machine_a",
)  # fmt: skip
# Of the report of liaison A: who may do that, by role.
MAY_SEND, MAY_CORRECT, MAY_TAKE_BACK = {"liaison_a"}, {"liaison_a"}, {"liaison_a", "duty_officer"}
FORM, UNIT, PLACE = OWN["a"]


@pytest.fixture(autouse=True)
def whoever_the_page_says(monkeypatch: pytest.MonkeyPatch, client: TestClient) -> None:
    """Pages here are not run by Streamlit, which would know of the visit: their own visitor looks."""
    monkeypatch.setattr("web.frame.acting.visitor_now", lambda page: page.visitor)
    monkeypatch.setattr("web.report.receipts.visitor_now", lambda page: page.visitor)


def by_role(here: Town):
    for role in ROLES:
        here.open_to_the_public(role == "public")
        yield role, Frame("report", "zh", "light", here.ledger, here.who(role))
    here.open_to_the_public(False)


def written(here: Town) -> int:
    return here.ledger.position()


def test_a_file_is_sent_by_the_liaison_whose_form_and_unit_it_is(here: Town) -> None:
    done = set()
    for number, (role, page) in enumerate(by_role(here)):
        form = Form(feed(FORM), UNIT, None, page.visitor.title)
        data = printed(changed(own_rows(FORM, PLACE), {0: {"备注": f"第{number}次"}}))
        arrival = arrive(here.ledger, form.feed, UNIT, data, "一份.csv", "某liaison_a", None)
        before = written(here)
        try:
            kept = send(page, form, read(page, form, arrival, form.feed))
            assert kept.receipt and kept.receipt.entry.actor == here.who(role).title
            done.add(role)
        except NotAllowed:
            assert written(here) == before
    assert done == MAY_SEND


def test_a_row_is_corrected_by_the_liaison_whose_it_is(here: Town) -> None:
    done, form = set(), feed(FORM)
    for number, (role, page) in enumerate(by_role(here)):
        key, before = row_keys(form, here.ledger.read(FORM).frame)[0], written(here)
        try:
            outcome = correcting._sent(page, form, key, {"备注": f"改{number}"})
            assert outcome.receipt and outcome.entry.scope == UNIT
            done.add(role)
        except NotAllowed:
            assert written(here) == before
    assert done == MAY_CORRECT


def test_a_report_is_taken_back_by_its_sender_and_a_duty_officer(
    here: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    done, state = set(), {}
    monkeypatch.setattr("web.report.receipts.st.session_state", state)
    for number, (role, page) in enumerate(by_role(here)):
        sender = Frame("report", "zh", "light", here.ledger, here.who("liaison_a"))
        form = Form(feed(FORM), UNIT, None, sender.visitor.title)
        data = printed(changed(own_rows(FORM, PLACE), {1: {"备注": f"撤{number}"}}))
        arrival = arrive(here.ledger, form.feed, UNIT, data, "一份.csv", "某liaison_a", None)
        receipt = send(sender, form, read(sender, form, arrival, form.feed)).receipt
        assert receipt
        seq = receipt.entry.seq
        state[f"undo_reason_{seq}"] = "试"
        receipts._take_back(page, seq)
        if here.ledger.undone(FORM).get(seq):
            done.add(role)
        else:
            assert here.ledger.entries(kinds=[DENIAL], limit=1) and state[f"undo_faults_{seq}"]
            undo(here.ledger, seq, "某liaison_a", "试完")
    assert done == MAY_TAKE_BACK
