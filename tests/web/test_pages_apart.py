"""What stands on the pages of one department or district, searched for what is another's."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from access.identity import Identity
from domain.receipts import receipt_number
from domain.words import say
from feeds import all_feeds
from intake.arrivals import arrive
from intake.levels import declare
from store.entry import CITY, SUBMISSION
from store.ledger import Ledger
from tests.identities import somebody
from tests.levels import DECISION
from tests.papers import printed, sample_rows
from web.pages import PAGES
from web.serving import office

NUMBER = re.compile(rb"R\d{6}")
LEFT = "别家留下的.csv"


@pytest.fixture(scope="module")
def ledger(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    path = shutil.copy(sample_file, tmp_path_factory.mktemp("apart") / "sample.sqlite3")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STORE_URL", f"sqlite:///{path}")
        ledger = office.ledger()
        for name, unit in (("aquaculture", CITY), ("aquaculture", "daishan"), ("supplies", "daishan")):
            arrive(ledger, all_feeds()[name], unit, printed(sample_rows(name, count=3)), LEFT, "别家", None)
        yield ledger


@pytest.fixture(autouse=True)
def a_page_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each run of a page under test looks through every installed package, a second each time."""
    monkeypatch.setattr(
        "streamlit.components.v2.manifest_scanner.scan_component_manifests", lambda *_, **__: []
    )
    # A page by itself knows of no other to link to.
    monkeypatch.setattr("streamlit.page_link", lambda *_, **__: None)


def shown(
    page: str, monkeypatch: pytest.MonkeyPatch, who: Identity, is_refused: bool = False, **asked: str
) -> bytes:
    """Everything that a page sends to the browser."""
    for room in ("acting", "page"):
        monkeypatch.setattr(f"web.frame.{room}.visitor", lambda: who)
    run = AppTest.from_file(str(PAGES / f"{page}.py"))
    for name, value in asked.items():
        run.query_params[name] = value
    run.run(timeout=120)
    assert bool(run.exception) == is_refused, run.exception
    return b"\n".join(told(run._tree))


def told(block) -> Iterator[bytes]:
    for child in getattr(block, "children", {}).values():
        yield from told(child)
    proto = getattr(block, "proto", None)
    if hasattr(proto, "SerializeToString"):
        yield proto.SerializeToString()


FISHERY = somebody("林渔", "liaison", feeds="fishing_vessels")
PUTUO = somebody("张建国", "liaison", districts="putuo")
TRIED = [
    ("departments", {"feed": "aquaculture"}),
    ("departments", {"feed": "evacuations"}),
    ("report", {"feed": "aquaculture", "unit": "daishan"}),
    ("reporting_status", {}),
    ("ledger", {}),
]


@pytest.mark.parametrize("who", [FISHERY, PUTUO], ids=["department", "district"])
@pytest.mark.parametrize(("page", "asked"), TRIED)
def test_a_page_shows_no_receipt_and_no_file_of_another(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, page: str, asked: dict[str, str], who: Identity
) -> None:
    found = shown(page, monkeypatch, who, **asked)
    numbers = {number.decode() for number in NUMBER.findall(found)}
    foreign = {
        receipt_number(entry.seq)
        for entry in ledger.entries()
        # The city's report is the origin of a district's own rows: its number stands beside them, and opens nothing. The
        # storm is on everybody's map, and so are the numbers its fixes came with.
        if entry.feed not in ("", "track")
        and not who.scope.holds(entry.feed, None if entry.scope == CITY else entry.scope)
    }
    foreign -= set(re.findall(r"R\d{6}", say("zh", "ledger.number")))
    assert numbers & foreign == set()
    assert numbers or page != "ledger"
    assert LEFT.encode() not in found
    if page == "reporting_status":
        titles = {form.zh for form in all_feeds().values() if not who.scope.holds(form.name)}
        assert not [title for title in titles if title.encode() in found]


def test_the_same_pages_show_all_of_it_to_who_may_see_it(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    everybody = somebody("王海燕", "liaison", "viewer")
    last = receipt_number(ledger.entries(kinds=[SUBMISSION], limit=1)[0].seq)
    assert last.encode() in shown("ledger", monkeypatch, everybody)
    assert LEFT.encode() in shown("report", monkeypatch, everybody, feed="aquaculture", unit="daishan")


def test_anothers_receipt_typed_into_the_ledger_is_refused(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign = next(entry for entry in ledger.entries(kinds=[SUBMISSION]) if entry.feed == "aquaculture")
    for who in (FISHERY, PUTUO, somebody("系统管理员", "administrator")):
        found = shown("ledger", monkeypatch, who, True, receipt=receipt_number(foreign.seq))
        assert foreign.sha256.encode() not in found and foreign.hash.encode() not in found


def test_a_units_history_holds_the_forms_of_who_looks(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    from web.ledger.history import unit_history

    told_of: list[str] = []
    monkeypatch.setattr(
        "web.ledger.history.clicked", lambda page, rows, entries, **_: told_of.extend(e.feed for e in entries)
    )
    monkeypatch.setattr("web.ledger.history.take_list", lambda *_: None)
    from web.frame.page import Frame

    unit_history(
        Frame("ledger", "zh", "light", ledger, somebody("民政", "liaison", feeds="shelters")), "putuo", None
    )
    assert set(told_of) == {"shelters"}


def test_a_level_that_was_only_proposed_is_shown_to_nobody_without_the_form(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    reason = "台风“竹节草”提前登陆"
    declare(ledger, actor="陈海生", **{**DECISION, "grade": "II", "verb": "raise", "basis": reason})
    city = somebody("王海燕", "liaison", feeds="levels")
    assert reason.encode() in shown("levels", monkeypatch, city)
    assert reason.encode() not in shown("levels", monkeypatch, FISHERY)


OWN = {
    "departments": "只列您负责的：普陀区",
    "reporting_status": "只列您负责的：普陀区",
    "ledger": "只列您负责的：普陀区",
}


@pytest.mark.parametrize("page", OWN)
def test_a_page_that_lists_a_districts_own_alone_says_so_and_to_nobody_else(
    ledger: Ledger, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    putuo = shown(page, monkeypatch, somebody("张建国", "liaison", districts="putuo")).decode(
        "utf-8", "replace"
    )
    leader = shown(page, monkeypatch, somebody("周定海", "viewer")).decode("utf-8", "replace")
    assert OWN[page] in putuo and OWN[page] not in leader


def test_the_level_in_force_opens_for_whoever_sees_the_levels(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    declared = receipt_number(ledger.entries(kinds=["declaration"], limit=1)[0].seq)
    putuo = somebody("张建国", "liaison", districts="putuo")
    assert "已录入的响应决定".encode() in shown("ledger", monkeypatch, putuo, receipt=declared)


def test_a_form_leads_only_those_to_the_report_page_who_may_send(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    leader = shown("reporting_status", monkeypatch, somebody("周定海", "viewer"))
    putuo = shown("reporting_status", monkeypatch, somebody("张建国", "liaison", districts="putuo"))
    assert b'"report?feed=' in putuo and b'"report?feed=' not in leader
    assert b'"departments?feed=' in leader


def test_a_form_that_is_anothers_is_said_to_be(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    fishery = somebody("林渔", "liaison", feeds="fishing_vessels")
    assert "不在您负责的报表里".encode() in shown("departments", monkeypatch, fishery, feed="track")
    assert "不在您负责的报表里".encode() not in shown("departments", monkeypatch, fishery)


def test_who_has_no_form_to_send_is_told_so_on_the_report_page(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    levels_alone = shown("report", monkeypatch, somebody("王海燕", "liaison", feeds="levels"))
    assert "无权报送".encode() in levels_alone
