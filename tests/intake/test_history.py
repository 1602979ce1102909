"""What a unit has sent, accepted, refused and undone, and how late by the form's own cadence."""

from datetime import timedelta

from intake.history import FormHistory, history
from intake.undo import undo
from store.ledger import Ledger
from tests.intake.test_receive import FARMS, send
from tests.intake.test_undo import NONE_OUT, SENDER
from tests.papers import Paper, changed
from tests.store.boats import Wall

CADENCE_H = FARMS.cadence_h


def only(ledger: Ledger, unit: str = "city") -> FormHistory:
    """The history of a unit that sent one form."""
    (form,) = history(ledger, unit)
    return form


def versions(rows: Paper):
    """The same paper with another remark each time, and a moment ago as its cut-off."""
    return (changed(rows, {0: {"备注": f"第{number}次", "截至时间": ""}}) for number in range(9))


def undated(rows: Paper) -> Paper:
    """A paper without cut-offs: its age counts from its arrival."""
    return [{**row, "截至时间": ""} for row in rows]


def test_a_unit_that_sent_nothing_has_no_history(ledger: Ledger, islands: Paper) -> None:
    send(ledger, islands, "shengsi")
    assert (history(ledger, "putuo"), history(ledger, "shengsi", "reservoirs")) == ([], [])


def test_what_was_accepted_refused_and_undone_is_counted_and_listed_newest_first(
    ledger: Ledger, islands: Paper
) -> None:
    one = send(ledger, islands, "shengsi").entry
    two = send(ledger, changed(islands, {0: {"养殖场名称": ""}}), "shengsi").entry
    three = send(ledger, changed(islands, NONE_OUT), "shengsi").entry
    back = undo(ledger, three.seq, SENDER, "不对")
    form = only(ledger, "shengsi")
    assert [(sent.entry, sent.result) for sent in form.sent] == [
        (three, "undone"),
        (two, "refused"),
        (one, "accepted"),
    ]
    assert (form.feed, form.sent[0].undo) == ("aquaculture", back)
    assert [form.count(result) for result in ("accepted", "refused", "undone")] == [1, 1, 1]


def test_a_report_is_late_once_the_one_before_it_has_grown_old(
    ledger: Ledger, wall: Wall, farms: Paper
) -> None:
    papers = versions(undated(farms))
    for hours in (0, CADENCE_H, CADENCE_H + 1.5, 2):
        wall.pass_hours(hours)
        send(ledger, next(papers))
    form = only(ledger)
    assert [round(sent.late_h, 3) for sent in form.sent] == [0, 1.5, 0, 0]
    assert (form.late, round(form.latest_h, 3), form.overdue_h) == (1, 1.5, 0)


def test_silence_since_the_last_report_is_counted_up_to_now(ledger: Ledger, wall: Wall, farms: Paper) -> None:
    send(ledger, undated(farms))
    wall.pass_hours(CADENCE_H + 3)
    assert round(only(ledger).overdue_h, 3) == 3
    send(ledger, changed(undated(farms), {0: {"养殖场名称": ""}}))  # a refused file ends no silence
    assert round(only(ledger).overdue_h, 3) == 3


def test_a_cut_off_of_long_ago_makes_the_next_report_due_earlier(
    ledger: Ledger, wall: Wall, farms: Paper
) -> None:
    send(ledger, undated(farms), as_of=ledger.now() - timedelta(hours=4))
    wall.pass_hours(CADENCE_H)
    send(ledger, changed(undated(farms), NONE_OUT))
    assert round(only(ledger).sent[0].late_h, 3) == 4


def test_an_undone_report_ends_no_silence(ledger: Ledger, wall: Wall, farms: Paper) -> None:
    papers = versions(undated(farms))
    send(ledger, next(papers))
    wall.pass_hours(CADENCE_H - 1)
    undo(ledger, send(ledger, next(papers)).entry.seq, SENDER, "不对")
    wall.pass_hours(3)
    send(ledger, next(papers))
    assert round(only(ledger).sent[0].late_h, 3) == 2


def test_a_city_file_covers_its_counties(ledger: Ledger, wall: Wall, farms: Paper, islands: Paper) -> None:
    send(ledger, undated(islands), "shengsi")
    wall.pass_hours(CADENCE_H)
    send(ledger, undated(farms))
    wall.pass_hours(CADENCE_H)
    send(ledger, changed(undated(islands), NONE_OUT), "shengsi")
    assert [sent.late_h for sent in only(ledger, "shengsi").sent] == [0, 0]
    assert len(only(ledger, "city").sent) == 1


def test_the_sample_days_counties_have_a_history_of_each_of_their_forms(sample: Ledger) -> None:
    forms = {form.feed: form for form in history(sample, "putuo")}
    assert set(forms) >= {"evacuations", "shelters"}
    assert all(form.count("accepted") == len(form.sent) for form in forms.values())
