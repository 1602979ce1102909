"""A page that fails says so in words."""

from streamlit.testing.v1 import AppTest

from store.entry import Damaged


def _page(fault: str) -> None:
    from store.entry import Damaged
    from web.frame.apology import apologise

    apologise({"damaged": Damaged(), "other": KeyError("secret/path")}[fault])


def test_a_failure_is_told_with_a_number_and_without_its_insides() -> None:
    shown = AppTest.from_function(_page, args=("other",)).run()
    assert "编号" in shown.error[0].value
    assert "secret" not in shown.error[0].value
    assert not shown.exception


def test_a_damaged_store_is_told_as_such() -> None:
    from domain.words import say

    shown = AppTest.from_function(_page, args=("damaged",)).run()
    assert say("zh", Damaged.code) in shown.error[0].value
