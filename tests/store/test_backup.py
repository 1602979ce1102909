"""A copy made under load is the ledger up to a moment; what is put back is whole, and nothing is lost on the way."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from store.backup import back_up, restore
from store.entry import NewEntry, NoStore, NotAStore, NotEmpty, NotWhole, StoreInUse, TargetExists
from store.ledger import Ledger
from store.sessions import Sessions
from tests.store.boats import boats

WRITERS, LEAST_ACKNOWLEDGED = 4, 40


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'ledger.sqlite3'}"


@pytest.fixture
def live(url: str) -> Iterator[Ledger]:
    ledger = Ledger(url)
    ledger.open_event("live", "2508")
    send(ledger, 1)
    yield ledger
    ledger.close()


def send(ledger: Ledger, crew: int) -> int:
    draft = NewEntry("submission", "boats", "city")
    return ledger.append(draft, boats(("a", "putuo", crew)), f"{crew}".encode()).entry.seq


def hashes(url: str) -> list[str]:
    ledger = Ledger.existing(url)
    try:
        return [entry.hash for entry in reversed(ledger.entries())]
    finally:
        ledger.close()


def test_a_copy_made_while_others_write_is_the_ledger_up_to_a_moment(
    live: Ledger, url: str, tmp_path: Path
) -> None:
    acknowledged: list[int] = []
    enough, over = Event(), Event()

    def write(writer: int) -> None:
        number = 0
        while not over.is_set():
            acknowledged.append(send(live, writer * 10**6 + number))
            number += 1
            if len(acknowledged) >= LEAST_ACKNOWLEDGED:
                enough.set()

    with ThreadPoolExecutor(WRITERS) as writers:
        running = [writers.submit(write, writer) for writer in range(1, WRITERS + 1)]
        try:
            assert enough.wait(60)
            before = max(acknowledged)
            copied = back_up(url, tmp_path / "copy.sqlite3")
        finally:
            over.set()
        for each in running:
            each.result()
    copy, whole = hashes(f"sqlite:///{copied.path}"), hashes(url)
    assert before <= len(copy) == copied.verdict.count <= len(whole) == max(acknowledged)
    assert copy == whole[: len(copy)]
    elsewhere = f"sqlite:///{tmp_path / 'elsewhere' / 'ledger.sqlite3'}"
    restore(elsewhere, copied.path)
    assert hashes(elsewhere) == copy
    back = Ledger(elsewhere)
    assert back.verify().whole
    assert send(back, 7) == len(copy) + 1
    back.close()


def test_a_copy_is_one_file_and_leaves_nothing_beside_it(live: Ledger, url: str, tmp_path: Path) -> None:
    folder = tmp_path / "copies"
    folder.mkdir()
    back_up(url, folder / "copy.sqlite3")
    assert [path.name for path in folder.iterdir()] == ["copy.sqlite3"]


def test_a_copy_takes_no_other_files_name(live: Ledger, url: str, tmp_path: Path) -> None:
    there = tmp_path / "copy.sqlite3"
    there.write_text("somebody's")
    with pytest.raises(TargetExists):
        back_up(url, there)
    assert there.read_text() == "somebody's"


def test_there_is_no_copy_of_nothing_and_none_of_what_is_no_store(url: str, tmp_path: Path) -> None:
    with pytest.raises(NoStore):
        back_up(url, tmp_path / "copy.sqlite3")
    (tmp_path / "ledger.sqlite3").write_bytes(b"no database" * 400)
    with pytest.raises(NotAStore):
        back_up(url, tmp_path / "copy.sqlite3")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ledger.sqlite3"]


def test_a_changed_ledger_is_not_copied_as_if_it_were_whole(live: Ledger, url: str, tmp_path: Path) -> None:
    with live.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER entries_unchanged")
        connection.exec_driver_sql("UPDATE entries SET actor = 'nobody' WHERE seq = 2")
    with pytest.raises(NotWhole):
        back_up(url, tmp_path / "copy.sqlite3")
    assert not (tmp_path / "copy.sqlite3").exists()


def test_a_damaged_copy_is_not_put_back_and_the_store_stays_as_it_was(
    live: Ledger, url: str, tmp_path: Path
) -> None:
    copied = back_up(url, tmp_path / "copy.sqlite3")
    data = bytearray(copied.path.read_bytes())
    data[data.index(b"submission2508boats")] ^= 1
    (tmp_path / "damaged.sqlite3").write_bytes(data)
    was = hashes(url)
    live.close()
    with pytest.raises((NotWhole, NotAStore)):
        restore(url, tmp_path / "damaged.sqlite3", replace=True)
    assert hashes(url) == was


def test_a_store_in_use_is_not_exchanged_even_while_nobody_writes(
    live: Ledger, url: str, tmp_path: Path
) -> None:
    copied = back_up(url, tmp_path / "copy.sqlite3")
    with pytest.raises(StoreInUse):
        restore(url, copied.path, replace=True)
    assert live.verify().whole
    live.close()
    assert restore(url, copied.path, replace=True).kept


def test_a_store_that_stands_there_is_replaced_only_on_purpose_and_kept(
    live: Ledger, url: str, tmp_path: Path
) -> None:
    copied = back_up(url, tmp_path / "copy.sqlite3")
    send(live, 2)
    newer = hashes(url)
    live.close()
    with pytest.raises(NotEmpty):
        restore(url, copied.path)
    done = restore(url, copied.path, replace=True)
    assert hashes(url) == newer[:-1]
    assert hashes(f"sqlite:///{done.kept}") == newer
    assert done.kept.name.startswith("ledger.sqlite3.20")


def test_a_damaged_store_is_replaced_and_kept_as_it_was_with_its_journal(
    live: Ledger, url: str, tmp_path: Path
) -> None:
    copied, place = back_up(url, tmp_path / "copy.sqlite3"), tmp_path / "ledger.sqlite3"
    live.close()
    place.write_bytes(b"\xff" * 20_000)
    (tmp_path / "ledger.sqlite3-wal").write_bytes(b"left behind")
    done = restore(url, copied.path, replace=True)
    assert done.kept.read_bytes() == b"\xff" * 20_000
    assert Path(f"{done.kept}-wal").read_bytes() == b"left behind"
    back = Ledger(url)
    assert back.verify().whole
    back.close()


def test_nobodys_visit_comes_back_with_a_copy(live: Ledger, url: str, tmp_path: Path) -> None:
    Sessions(live.engine).begin("visit", "zhang", "person", 1)
    copied = back_up(url, tmp_path / "copy.sqlite3")
    live.close()
    restore(url, copied.path, replace=True)
    back = Ledger(url)
    assert Sessions(back.engine).find({"visit"}) == {}
    back.close()


def test_a_copy_on_a_disc_that_cannot_be_written_can_be_put_back(
    live: Ledger, url: str, tmp_path: Path
) -> None:
    copied = back_up(url, tmp_path / "copy.sqlite3")
    shutil.copy(copied.path, tmp_path / "disc.sqlite3")
    (tmp_path / "disc.sqlite3").chmod(0o400)
    elsewhere = f"sqlite:///{tmp_path / 'elsewhere.sqlite3'}"
    restore(elsewhere, tmp_path / "disc.sqlite3")
    assert hashes(elsewhere) == hashes(url)
