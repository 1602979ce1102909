"""What a file would change can be taken out whole, however much of it the page shows."""

import io

import pandas as pd
import pyarrow as pa

from feeds import feed
from intake.draft import examine
from store.ledger import Ledger
from tests.papers import changed, printed, sample_rows
from views.export import csv_bytes
from web.report.preview import SHOWN_CHANGES

BOATS = feed("fishing_vessels")


def test_every_change_of_a_long_list_can_be_told(ledger: Ledger) -> None:
    rows = sample_rows("fishing_vessels")
    crew = {i: {"在船人数(人)": "77"} for i in range(SHOWN_CHANGES + 50)}
    found = examine(ledger, BOATS, "city", printed(changed(rows, crew)), "渔船.csv").comparison
    assert found.cells == len(crew) > SHOWN_CHANGES
    assert [new for *_, new in found.changes(found.cells)] == [77] * len(crew)


def test_rows_that_a_file_lacks_are_taken_out_as_the_template_has_them(ledger: Ledger) -> None:
    rows = sample_rows("fishing_vessels")
    found = examine(ledger, BOATS, "city", printed(rows[3:]), "渔船.csv").comparison
    lacking = found.old.take(pa.array(found.missing)).to_pandas()
    back = pd.read_csv(io.BytesIO(csv_bytes(BOATS, lacking, "zh")), dtype=str)
    assert back["船舶编号"].tolist() == [row["船舶编号"] for row in rows[:3]]
    assert back["在港状态"].tolist() == [row["在港状态"] for row in rows[:3]]
