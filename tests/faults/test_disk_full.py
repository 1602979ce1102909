"""A disk that runs full: what was acknowledged stays, the rest is refused in words, and it goes on once there is room."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from store.backup import back_up
from store.entry import DiskFails, DiskFull, NewEntry, NotAStore
from store.ledger import Ledger
from tests.faults.disks import fill, small_disk
from tests.store.boats import boats

MEGABYTES, FILE_BYTES, MOST = 24, 150_000, 60


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", MEGABYTES) as folder:
        yield folder


@pytest.fixture
def ledger(disk: Path) -> Iterator[Ledger]:
    ledger = Ledger(f"sqlite:///{disk / 'ledger.sqlite3'}")
    ledger.open_event("live", "2508")
    yield ledger
    ledger.close()


def send(ledger: Ledger, crew: int) -> str:
    draft = NewEntry("submission", "boats", "city")
    return ledger.append(draft, boats(("a", "putuo", crew)), os.urandom(FILE_BYTES)).entry.hash


def send_until_full(ledger: Ledger) -> list[str]:
    acknowledged: list[str] = []
    with pytest.raises((DiskFull, DiskFails)):
        for crew in range(MOST):
            acknowledged.append(send(ledger, crew))
    return acknowledged


@pytest.mark.parametrize("room_bytes", [0, 300_000, 1_500_000])
def test_reports_are_refused_from_the_first_that_does_not_fit(
    disk: Path, ledger: Ledger, room_bytes: int
) -> None:
    before = [send(ledger, 100 + crew) for crew in range(3)]
    filler = fill(disk, room_bytes)
    acknowledged = before + send_until_full(ledger)
    with pytest.raises(DiskFull):
        ledger.try_writing()
    assert [entry.hash for entry in reversed(ledger.entries(kinds=["submission"]))] == acknowledged
    assert ledger.read("boats").frame["crew"].tolist() == [
        100 + 2 if len(acknowledged) == 3 else len(acknowledged) - 4
    ]
    filler.unlink()
    acknowledged.append(send(ledger, 7))  # the same process, as if nothing had been
    assert [entry.hash for entry in reversed(ledger.entries(kinds=["submission"]))] == acknowledged
    assert ledger.verify().whole


def test_a_copy_that_does_not_fit_leaves_nothing_behind_and_the_store_as_it_was(
    disk: Path, ledger: Ledger
) -> None:
    for crew in range(6):
        send(ledger, crew)
    fill(disk, 400_000)
    there = sorted(path.name for path in disk.iterdir())
    with pytest.raises(DiskFull):
        back_up(str(ledger.engine.url), disk / "copy.sqlite3")
    assert sorted(path.name for path in disk.iterdir()) == there
    assert ledger.verify().whole


def test_a_store_cannot_be_made_where_there_is_no_room(disk: Path) -> None:
    filler = fill(disk, 0)
    url = f"sqlite:///{disk / 'new.sqlite3'}"
    with pytest.raises((DiskFull, DiskFails, NotAStore)):
        Ledger(url)
    filler.unlink()
    made = Ledger(url)
    made.open_event("live", "2508")
    assert made.verify().whole
    made.close()
