"""A measure on a receipt says all that it may never be shown without."""

import pandas as pd
import pytest

from domain.clock import from_beijing
from feeds import feed
from feeds.tally import tally
from views.receipts import rows_brought, stated

FARMS = feed("aquaculture")


@pytest.fixture
def farms() -> pd.DataFrame:
    """Two farms of one county."""
    at = pd.to_datetime([from_beijing("2025-07-28T14:00")] * 2)
    return pd.DataFrame({"people": [10, 20], "evacuated": [10, 5], "as_of": at, "_entry": [2, 2]})


@pytest.mark.parametrize(("lang", "said"), [("zh", "15/30 人"), ("en", "15/30 people")])
def test_it_stands_with_its_total_and_unit(farms: pd.DataFrame, lang: str, said: str) -> None:
    (counted,) = tally(FARMS, farms)
    assert stated(FARMS, counted, frozenset({"city"}), lang) == said


def test_a_sum_that_lacks_counties_names_them(farms: pd.DataFrame) -> None:
    (counted,) = tally(FARMS, farms)
    assert stated(FARMS, counted, frozenset({"putuo", "dinghai"}), "zh") == "15/30 人 缺 岱山县、嵊泗县"


def test_what_nobody_has_said_yet_is_a_dash() -> None:
    assert stated(FARMS, None, frozenset(), "zh") == "—"


@pytest.mark.parametrize(
    ("rows", "detail", "said"),
    [
        (5182, {}, "5,182"),
        (5182, {"supplement": True, "kept": {"rows": 5181}}, "更正 1 行"),
        (5182, {"supplement": True, "completes": 282, "kept": {"rows": 5179}}, "补报 3 行"),
        (5182, {"partial": {}, "kept": {"rows": 3}}, "5,179"),
        (1, {"supplement": True}, "更正 1 行"),
    ],
)
def test_a_report_counts_the_rows_it_brought_and_not_those_it_left(
    rows: int, detail: dict, said: str
) -> None:
    assert rows_brought(rows, detail, "zh") == said
