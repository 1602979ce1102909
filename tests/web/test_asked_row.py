"""A figure that rests on one row leads to that row of its receipt."""

import pytest
from streamlit.testing.v1 import AppTest

from access.identity import Identity
from domain.words import say
from store.ledger import Ledger
from tests.identities import somebody
from web.board.rows import asked_row
from web.frame.page import Frame

LEADER = somebody("周定海", "viewer")


def told(ledger: Ledger, seq: int, row: str, who: Identity = LEADER) -> str:
    page, entry = Frame("ledger", "zh", "light", ledger, who), ledger.entry(seq)
    app = AppTest.from_function(_asked, args=(asked_row, page, entry))
    app.query_params["row"] = row
    app.run(timeout=60)
    assert not app.exception, app.exception
    return " ".join(str(each.proto.body) for each in [*app.get("html"), *app.markdown])


def _asked(draw, page, entry) -> None:  # its source is run as a page's
    draw(page, entry)


@pytest.fixture
def fix(ledger: Ledger):
    """The last fix shown."""
    rows = ledger.read("track").frame
    return rows[rows["kind"] == "fix"].sort_values("valid_at").iloc[-1]


def test_the_row_is_shown_with_its_file(ledger: Ledger, fix) -> None:
    said = told(ledger, int(fix["_entry"]), str(int(fix["_row"])))
    assert f"第 {int(fix['_row'])} 行" in said and f"{fix['lat_deg']}" in said and "R0000" in said
    assert "<dd>18</dd>" in said and "<dd>18.0</dd>" not in said


def test_a_row_that_stands_no_more_is_said_to_be_gone(ledger: Ledger, fix) -> None:
    said = told(ledger, int(fix["_entry"]), "999999")
    assert say("zh", "rows.replaced", row="999999") in said


@pytest.mark.parametrize("asked", ["", "x", "-1", "²", "<b>"])
def test_what_names_no_row_shows_none(ledger: Ledger, fix, asked: str) -> None:
    assert told(ledger, int(fix["_entry"]), asked) == ""


def test_who_may_not_read_rows_sees_none(ledger: Ledger, fix) -> None:
    administrator = somebody("系统管理员", "administrator")
    assert told(ledger, int(fix["_entry"]), str(int(fix["_row"])), administrator) == ""
