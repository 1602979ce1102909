"""A disk that can only be read: boards keep showing, and what cannot be done is said."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from access.door import Door
from store.entry import NewEntry, ReadOnly
from store.ledger import Ledger
from tests.faults.disks import make_read_only, small_disk
from tests.store.boats import boats
from tests.web.guarded import sign_in_as, way_in
from web.serving import office

MEGABYTES = 200
ROOT = Path(__file__).parents[2]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", MEGABYTES) as folder:
        yield folder


@pytest.fixture
def url(disk: Path, sample_file: Path) -> str:
    return f"sqlite:///{shutil.copy(sample_file, disk / 'ledger.sqlite3')}"


def test_everything_can_be_read_and_nothing_written(disk: Path, url: str, sample: Ledger) -> None:
    Ledger(url).close()
    make_read_only(disk)
    ledger = Ledger(url)
    assert (ledger.read_only, ledger.position()) == (True, sample.position())
    assert len(ledger.read("fishing_vessels").frame) == len(sample.read("fishing_vessels").frame)
    assert ledger.verify().whole
    with pytest.raises(ReadOnly):
        ledger.append(NewEntry("submission", "boats", "city"), boats(("a", "putuo", 1)))
    with pytest.raises(ReadOnly):
        ledger.try_writing()
    ledger.close()
    make_read_only(disk, False)
    again = Ledger(url)
    assert not again.read_only
    again.try_writing()
    again.close()


@pytest.mark.parametrize("index_is_there", [True, False])
def test_what_only_the_journal_holds_is_shown_as_well(disk: Path, index_is_there: bool) -> None:
    url = f"sqlite:///{disk / 'ledger.sqlite3'}"
    child = os.fork()
    if child == 0:  # dies with its last commit in the journal alone
        ledger = Ledger(url)
        ledger.open_event("live", "2508")
        ledger.append(NewEntry("submission", "boats", "city"), boats(("a", "putuo", 41)), b"x")
        os._exit(0)
    os.waitpid(child, 0)
    assert (disk / "ledger.sqlite3-wal").stat().st_size
    if not index_is_there:
        (disk / "ledger.sqlite3-shm").unlink()
    make_read_only(disk)
    ledger = Ledger(url)
    assert (ledger.read_only, ledger.position(), ledger.verify().whole) == (True, 2, True)
    ledger.close()


@pytest.fixture
def visited(disk: Path, url: str) -> Iterator[tuple[TestClient, TestClient]]:
    """Somebody who had signed in before the disk could only be read, and somebody who comes afterwards."""
    ledger = Ledger(url)
    before, _ = way_in(ledger)
    sign_in_as(before, "liaison")
    ledger.close()
    make_read_only(disk)
    ledger = Ledger(url)
    client, _ = way_in(ledger)
    stays, comes = client, TestClient(client.app, base_url=str(client.base_url), follow_redirects=False)
    stays.cookies.update(before.cookies)
    yield stays, comes
    ledger.close()


def test_who_is_signed_in_keeps_reading_and_is_told_what_cannot_be_done(visited) -> None:
    stays, comes = visited
    assert stays.get("/api/figures").status_code == 200
    form = stays.get("/plain", headers={"accept": "text/html"})
    assert (form.status_code, "磁盘只读" in form.text) == (200, True)
    sent = {"feed": "aquaculture", "unit": "city", "actor": "联络员", "send": "1"}
    refused = stays.post("/plain", data=sent, files={"file": ("a.csv", b"x,y\n1,2\n")})
    assert (refused.status_code, "磁盘只读" in refused.text) == (503, True)
    assert stays.get("/readyz").status_code == 503
    here = {"origin": str(comes.base_url)}
    denied = comes.post("/sign-in", data={"ready": "duty"}, headers=here)
    assert (denied.status_code, "磁盘只读" in denied.text) == (503, True)
    assert comes.get("/api/figures").status_code == 401
    assert stays.post("/sign-out").status_code == 303
    assert stays.get("/api/figures").status_code == 401


def test_a_page_shows_its_board_under_a_banner(disk: Path, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    door = Door(Ledger(url), disk)
    visit = door.visits.who(door.visits.let_in(door.register.accounts["duty"])).visit
    door.ledger.close()
    make_read_only(disk)
    monkeypatch.setenv("STORE_URL", url)
    monkeypatch.setattr("web.frame.visitor.visit_of_page", lambda: visit)
    shown = AppTest.from_file(str(ROOT / "dashboard.py"), default_timeout=60).run()
    assert not shown.exception
    told = " ".join(str(each.proto) for each in shown.main)
    assert "tp-trouble" in told and "只读" in told
    office.ledger().close()
