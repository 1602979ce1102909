"""A level counts once another person has confirmed what the first proposed; until then nothing changes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from threading import Thread

import pytest

from access.identity import NOBODY, Identity
from domain.names import for_another
from domain.problems import Refused, sentence
from domain.words import LANGUAGES
from feeds import feed
from intake.levels import declare
from intake.proposals import confirm, decline, open_proposals, proposal_of, retract, waiting
from intake.receipts import receipt
from intake.receive import receive
from store import writing
from store.entry import Entry
from store.ledger import Ledger
from tests.intake.conftest import AFTERNOON
from tests.levels import APPROVER, BOTH, DECISION, DUTY, NOON, one_person
from tests.papers import SAMPLES, changed, printed, sample_rows
from tests.store.boats import Wall

LEVELS = feed("levels")
FILE = (SAMPLES / "levels.csv").read_bytes()


def proposed(ledger: Ledger, by: Identity = DUTY, **other: object) -> Entry:
    return declare(ledger, actor=by.title, **{**DECISION, **other}).entry


def declared(ledger: Ledger) -> list[Entry]:
    return ledger.entries(kinds=["declaration"], newest_first=False)


def codes(attempt: Callable[[], object]) -> list[str]:
    """Why it was refused, each reason a sentence in both languages."""
    with pytest.raises(Refused) as refusal:
        attempt()
    assert all(sentence(problem, lang) for problem in refusal.value.problems for lang in LANGUAGES)
    return [problem.code for problem in refusal.value.problems]


def state(ledger: Ledger, seq: int) -> tuple[str, str | None]:
    told = receipt(ledger, str(seq))
    return told.state, told.holes.get("by")


def test_a_level_proposed_is_no_declaration(ledger: Ledger) -> None:
    entry = proposed(ledger)
    assert (entry.kind, entry.actor, entry.as_of, entry.feed) == ("proposal", DUTY.title, NOON, "levels")
    assert declared(ledger) == [] and waiting(ledger) == 1
    assert state(ledger, entry.seq) == ("proposed", None)


def test_what_an_issuer_cannot_declare_cannot_be_proposed(ledger: Ledger) -> None:
    for wrong in ({"grade": "red"}, {"effective_at": AFTERNOON + timedelta(days=31)}, {"basis": " "}):
        with pytest.raises(Refused, match="level"):
            proposed(ledger, **wrong)
    assert ledger.entries(kinds=["proposal"]) == []


def test_a_confirmed_level_counts_from_the_hour_proposed_and_names_both_people(
    demo: Ledger, wall: Wall
) -> None:
    entry = proposed(demo)
    wall.at += timedelta(hours=2)
    made = confirm(demo, entry.seq, APPROVER)
    assert (made.kind, made.as_of, made.received_at) == ("declaration", NOON, AFTERNOON + timedelta(hours=2))
    assert made.detail == {
        **{name: DECISION[name] for name in ("issuer", "scope", "grade", "verb", "basis")},
        "effective_at": "2025-07-28T12:00+08:00", "proposal": entry.seq,
        "proposed_by": DUTY.title, "confirmed_by": APPROVER.title,
    }  # fmt: skip
    assert state(demo, entry.seq) == ("confirmed", f"R{made.seq:06d}")
    assert state(demo, made.seq) == ("declared", None) and waiting(demo) == 0


def test_nobody_confirms_or_sends_back_what_he_proposed_himself(ledger: Ledger) -> None:
    seq = proposed(ledger, BOTH).seq
    assert codes(lambda: confirm(ledger, seq, BOTH)) == ["proposal.own"]
    assert codes(lambda: decline(ledger, seq, BOTH, "不妥")) == ["proposal.own"]
    assert confirm(ledger, seq, APPROVER).kind == "declaration"


def test_another_title_makes_nobody_another_person(demo: Ledger) -> None:
    seq = proposed(demo, APPROVER).seq
    assert codes(lambda: confirm(demo, seq, replace(APPROVER, title="总指挥"))) == ["proposal.own"]


@pytest.mark.parametrize("who", [DUTY, NOBODY, Identity("x", "某人", frozenset(["viewer", "administrator"]))])
def test_only_who_may_confirm_confirms_or_sends_back(ledger: Ledger, who: Identity) -> None:
    seq = proposed(ledger, BOTH).seq
    assert codes(lambda: confirm(ledger, seq, who)) == ["proposal.not_approver"]
    assert codes(lambda: decline(ledger, seq, who, "不妥")) == ["proposal.not_approver"]


def test_a_level_sent_back_never_counts_and_says_why(ledger: Ledger) -> None:
    seq = proposed(ledger).seq
    assert codes(lambda: decline(ledger, seq, APPROVER, "  ")) == ["proposal.no_reason"]
    back = decline(ledger, seq, APPROVER, "依据不足")
    assert (back.kind, back.actor, back.detail) == ("decline", APPROVER.title, {"proposal": seq, "reason": "依据不足"})  # fmt: skip
    assert state(ledger, seq) == ("declined", f"R{back.seq:06d}")
    assert receipt(ledger, str(seq)).holes["reason"] == "依据不足"
    assert codes(lambda: confirm(ledger, seq, APPROVER)) == ["proposal.declined"]
    assert declared(ledger) == [] and open_proposals(ledger) == []


def test_its_proposer_alone_withdraws_it(ledger: Ledger) -> None:
    seq = proposed(ledger).seq
    assert codes(lambda: retract(ledger, seq, APPROVER)) == ["proposal.not_yours"]
    back = retract(ledger, seq, DUTY)
    assert state(ledger, seq) == ("retracted", f"R{back.seq:06d}")
    assert codes(lambda: confirm(ledger, seq, APPROVER)) == ["proposal.retracted"]
    assert codes(lambda: decline(ledger, seq, APPROVER, "不妥")) == ["proposal.retracted"]


def test_it_is_confirmed_once(ledger: Ledger) -> None:
    seq = proposed(ledger).seq
    confirm(ledger, seq, APPROVER)
    assert codes(lambda: confirm(ledger, seq, APPROVER)) == ["proposal.confirmed"]
    assert codes(lambda: retract(ledger, seq, DUTY)) == ["proposal.confirmed"]
    assert len(declared(ledger)) == 1


def test_two_who_confirm_at_once_make_one_declaration(ledger: Ledger) -> None:
    seq, refused = proposed(ledger).seq, []

    def attempt(who: Identity) -> None:
        try:
            confirm(ledger, seq, who)
        except Refused as refusal:
            refused.extend(problem.code for problem in refusal.problems)

    threads = [Thread(target=attempt, args=(who,)) for who in (APPROVER, BOTH)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(declared(ledger)), refused) == (1, ["proposal.confirmed"])


def test_one_withdrawn_while_it_is_being_confirmed_does_not_count(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    seq, check, once = proposed(ledger).seq, writing.check, []

    def withdrawn_first(*given: object) -> None:
        if not once:
            once.append(True)
            retract(ledger, seq, DUTY)
        check(*given)

    monkeypatch.setattr(writing, "check", withdrawn_first)
    assert codes(lambda: confirm(ledger, seq, APPROVER)) == ["proposal.retracted"]
    assert declared(ledger) == []


def test_a_level_of_the_same_series_overtakes_what_waits_and_it_must_be_proposed_anew(ledger: Ledger) -> None:
    older, newer = proposed(ledger).seq, proposed(ledger, grade="III").seq
    other = proposed(ledger, issuer="provincial_hq").seq
    made = confirm(ledger, newer, APPROVER)
    assert state(ledger, older) == ("overtaken", f"R{made.seq:06d}")
    assert state(ledger, other) == ("proposed", None)
    assert codes(lambda: confirm(ledger, older, APPROVER)) == ["proposal.overtaken"]
    assert (waiting(ledger), len(open_proposals(ledger))) == (1, 2)
    again = proposed(ledger).seq
    assert confirm(ledger, again, APPROVER).detail["grade"] == "IV"
    retract(ledger, older, DUTY)
    assert [each.entry.seq for each in open_proposals(ledger)] == [other]


def test_the_same_is_not_proposed_twice_while_it_waits(ledger: Ledger) -> None:
    seq = proposed(ledger).seq
    assert codes(lambda: proposed(ledger, BOTH)) == ["proposal.waits_already"]
    decline(ledger, seq, APPROVER, "缓")
    assert proposed(ledger).kind == "proposal"


def test_what_is_no_proposal_cannot_be_confirmed(ledger: Ledger) -> None:
    made = confirm(ledger, proposed(ledger).seq, APPROVER).seq
    for seq in (1, made, 999):
        assert codes(lambda: confirm(ledger, seq, APPROVER)) == ["proposal.no_such"]  # noqa: B023


def test_what_waited_when_the_setting_went_off_can_still_be_confirmed(ledger: Ledger) -> None:
    seq = proposed(ledger).seq
    one_person(ledger)
    assert confirm(ledger, seq, APPROVER).kind == "declaration"
    assert proposed(ledger, grade="III").kind == "declaration"


def test_a_file_of_levels_waits_row_by_row(ledger: Ledger) -> None:
    outcome = receive(ledger, LEVELS, "city", FILE, "响应.csv", DUTY.title)
    made = ledger.entries(kinds=["proposal"], newest_first=False)
    assert [entry.detail["grade"] for entry in made] == ["IV", "marine", "IV"]
    assert outcome.receipt.entry == made[-1] and declared(ledger) == []
    assert {ledger.file(entry.sha256) for entry in made} == {FILE}


def test_levels_of_one_series_in_one_file_do_not_overtake_each_other(ledger: Ledger) -> None:
    receive(ledger, LEVELS, "city", FILE, "响应.csv", DUTY.title)
    for each in open_proposals(ledger):
        confirm(ledger, each.entry.seq, APPROVER)
    assert [entry.detail["grade"] for entry in declared(ledger)] == ["IV", "marine", "IV"]


def test_the_same_file_again_proposes_only_what_neither_waits_nor_counts(ledger: Ledger) -> None:
    def send() -> tuple[int, bool]:
        sent = receive(ledger, LEVELS, "city", FILE, "响应.csv", DUTY.title).receipt
        return sent.entry.seq, sent.first

    first, _ = send()
    assert send() == (first, False)
    confirm(ledger, first - 2, APPROVER)
    decline(ledger, first - 1, APPROVER, "缓")
    again, new = send()
    assert new and proposal_of(ledger, again).entry.detail["grade"] == "marine"
    assert send() == (again, False) and waiting(ledger) == 2


def test_a_rehearsals_history_was_declared(demo: Ledger) -> None:
    receive(demo, LEVELS, "city", FILE, "响应.csv", "值班员", received_at=AFTERNOON)
    assert len(declared(demo)) == 3
    again = receive(demo, LEVELS, "city", FILE, "响应.csv", "值班员").receipt
    assert (again.first, waiting(demo)) == (False, 0)


def test_a_level_of_the_history_that_arrives_later_overtakes_what_waits(demo: Ledger, wall: Wall) -> None:
    rows = changed(sample_rows("levels"), {2: {"生效时间": "2025-07-28 16:00"}})[2:]
    receive(
        demo, LEVELS, "city", printed(rows), "后来.csv", "值班员", received_at=AFTERNOON + timedelta(hours=1)
    )
    seq = proposed(demo, grade="II", verb="raise").seq
    assert state(demo, seq)[0] == "proposed"
    wall.at += timedelta(hours=2)
    assert state(demo, seq)[0] == "overtaken"


def test_nobody_confirms_what_he_proposed_in_anothers_name(demo: Ledger) -> None:
    said = for_another(APPROVER.title, "值班室")
    entry = declare(demo, actor=said, **DECISION).entry
    assert (entry.actor, entry.detail["account"]) == (said, APPROVER.name)
    renamed = replace(APPROVER, title="刘主任")
    for who in (APPROVER, renamed):
        assert codes(lambda who=who: confirm(demo, entry.seq, who)) == ["proposal.own"]
    assert declared(demo) == []
    assert retract(demo, entry.seq, renamed).kind == "retraction"
