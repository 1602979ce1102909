"""A form's page: whose reports add to each other shows the last one on top."""

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from store.ledger import Ledger
from web.pages import PAGES
from web.serving import office


@pytest.fixture
def opened(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    monkeypatch.setattr(
        "streamlit.components.v2.manifest_scanner.scan_component_manifests", lambda *_, **__: []
    )
    monkeypatch.setattr("streamlit.page_link", lambda *_, **__: None)
    monkeypatch.setattr(office, "ledger", lambda: ledger)
    run = AppTest.from_file(str(PAGES / "departments.py"))
    run.query_params["feed"] = "track"
    run.run(timeout=120)
    assert not run.exception, run.exception
    return run


def test_the_newest_fix_and_forecasts_stand_on_top(ledger: Ledger, opened: AppTest) -> None:
    shown: pd.DataFrame = opened.dataframe[0].value
    newest = ledger.read("track").frame["_entry"]
    of_last_report = int((newest == newest.max()).sum())
    issued = shown["起报时间"].astype(str)
    assert issued.iloc[:of_last_report].min() > issued.iloc[of_last_report:].min()
    assert issued.iloc[0] >= "2025-07-28" and issued.iloc[-1] < "2025-07-28"
