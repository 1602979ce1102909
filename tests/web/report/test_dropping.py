"""What a closed page leaves is there when it is opened again, and nobody loses another's rows by one click."""

import pytest
from streamlit.testing.v1 import AppTest

from feeds import feed
from intake.arrivals import COMPLETES, arrive
from intake.draft import examine
from intake.drafts import open_arrivals
from intake.mending import Mending
from intake.receive import receive
from store.entry import Entry
from store.ledger import Ledger
from tests.identities import somebody
from tests.papers import changed, printed, sample_rows
from web.frame.page import Frame
from web.report.kept import Form, Kept
from web.report.reading import read, read_again, send

FARMS, PEOPLE = feed("aquaculture"), "养殖人员数(人)"


@pytest.fixture
def spoilt() -> bytes:
    """The sample's farms with two numbers that are none."""
    return printed(changed(sample_rows("aquaculture"), {3: {PEOPLE: "若干"}, 9: {PEOPLE: "不详"}}))


def report_page(url: str, actor: str) -> None:
    import streamlit as st

    from feeds import feed
    from store.ledger import Ledger
    from tests.identities import somebody
    from web.frame.page import Frame
    from web.report.dropping import drop
    from web.report.kept import Form, desk

    drop(
        Frame("report", "zh", "light", Ledger(url), somebody("张三")),
        Form(feed("aquaculture"), "city", None, actor),
    )
    for kept in desk().kept.values():
        st.text(f"{kept.arrival.filename} {kept.said} {kept.errors} {len(kept.mending.cells)}")


def opened(url: str, actor: str = "李四") -> AppTest:
    page = AppTest.from_function(report_page, args=(url, actor)).run(timeout=20)
    assert [error.message for error in page.exception] == []
    return page


def dropped(ledger: Ledger, data: bytes) -> tuple[Frame, Form, Kept]:
    page, form = Frame("report", "zh", "light", ledger, somebody("张三")), Form(FARMS, "city", None, "张三")
    arrival = arrive(ledger, FARMS, "city", data, "养殖.csv", "张三", None)
    return page, form, read(page, form, arrival, FARMS)


def lying(page: AppTest) -> list[str]:
    return [text.value for text in page.text]


def test_a_refused_file_and_what_was_mended_of_it_outlive_the_page(
    ledger: Ledger, sample_url: str, spoilt: bytes
) -> None:
    page, form, kept = dropped(ledger, spoilt)
    half = read_again(page, form, kept, Mending(cells={(5, PEOPLE): "14"}))
    assert (kept.errors, half.errors) == (2, 1)
    again = opened(sample_url)
    again.button(key=f"go_on_{kept.arrival.seq}").click().run(timeout=20)
    assert lying(again) == ["养殖.csv faults 1 1"]


def test_a_mended_file_that_was_not_sent_comes_back_mended_and_is_gone_once_it_is(
    ledger: Ledger, sample_url: str, spoilt: bytes
) -> None:
    page, form, kept = dropped(ledger, spoilt)
    cells = {(5, PEOPLE): "14", (11, PEOPLE): "14"}
    whole = read_again(page, form, kept, Mending(cells=cells))
    again = opened(sample_url)
    again.button(key=f"go_on_{kept.arrival.seq}").click().run(timeout=20)
    assert lying(again) == ["养殖.csv ready 0 2"]
    assert send(page, form, whole).receipt
    assert open_arrivals(ledger, None, "city") == []


@pytest.fixture
def back(ledger: Ledger, spoilt: bytes) -> Entry:
    """Rows that somebody else's report sent back."""
    receive(ledger, FARMS, "city", spoilt, "养殖.csv", "张三", partial=True)
    (arrival,) = open_arrivals(ledger, FARMS, "city")
    return arrival


def test_leaving_returned_rows_says_first_what_is_lost_and_can_be_thought_better_of(
    ledger: Ledger, sample_url: str, back: Entry
) -> None:
    page = opened(sample_url)
    page.button(key=f"leave_{back.seq}").click().run(timeout=20)
    assert open_arrivals(ledger, FARMS, "city") == [back]
    said = " ".join(str(html.proto.body) for html in page.get("html"))
    assert f"R{back.detail[COMPLETES]:06d} 退回的 2 行就不再等补报" in said
    page.button(key=f"keep_{back.seq}").click().run(timeout=20)
    assert "不再等补报" not in " ".join(str(html.proto.body) for html in page.get("html"))
    page.button(key=f"leave_{back.seq}").click().run(timeout=20)
    page.button(key=f"leave_sure_{back.seq}").click().run(timeout=20)
    assert open_arrivals(ledger, FARMS, "city") == []
    assert ledger.entries(kinds=["withdrawal"], limit=1)[0].actor == "王联络"


def test_rows_that_were_left_and_come_all_the_same_are_told_the_way(
    ledger: Ledger, sample_url: str, back: Entry
) -> None:
    page = opened(sample_url)
    page.button(key=f"leave_{back.seq}").click().run(timeout=20)
    page.button(key=f"leave_sure_{back.seq}").click().run(timeout=20)
    rows = sample_rows("aquaculture")
    draft = examine(ledger, FARMS, "city", printed([rows[3], rows[9]]), "R-退回的行.csv")
    assert [p.code for p in draft.problems if p.severity == "error"] == ["file.returned_before"]
