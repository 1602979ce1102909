"""A report is taken back by who sent it, in time, newest first; and everything stays on record."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.problems import Refused, sentence
from domain.words import LANGUAGES
from feeds import feed
from intake import undo as undoing
from intake.draft import examine
from intake.levels import declare
from intake.receive import commit, receive
from intake.undo import obstacles, undo
from store.entry import NewEntry, Superseded
from store.ledger import Ledger
from tests.intake.test_receive import FARMS, send, shown
from tests.levels import one_person
from tests.papers import Paper, changed, printed, sample_rows
from tests.store.boats import Wall

SENDER = "王联络"
NONE_OUT = {0: {"已撤离人数(人)": "0"}}


def codes(work: Callable[[], object]) -> list[str]:
    """Why it is refused."""
    with pytest.raises(Refused) as refusal:
        work()
    for problem in refusal.value.problems:
        assert all(sentence(problem, lang) for lang in LANGUAGES)
    return [problem.code for problem in refusal.value.problems]


def test_the_sender_takes_a_report_back_and_what_was_shown_before_is_shown_again(
    ledger: Ledger, farms: Paper
) -> None:
    send(ledger, farms)
    before = shown(ledger)
    wrong = send(ledger, changed(farms, NONE_OUT)).entry
    assert shown(ledger) != before
    entry = undo(ledger, wrong.seq, SENDER, " 发错了文件 ")
    assert shown(ledger) == before
    assert (entry.kind, entry.feed, entry.scope, entry.actor) == ("undo", "aquaculture", "city", SENDER)
    assert entry.detail == {"undoes": wrong.seq, "reason": "发错了文件", "duty": False}
    assert ledger.file(wrong.sha256) == printed(changed(farms, NONE_OUT))
    assert ledger.verify().whole


def test_the_same_file_after_its_undo_is_a_new_report(ledger: Ledger, farms: Paper) -> None:
    first = send(ledger, farms).receipt.entry
    undo(ledger, first.seq, SENDER, "发早了")
    again = send(ledger, farms).receipt
    assert (again.first, again.entry.seq) == (True, first.seq + 2)
    assert sum(shown(ledger).values()) == 736


def test_nobody_else_takes_it_back_but_a_duty_officer(ledger: Ledger, farms: Paper) -> None:
    seq = send(ledger, farms).entry.seq
    assert codes(lambda: undo(ledger, seq, "李联络", "不对")) == ["undo.not_yours"]
    assert undo(ledger, seq, "值班员赵", "县里来电", duty=True).detail["duty"]


def test_without_a_name_or_a_reason_nothing_is_taken_back_and_both_are_said(
    ledger: Ledger, farms: Paper
) -> None:
    seq = send(ledger, farms).entry.seq
    assert codes(lambda: undo(ledger, seq, " ", "\n", duty=True)) == ["undo.no_actor", "undo.no_reason"]
    assert ledger.position() == seq


def test_a_report_that_nobody_signed_is_for_the_duty_officer_alone(ledger: Ledger, farms: Paper) -> None:
    entry = receive(ledger, FARMS, "city", printed(farms), "养殖.csv", "").entry
    assert codes(lambda: undo(ledger, entry.seq, "", "不对")) == ["undo.no_actor"]
    assert codes(lambda: undo(ledger, entry.seq, SENDER, "不对")) == ["undo.not_yours"]


def test_what_is_no_report_is_not_taken_back(ledger: Ledger, farms: Paper) -> None:
    refused = send(ledger, changed(farms, {0: {"养殖场名称": ""}})).entry.seq
    back = undo(ledger, send(ledger, farms).entry.seq, SENDER, "发早了").seq
    for seq in (1, refused, back):
        assert codes(lambda seq=seq: undo(ledger, seq, SENDER, "不对")) == ["undo.not_a_submission"]
    for seq in (0, -1, back + 1, 10**14):
        assert codes(lambda seq=seq: undo(ledger, seq, SENDER, "不对")) == ["receipt.no_such"]


def test_a_level_is_ended_and_never_undone(ledger: Ledger) -> None:
    said = {
        "issuer": "city_hq",
        "scope": "city",
        "grade": "III",
        "verb": "raise",
        "basis": "会商",
        "actor": SENDER,
    }
    seq = declare(one_person(ledger), effective_at=ledger.now(), **said).entry.seq
    assert codes(lambda: undo(ledger, seq, SENDER, "不对")) == ["undo.a_level"]


def test_it_is_taken_back_once(ledger: Ledger, farms: Paper) -> None:
    seq = send(ledger, farms).entry.seq
    back = undo(ledger, seq, SENDER, "发早了")
    assert codes(lambda: undo(ledger, seq, SENDER, "再来")) == ["undo.already"]
    assert dict(obstacles(ledger, ledger.entry(seq))[0].holes) == {"receipt": f"R{back.seq:06d}"}


@pytest.mark.parametrize(
    ("first", "second"), [("city", "shengsi"), ("shengsi", "city"), ("shengsi", "shengsi")]
)
def test_newest_first_and_the_one_in_the_way_is_named(
    ledger: Ledger, farms: Paper, islands: Paper, first: str, second: str
) -> None:
    papers = {"city": farms, "shengsi": islands}
    one = send(ledger, papers[first], first).entry
    two = send(ledger, changed(papers[second], NONE_OUT), second).entry
    assert codes(lambda: undo(ledger, one.seq, SENDER, "不对")) == ["undo.built_on"]
    assert dict(obstacles(ledger, one)[0].holes) == {"receipt": f"R{two.seq:06d}"}
    undo(ledger, two.seq, SENDER, "不对")
    undo(ledger, one.seq, SENDER, "不对")
    assert shown(ledger) == {}


def test_another_countys_later_report_is_in_nobodys_way(ledger: Ledger, islands: Paper) -> None:
    one = send(ledger, islands, "shengsi").entry
    theirs = sample_rows("aquaculture", "普陀区")
    send(ledger, theirs, "putuo")
    undo(ledger, one.seq, SENDER, "不对")
    assert set(shown(ledger)) == {row["养殖场编号"] for row in theirs}


def test_a_form_several_departments_add_to_is_built_on_only_by_the_same_row(ledger: Ledger) -> None:
    figures = feed("figures")
    rows = sample_rows("figures")
    halves = [printed(rows[:2]), printed(rows[2:4]), printed(rows[1:2])]
    one, two = (receive(ledger, figures, "city", data, "数字.csv", SENDER).entry for data in halves[:2])
    assert obstacles(ledger, one) == []
    three = receive(ledger, figures, "city", halves[2], "数字.csv", SENDER).entry
    assert dict(obstacles(ledger, one)[0].holes) == {"receipt": f"R{three.seq:06d}"}
    assert obstacles(ledger, two) == []
    undo(ledger, two.seq, SENDER, "不对")
    assert set(ledger.read("figures").frame["_entry"]) == {one.seq, three.seq}


def test_after_the_forms_hours_it_stays(ledger: Ledger, wall: Wall, farms: Paper) -> None:
    seq = send(ledger, farms).entry.seq
    wall.pass_hours(FARMS.undo_h)
    assert obstacles(ledger, ledger.entry(seq)) == []
    wall.pass_hours(0.01)
    assert codes(lambda: undo(ledger, seq, SENDER, "不对", duty=True)) == ["undo.too_old"]


def test_a_stock_of_supplies_may_be_taken_back_longer_than_a_storms_fix() -> None:
    assert feed("supplies").undo_h > FARMS.undo_h > feed("track").undo_h


def test_a_rehearsals_future_is_not_there_to_be_undone(demo: Ledger, farms: Paper) -> None:
    ahead = send(demo, farms, received_at=demo.now() + timedelta(hours=1)).entry
    assert codes(lambda: undo(demo, ahead.seq, SENDER, "不对")) == ["receipt.no_such"]


def test_of_eight_who_undo_at_once_one_does(ledger: Ledger, farms: Paper) -> None:
    seq = send(ledger, farms).entry.seq

    def work(number: int) -> list[str]:
        try:
            undo(ledger, seq, SENDER, f"第{number}次")
        except Refused as refusal:
            return [problem.code for problem in refusal.problems]
        return []

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(work, range(8)))
    assert sorted(answers) == [[], *[["undo.already"]] * 7]
    assert ledger.position() == seq + 1


def between(monkeypatch: pytest.MonkeyPatch, happenings: list[Callable[[], object]]) -> None:
    """Lets one thing after another happen between an undo's look at the rules and its being written."""

    def overtaken(*given):
        found = obstacles(*given)
        if happenings:
            happenings.pop(0)()
        return found

    monkeypatch.setattr(undoing, "obstacles", overtaken)


def test_an_undo_overtaken_by_a_report_says_what_was_built_on_it(
    ledger: Ledger, farms: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    seq = send(ledger, farms).entry.seq
    between(monkeypatch, [lambda: send(ledger, changed(farms, NONE_OUT))])
    assert codes(lambda: undo(ledger, seq, SENDER, "不对")) == ["undo.built_on"]
    assert ledger.entries(kinds=["undo"]) == []


def test_an_undo_overtaken_each_time_is_not_forced(
    ledger: Ledger, islands: Paper, monkeypatch: pytest.MonkeyPatch
) -> None:
    seq = send(ledger, islands, "shengsi").entry.seq

    def city_and_back() -> None:
        wrong = send(ledger, sample_rows("aquaculture")).entry.seq
        ledger.append(undo_draft(ledger, wrong))

    between(monkeypatch, [city_and_back] * 3)
    with pytest.raises(Superseded):
        undo(ledger, seq, SENDER, "不对")
    assert seq not in ledger.undone()


def undo_draft(ledger: Ledger, seq: int) -> NewEntry:
    """An undo as the ledger takes it, past the rules."""
    entry = ledger.entry(seq)
    return NewEntry(
        "undo", entry.feed, entry.scope, SENDER, detail={"undoes": seq, "reason": "错", "duty": False}
    )


def test_a_preview_made_before_an_undo_is_compared_again(ledger: Ledger, farms: Paper) -> None:
    first = send(ledger, farms).entry
    draft = examine(ledger, FARMS, "city", printed(changed(farms, NONE_OUT)), "养殖.csv")
    undo(ledger, first.seq, SENDER, "不对")
    with pytest.raises(Superseded):
        commit(ledger, draft, SENDER)
    assert shown(ledger) == {}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(("city", "shengsi", "undo")), st.integers(0, 3), st.integers(0, 5)),
        max_size=8,
    )
)
def test_any_sequence_of_files_and_undoes_leaves_what_the_files_not_undone_say(
    tmp_path: Path, farms: Paper, islands: Paper, steps: list[tuple[str, int, int]]
) -> None:
    """Checked against a store that was only sent the files that were left; undone are those the rules allow."""
    ours, plain = (empty(tmp_path / str(uuid4())) for _ in range(2))
    left: dict[int, tuple[str, bytes]] = {}
    for unit, none_out, which in steps:
        if unit == "undo":
            taken = list(left)[which % len(left)] if left else 0
            try:
                undo(ours, taken, SENDER, "不对")
                del left[taken]
            except Refused as refusal:
                assert refusal.problems[0].code in ("undo.built_on", "receipt.no_such")
        else:
            paper = changed(farms if unit == "city" else islands, {none_out: {"已撤离人数(人)": "0"}})
            entry = receive(ours, FARMS, unit, printed(paper), "养殖.csv", SENDER).entry
            left[entry.seq] = unit, printed(paper)
    for unit, data in left.values():
        assert receive(plain, FARMS, unit, data, "养殖.csv", SENDER).receipt
    assert shown(ours) == shown(plain)
    for ledger in (ours, plain):
        ledger.close()


def empty(folder: Path) -> Ledger:
    """A live ledger of its own."""
    ledger = Ledger(f"sqlite:///{folder / 'ledger.sqlite3'}")
    ledger.open_event("live", "2508")
    return ledger
