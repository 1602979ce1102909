"""The same file once more, and files that overtake each other: nothing is lost and nothing is taken in unseen."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from types import ModuleType

import pytest

from feeds import feed
from intake import checking
from intake import draft as drafting
from intake import receive as receiving
from intake.draft import examine
from intake.receive import commit
from store.entry import Superseded
from store.ledger import Ledger
from tests.intake.test_receive import send, shown
from tests.papers import Paper, changed, printed

FARMS = feed("aquaculture")
# What takes long: reading a file, and checking it.
STEPS = [(drafting, "load_file"), (checking, "check")]


def test_going_back_to_an_earlier_file_is_a_new_report(ledger: Ledger, farms: Paper) -> None:
    other = changed(farms, {0: {"已撤离人数(人)": "0"}})
    receipts = [send(ledger, rows).receipt for rows in (farms, other, farms)]
    assert [(r.entry.seq, r.first) for r in receipts] == [(2, True), (3, True), (4, True)]
    assert sum(shown(ledger).values()) == 736
    assert send(ledger, farms).receipt.entry == receipts[-1].entry


def test_a_city_file_after_a_countys_is_a_new_report(ledger: Ledger, farms: Paper, islands: Paper) -> None:
    send(ledger, farms)
    send(ledger, islands[:4], "shengsi")
    assert send(ledger, farms).receipt.first
    assert len(shown(ledger)) == 68


def test_a_correction_and_a_whole_list_of_the_same_bytes_are_two_sendings(
    ledger: Ledger, farms: Paper, islands: Paper
) -> None:
    send(ledger, farms)
    row = printed(changed(islands, {3: {"已撤离人数(人)": "0"}})[3:4])
    alone = commit(ledger, examine(ledger, FARMS, "shengsi", row, "一行.csv", supplement=True), "李四")
    assert len(shown(ledger)) == 68
    whole = examine(ledger, FARMS, "shengsi", row, "一行.csv")
    assert whole.moved["missing"] == 31
    answer = commit(ledger, whole, "李四")
    assert (answer.first, answer.entry.seq) == (True, alone.entry.seq + 1)
    assert len(shown(ledger)) == 68 - 31


def between(monkeypatch: pytest.MonkeyPatch, sendings: list) -> None:
    """Lets each of the sendings arrive between one look at a file and its being written."""

    def overtaken(*given, **said):
        draft = examine(*given, **said)
        if sendings:
            commit(given[0], sendings.pop(0)(), "李联络")
        return draft

    monkeypatch.setattr(receiving, "examine", overtaken)


@pytest.mark.parametrize("times", [1, 2])
def test_a_file_overtaken_on_its_way_is_compared_again_and_then_taken_in(
    ledger: Ledger, farms: Paper, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    papers = [changed(farms, {0: {"已撤离人数(人)": "0", "备注": str(i)}}) for i in range(times)]
    looks = [lambda rows=rows: examine(ledger, FARMS, "city", printed(rows), "b.csv") for rows in papers]
    between(monkeypatch, looks)
    outcome = send(ledger, farms)
    assert (outcome.receipt.first, outcome.entry.seq) == (True, 2 + times)
    assert outcome.draft.base == 1 + times and len(outcome.draft.comparison.changed) == 1
    assert sum(shown(ledger).values()) == 736


def test_a_file_overtaken_each_time_is_not_forced_in(
    ledger: Ledger, farms: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("intake.receive.TRIES", 3)
    papers = [changed(farms, {0: {"备注": str(i)}}) for i in range(3)]
    looks = [lambda rows=rows: examine(ledger, FARMS, "city", printed(rows), "b.csv") for rows in papers]
    between(monkeypatch, looks)
    with pytest.raises(Superseded):
        send(ledger, farms)
    assert ledger.position() == 4


def test_the_same_file_sent_twice_at_once_is_one_report(
    ledger: Ledger, farms: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    between(monkeypatch, [lambda: examine(ledger, FARMS, "city", printed(farms), "b.csv")])
    outcome = send(ledger, farms)
    assert (outcome.receipt.first, outcome.entry.actor, ledger.position()) == (False, "李联络", 2)


@pytest.mark.parametrize(("room", "step"), STEPS)
def test_a_file_that_takes_long_to_read_or_check_holds_up_nobody_elses(
    ledger: Ledger, islands: Paper, farms: Paper, monkeypatch: pytest.MonkeyPatch, room: ModuleType, step: str
) -> None:
    begun, go_on, quick = Event(), Event(), getattr(room, step)

    def slow(*given):
        if not begun.is_set():
            begun.set()
            assert go_on.wait(30)
        return quick(*given)

    monkeypatch.setattr(room, step, slow)
    with ThreadPoolExecutor(2) as liaisons:
        held = liaisons.submit(send, ledger, islands, "shengsi")
        assert begun.wait(30)
        try:
            others = liaisons.submit(send, ledger, farms).result(10)
            assert others.receipt.first and not held.done()
        finally:
            go_on.set()
        assert held.result(30).receipt.entry.seq > others.entry.seq


def test_a_file_overtaken_on_its_way_is_read_and_checked_once(
    ledger: Ledger, farms: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = examine(ledger, FARMS, "city", printed(changed(farms, {0: {"备注": "先到"}})), "b.csv")
    between(monkeypatch, [lambda: other])
    done = []
    for room, step in STEPS:
        made = getattr(room, step)
        monkeypatch.setattr(
            room, step, lambda *given, made=made, step=step: (done.append(step), made(*given))[1]
        )
    assert send(ledger, farms).receipt.first
    assert done == ["load_file", "check"]
