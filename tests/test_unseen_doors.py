"""Whatever door a text comes by, the ledger holds nothing of it that cannot be seen, and the bytes as they came."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from access.administer import Administration
from access.identity import Scope
from access.register import Known
from domain.problems import Refused
from domain.unseen import UNSEEN
from feeds import feed
from intake.arrivals import arrive
from intake.folder import Folder, watching
from intake.levels import declare
from intake.mending import Mending, keep
from intake.receive import receive
from intake.undo import undo
from store.entry import BACKSTAGE
from store.ledger import Ledger
from store.sessions import Sessions
from tests.identities import As, somebody
from tests.papers import changed, printed, sample_rows
from tests.workbooks import of_paper, xlsx
from web.api.application import application
from web.report.plain import routes

# An override that shows gnp.exe as exe.png, a bell, a mark without width and the end of an isolate.
SPOOF = "\u202e假\u200b\x07名\u2069"
FARM = "养殖场名称"
FARMS = feed("aquaculture")
SHOWN = (
    "opening",
    "submission",
    "refusal",
    "declaration",
    "arrival",
    "mending",
    "withdrawal",
    "undo",
    "proposal",
    "decline",
    "retraction",
)


@pytest.fixture
def ledger(tmp_path: Path):
    opened = Ledger(f"sqlite:///{tmp_path / 'live.sqlite3'}")
    opened.open_event("live", "2508")
    yield opened
    opened.close()


def spoofed() -> bytes:
    """The farms of a county, one of them under a name that is not what it looks like."""
    rows = sample_rows("aquaculture", "嵊泗县")
    return printed(changed(rows, {1: {FARM: SPOOF, "备注": f"{SPOOF}\u2028"}}))


def by_file(ledger: Ledger, _: Path) -> None:
    receive(ledger, FARMS, "shengsi", spoofed(), f"{SPOOF}.csv", f"王{SPOOF}", key=SPOOF)


def by_workbook(ledger: Ledger, _: Path) -> None:
    # Excel itself keeps control characters out of a workbook.
    rows = of_paper(changed(sample_rows("aquaculture", "嵊泗县"), {1: {FARM: SPOOF.replace("\x07", "")}}))
    data = xlsx({f"表{SPOOF}".replace("\x07", ""): rows, "别的": [["船名"], ["甲"]]})
    receive(ledger, FARMS, "shengsi", data, f"{SPOOF}.xlsx", "王联络")


def by_folder(ledger: Ledger, folder: Path) -> None:
    watched = Folder(folder, ledger, f"共享{SPOOF}", iter(range(0, 1000, 10)).__next__)
    watched.prepare()
    (folder / "嵊泗县" / f"{SPOOF}.csv").write_bytes(spoofed())
    assert [done.accepted for done in watching(watched, once=True)] == [True]


def by_api(ledger: Ledger, _: Path) -> None:
    program = TestClient(As(application(lambda: ledger), somebody(SPOOF)))
    asked = {"unit": "嵊泗县", "actor": SPOOF, "filename": f"{SPOOF}.csv"}
    assert program.post("/feeds/aquaculture/submissions", params=asked, content=spoofed()).status_code == 201


def by_plain_page(ledger: Ledger, _: Path) -> None:
    browser = TestClient(As(Starlette(routes=routes(lambda: ledger)), somebody(SPOOF)))
    fields = {
        "feed": "aquaculture",
        "unit": "shengsi",
        "actor": SPOOF,
        "as_of": "2025-07-28T15:00",
        "send": "x",
    }
    sent = browser.post(
        "/plain", data=fields, files={"file": (f"{SPOOF.replace(chr(7), '')}.csv", spoofed())}
    )
    assert sent.status_code < 300


def by_mending(ledger: Ledger, _: Path) -> None:
    arrival = arrive(ledger, FARMS, "shengsi", spoofed(), f"{SPOOF}.csv", SPOOF, None)
    keep(ledger, arrival, Mending({"name": SPOOF}, {(2, FARM): SPOOF}), SPOOF)


def by_refusal(ledger: Ledger, _: Path) -> None:
    data = f"养殖场编号,{FARM}{SPOOF},人数\n{SPOOF},{SPOOF},{SPOOF}\n".encode()
    assert receive(ledger, FARMS, "shengsi", data, f"{SPOOF}.csv", SPOOF).receipt is None


def by_reason(ledger: Ledger, _: Path) -> None:
    by_file(ledger, _)
    undo(ledger, ledger.position(), "值班员", SPOOF, duty=True)


def by_basis(ledger: Ledger, _: Path) -> None:
    declare(
        ledger, issuer="city_hq", scope="city", grade="IV", verb="adjust", effective_at=ledger.now(),
        basis=f"依据{SPOOF}", actor=SPOOF,
    )  # fmt: skip


def by_account(ledger: Ledger, _: Path) -> None:
    people = Administration(ledger, Known(ledger), Sessions(ledger.engine), f"管理{SPOOF}")
    people.set_account("wang", f"王{SPOOF}", frozenset({"viewer"}), Scope())


DOORS: dict[str, Callable[[Ledger, Path], None]] = {
    name.removeprefix("by_"): door for name, door in list(globals().items()) if name.startswith("by_")
}


def texts(value: Any) -> list[str]:
    """Every text within a value."""
    if isinstance(value, dict):
        return [text for item in value.items() for each in item for text in texts(each)]
    if isinstance(value, list | tuple):
        return [text for each in value for text in texts(each)]
    return [value] if isinstance(value, str) else []


@pytest.mark.parametrize("door", DOORS)
def test_nothing_that_cannot_be_seen_enters_the_ledger(door: str, ledger: Ledger, tmp_path: Path) -> None:
    DOORS[door](ledger, tmp_path / "share")
    entries = everything(ledger)
    held = [text for e in entries for text in (e.actor, e.filename, *texts(e.detail))]
    for entry in entries:
        if entry.payload_sha256:
            held += texts(ledger.payload(entry.seq).to_pylist())
    assert any("假名" in text for text in held)
    assert [text for text in held if UNSEEN.search(text)] == []


@pytest.mark.parametrize("door", ["file", "folder", "api", "plain_page", "mending"])
def test_the_bytes_are_kept_as_they_came(door: str, ledger: Ledger, tmp_path: Path) -> None:
    DOORS[door](ledger, tmp_path / "share")
    assert spoofed() in [ledger.file(entry.sha256) for entry in everything(ledger) if entry.sha256]


@pytest.mark.parametrize("door", ["file", "workbook"])
def test_the_sender_is_told_which_cells_were_changed(door: str, ledger: Ledger, tmp_path: Path) -> None:
    DOORS[door](ledger, tmp_path)
    (entry,) = ledger.entries(kinds=["submission"])
    told = [n for n in entry.detail["notes"] if n["code"] == "cell.unseen_left_out"]
    assert (told[0]["row"], told[0]["column"], told[0]["raw"]) == (3, "name", "假名")


def test_a_reason_of_nothing_that_can_be_seen_is_none(ledger: Ledger, tmp_path: Path) -> None:
    by_file(ledger, tmp_path)
    with pytest.raises(Refused) as refused:
        undo(ledger, ledger.position(), "值班员", "\u200b\u2060", duty=True)
    assert [problem.code for problem in refused.value.problems] == ["undo.no_reason"]


def everything(ledger: Ledger) -> list:
    """All entries, those behind the stage too."""
    return ledger.entries(kinds=[*SHOWN, *BACKSTAGE])
