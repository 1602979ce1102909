"""A folder on a share as a way in."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from domain.words import say
from intake.folder import OPEN_ENDED_S, STABLE_S, Folder, Trouble
from intake.undo import undo
from loaders.limits import FILE_BYTES
from store.entry import Superseded
from store.ledger import Ledger
from tests.loaders.storm.recorded import RAW
from tests.papers import BAD, Paper, changed, printed, sample_rows
from tests.workbooks import of_paper, xlsx

BULLETIN = (RAW / "bulletin_2018072706_JONGDARI.txt").read_bytes()


class Clock:
    def __init__(self) -> None:
        self.now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def watch(tmp_path: Path, ledger: Ledger, clock: Clock) -> Callable[[], Folder]:
    def begin() -> Folder:
        folder = Folder(tmp_path / "share", ledger, "共享文件夹", clock)
        folder.prepare()
        return folder

    return begin


def settled(folder: Folder, clock: Clock) -> list:
    """What is handled once nothing has changed for long enough."""
    early = list(folder.poll())
    clock.now_s += STABLE_S
    return [*early, *folder.poll()]


def said_beside(handled) -> str:
    """The report that lies beside a file."""
    return handled.moved_to.with_name(f"{handled.moved_to.name}.txt").read_text("utf-8-sig")


def test_a_dropped_file_is_taken_in_and_lies_in_done_with_its_report(watch, clock, ledger, farms) -> None:
    folder = watch()
    (folder.root / "全市" / "养殖.csv").write_bytes(printed(farms, "gb18030"))
    (handled,) = settled(folder, clock)
    entry = ledger.entry(2)
    assert (handled.accepted, handled.receipt, entry.feed, entry.actor) == (
        True, "R000002", "aquaculture", "共享文件夹",
    )  # fmt: skip
    assert handled.moved_to == folder.root / "done" / "全市" / "R000002 养殖.csv"
    assert handled.moved_to.read_bytes() == printed(farms, "gb18030")
    said = said_beside(handled)
    assert "R000002" in said and entry.sha256 in said and "Received" in said
    assert not list((folder.root / "全市").iterdir())


def test_a_file_still_being_written_is_left_alone(watch, clock, ledger, farms: Paper) -> None:
    folder, data = watch(), printed(farms)
    path = folder.root / "全市" / "养殖.csv"
    for written in (len(data) // 2, len(data)):
        path.write_bytes(data[:written])
        assert list(folder.poll()) == []
        clock.now_s += STABLE_S - 0.5
    assert list(folder.poll()) == [] and ledger.position() == 1
    clock.now_s += STABLE_S
    assert len(list(folder.poll())) == 1


@pytest.mark.parametrize("name", ["~$养殖.csv", ".养殖.csv.swp", "养殖.csv.part"])
def test_what_a_program_leaves_while_it_writes_is_no_report(watch, clock, farms: Paper, name: str) -> None:
    folder = watch()
    (folder.root / "全市" / name).write_bytes(printed(farms))
    assert settled(folder, clock) == []


def test_a_refused_file_lies_in_refused_with_every_fault_beside_it(watch, clock, ledger) -> None:
    folder = watch()
    data = (BAD / "aquaculture.repeated-key.csv").read_bytes()
    (folder.root / "嵊泗县" / "养殖.csv").write_bytes(data)
    (handled,) = settled(folder, clock)
    said = said_beside(handled)
    assert handled.moved_to.parent == folder.root / "refused" / "嵊泗县"
    assert "与第 2 行重复" in said and "repeats row 2" in said
    assert ledger.entry(2).kind == "refusal" and not ledger.read("aquaculture").entries


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("公报.txt", BULLETIN, "第 2 行起的电报只写了日和时（2706，世界时）"),
        ("养殖.csv", '养殖场编号,养殖场名称\nYZ001,"甲\n'.encode(), "第 2 行有引号没有闭合"),
        ("预警.xml", "<?xml version='1.0'?>\n<alert><a>预警</b></alert>".encode(), "第 2 行："),
        ("图.csv", b"\x89PNG\r\n\x1a\n" + bytes(64), say("zh", "file_kind.image")),
    ],
    ids=["bulletin", "quote", "alert", "picture"],
)
def test_beside_a_file_that_cannot_be_read_it_stands_why_and_in_which_row(
    watch, clock, name, data, says
) -> None:
    folder = watch()
    (folder.root / "全市" / name).write_bytes(data)
    (handled,) = settled(folder, clock)
    assert not handled.accepted and says in said_beside(handled)


@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", "一,二\n1,2\n".encode(), b"1" * (FILE_BYTES + 1)])
def test_what_no_form_fits_is_put_aside_and_says_so(watch, clock, ledger, data: bytes) -> None:
    folder = watch()
    (folder.root / "全市" / "什么.csv").write_bytes(data)
    (handled,) = settled(folder, clock)
    assert not handled.accepted and handled.moved_to.parent.parent.name == "refused"
    assert ledger.position() == 1


def test_a_file_whose_move_failed_is_not_taken_in_twice(
    watch, clock, ledger, farms: Paper, monkeypatch
) -> None:
    folder = watch()
    path = folder.root / "全市" / "养殖.csv"
    path.write_bytes(printed(farms))
    with monkeypatch.context() as broken:
        broken.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError("the share is gone")))
        (trouble,) = settled(folder, clock)
        assert isinstance(trouble, Trouble) and "the share is gone" in trouble.said("zh")
    later = folder.root / "全市" / "新.csv"
    later.write_bytes(printed(changed(farms, {0: {"已撤离人数(人)": "0"}})))
    again = watch()  # the program was started anew
    receipts = {handled.path.name: handled.receipt for handled in settled(again, clock)}
    assert receipts["养殖.csv"] == "R000002" and ledger.position() == 3


def test_two_files_of_one_name_both_keep_their_place(watch, clock, farms: Paper) -> None:
    folder = watch()
    for _ in range(2):
        (folder.root / "全市" / "坏.csv").write_bytes(b"1,2\n")
        settled(folder, clock)
    kept = {path.name for path in (folder.root / "refused" / "全市").iterdir()}
    assert kept == {"坏.csv", "坏.csv.txt", "坏 (2).csv", "坏 (2).csv.txt"}


def test_each_sheet_of_a_workbook_is_taken_in_as_its_own_form(watch, clock, ledger, farms: Paper) -> None:
    folder = watch()
    sheets = {"养殖": of_paper(farms), "物资": of_paper(sample_rows("supplies")), "说明": [["随便", "写写"]]}
    (folder.root / "全市" / "两张表.xlsx").write_bytes(xlsx(sheets))
    (handled,) = settled(folder, clock)
    assert (handled.accepted, handled.receipt) == (True, "R000002 R000003")
    assert {entry.feed for entry in ledger.entries(kinds=["submission"])} == {"aquaculture", "supplies"}
    said = said_beside(handled)
    assert "R000002" in said and "R000003" in said


def test_a_file_that_cannot_be_handled_stops_no_other(
    watch, clock, ledger, farms: Paper, monkeypatch
) -> None:
    folder = watch()
    for name in ("a.csv", "b.csv"):
        (folder.root / "全市" / name).write_bytes(printed(farms))
    read = Path.read_bytes

    def locked(path: Path) -> bytes:
        if path.name.endswith(" a.csv"):
            raise PermissionError("locked by another program")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", locked)
    trouble, handled = settled(folder, clock)
    assert (trouble.path.name, handled.path.name, handled.accepted) == ("a.csv", "b.csv", True)


def test_a_store_that_turns_a_file_away_leaves_it_for_the_next_round(
    watch, clock, farms, monkeypatch
) -> None:
    folder = watch()
    path = folder.root / "全市" / "养殖.csv"
    path.write_bytes(printed(farms))
    with monkeypatch.context() as busy:
        busy.setattr("intake.folder.receive_each", lambda *_, **__: (_ for _ in ()).throw(Superseded()))
        (trouble,) = settled(folder, clock)
    assert isinstance(trouble, Trouble) and [left.name for left in lying_in(folder)] == ["work"]
    (handled,) = settled(folder, clock)
    assert handled.accepted and handled.moved_to.name == "R000002 养殖.csv"
    assert [left.name for left in lying_in(folder)] == ["done"]


def lying_in(folder: Folder) -> list[Path]:
    """The folders beside those of the units that hold anything."""
    return [path for path in folder.root.iterdir() if path.name.isascii() and any(path.glob("*/*"))]


def dropped(folder: Folder, clock: Clock, source: Path) -> str:
    """A copy as a file manager makes it, with the time of writing kept; its receipt."""
    shutil.copy2(source, folder.root / "全市" / "养殖.csv")
    (handled,) = settled(folder, clock)
    assert handled.accepted
    return handled.receipt


@pytest.fixture
def papers(tmp_path: Path, farms: Paper) -> list[Path]:
    """Two reports as they lie on somebody's desk."""
    other = changed(farms, {0: {"已撤离人数(人)": "0"}})
    paths = [tmp_path / name for name in ("a.csv", "b.csv")]
    for path, rows in zip(paths, (farms, other)):
        path.write_bytes(printed(rows))
    return paths


def test_a_file_that_was_undone_and_is_dropped_again_is_shown_again(watch, clock, ledger, papers) -> None:
    folder = watch()
    assert dropped(folder, clock, papers[0]) == "R000002"
    undo(ledger, 2, "值班", "撤错了", True)
    assert dropped(folder, clock, papers[0]) == "R000004"
    assert len(ledger.read("aquaculture").frame) == 68


def test_a_file_dropped_again_after_another_is_a_new_report(watch, clock, ledger, farms, papers) -> None:
    folder = watch()
    receipts = [dropped(folder, clock, papers[which]) for which in (0, 1, 0)]
    assert receipts == ["R000002", "R000003", "R000004"]
    assert ledger.read("aquaculture").frame["evacuated"][0] == int(farms[0]["已撤离人数(人)"])


def test_what_was_undone_between_receipt_and_move_is_not_put_in_done(
    watch, clock, ledger, farms: Paper, monkeypatch
) -> None:
    folder = watch()
    (folder.root / "全市" / "养殖.csv").write_bytes(printed(farms))
    with monkeypatch.context() as broken:
        broken.setattr("os.replace", lambda *_: (_ for _ in ()).throw(OSError("the share is gone")))
        settled(folder, clock)
    undo(ledger, 2, "值班", "发错了", True)
    (handled,) = settled(watch(), clock)
    assert not handled.accepted and ledger.position() == 3
    assert "由值班撤销（R000003）" in said_beside(handled)


def test_a_name_in_the_letters_of_old_windows_is_read_and_stops_nobody(watch, clock, ledger, farms) -> None:
    folder = watch()
    old = os.fsdecode("养殖.csv".encode("gb18030"))
    (folder.root / "全市" / old).write_bytes(printed(farms))
    (folder.root / "嵊泗县" / old).write_bytes(b"a")
    taken, turned_away = sorted(settled(folder, clock), key=lambda handled: handled.accepted, reverse=True)
    assert taken.moved_to.name == "R000002 养殖.csv" and ledger.entry(2).filename == "养殖.csv"
    assert turned_away.moved_to.name == "养殖.csv" and said_beside(turned_away).startswith("养殖.csv")


def test_a_file_with_the_longest_name_there_is_is_taken_in(watch, clock, ledger, farms: Paper) -> None:
    folder = watch()
    (folder.root / "全市" / f"{'渔' * 83}.csv").write_bytes(printed(farms))
    (handled,) = settled(folder, clock)
    assert handled.accepted and handled.moved_to.name.startswith("R000002 渔渔渔")
    assert handled.moved_to.suffix == ".csv" and "R000002" in said_beside(handled)


def test_a_document_that_stops_halfway_is_waited_for_and_taken_whole(watch, clock, ledger) -> None:
    folder, whole = watch(), (RAW / "zhejiang_202116_Mindulle.json").read_bytes()
    path = folder.root / "全市" / "台风.json"
    path.write_bytes(whole[: len(whole) // 2])
    assert settled(folder, clock) == []
    with path.open("ab") as still_open:
        still_open.write(whole[len(whole) // 2 :])
    [handled] = settled(folder, clock)
    assert handled.accepted and ledger.file(ledger.entries()[0].sha256) == whole


def test_a_document_whose_end_never_comes_is_sent_back(watch, clock) -> None:
    folder, whole = watch(), (RAW / "zhejiang_202116_Mindulle.json").read_bytes()
    (folder.root / "全市" / "台风.json").write_bytes(whole[: len(whole) // 2])
    assert settled(folder, clock) == []
    clock.now_s += OPEN_ENDED_S
    [handled] = folder.poll()
    assert not handled.accepted and "JSON 不完整" in said_beside(handled)
