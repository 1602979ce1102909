"""Page 响应: who may propose proposes in his own name, who may confirm decides, and everybody sees what waits."""

import pytest
from starlette.testclient import TestClient
from streamlit.testing.v1 import AppTest

from feeds import feed
from intake.folder import report
from intake.levels import declare
from intake.proposals import confirm, waiting
from intake.receive import receive
from store.ledger import Ledger
from tests.identities import As, somebody
from tests.levels import APPROVER, DECISION, DUTY, one_person
from tests.papers import SAMPLES
from web.api.application import application
from web.known import rendered
from web.known.situation import changes, situation

FILE = (SAMPLES / "levels.csv").read_bytes()
MORE = {**DECISION, "grade": "II", "verb": "raise"}


def levels_page(who: str) -> None:
    from access.demo import DEMO
    from web.board import levels
    from web.frame import acting
    from web.frame.page import Frame
    from web.serving import office

    acting.visitor = DEMO[who].identity
    page = Frame("levels", "zh", "light", office.ledger(), DEMO[who].identity())
    levels.answered(page)
    levels.waiting(page)
    if page.may("level.propose"):
        levels.propose(page)


@pytest.fixture
def ledger(ledger: Ledger, sample_url: str, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    """The sample day as the server's own."""
    monkeypatch.setenv("STORE_URL", sample_url)
    return ledger


def seen_by(who: str) -> AppTest:
    shown = AppTest.from_function(levels_page, args=(who,)).run(timeout=20)
    assert not shown.exception
    return shown


def text(shown: AppTest) -> str:
    return "\n".join(part.proto.body for part in shown.get("html"))


def buttons(shown: AppTest) -> set[str]:
    return {button.label for button in shown.button}


def pressed(shown: AppTest, label: str) -> AppTest:
    next(button for button in shown.button if button.label == label).click()
    shown.run(timeout=20)
    assert not shown.exception
    return shown


def newest(ledger: Ledger, kind: str):
    return ledger.entries(kinds=[kind], limit=1)[0]


def test_a_duty_officer_proposes_in_his_own_name_and_the_approver_confirms(ledger: Ledger) -> None:
    desk = seen_by("duty")
    desk.text_input(key="declare_basis").set_value("防指〔2025〕13号")
    desk.selectbox(key="declare_grade").set_value("III")
    desk.selectbox(key="declare_verb").set_value("raise")
    pressed(desk, "提出，待确认")
    made = newest(ledger, "proposal")
    assert (made.actor, made.detail["grade"], made.detail["account"]) == (DUTY.title, "III", "duty")
    assert "未生效" in text(desk) and situation(ledger).grade == "IV"
    assert "市防指" in text(desk) and DUTY.title in text(desk)
    approver = pressed(seen_by("approver"), "确认")
    assert newest(ledger, "declaration").actor == APPROVER.title
    assert situation(ledger).grade == "III" and "已确认" in text(approver)


def test_nobody_need_say_who_he_is_and_nothing_is_proposed_without_a_basis(ledger: Ledger) -> None:
    desk = seen_by("duty")
    assert "报送人" not in {box.label for box in desk.text_input}
    assert "依据" in text(pressed(desk, "提出，待确认"))
    assert waiting(ledger) == 0


def test_nothing_is_proposed_that_nobody_chose(ledger: Ledger) -> None:
    desk = seen_by("duty")
    desk.text_input(key="declare_basis").set_value("会商")
    said = text(pressed(desk, "提出，待确认"))
    assert "必填的“响应等级”是空的" in said and "必填的“动作”是空的" in said and waiting(ledger) == 0


def test_the_approver_sends_back_with_a_reason_and_not_without(ledger: Ledger) -> None:
    seq = declare(ledger, actor=DUTY.title, **MORE).entry.seq
    approver = pressed(seen_by("approver"), f"退回 R{seq:06d}")
    assert "请写明退回原因" in text(approver) and waiting(ledger) == 1
    approver.text_input(key=f"decline_reason_{seq}").set_value("再等一报")
    pressed(approver, f"退回 R{seq:06d}")
    assert newest(ledger, "decline").detail["reason"] == "再等一报" and waiting(ledger) == 0


@pytest.mark.parametrize(("who", "label"), [("duty", "提出，待确认"), ("approver", "确认")])
def test_who_may_not_any_more_does_nothing_from_a_page_that_stood_open(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch, who: str, label: str
) -> None:
    declare(ledger, actor=DUTY.title, **MORE)
    shown, before = seen_by(who), ledger.position()
    monkeypatch.setattr("web.frame.acting.visitor", lambda: somebody("降职", "viewer"))
    button = next(button for button in shown.button if button.label == label)
    button.click()
    shown.run(timeout=20)
    assert "无权" in "\n".join(part.proto.body for part in shown.get("html"))
    assert ledger.position() == before and waiting(ledger) == 1
    assert newest(ledger, "denial").detail["name"] == "降职"


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("duty", {"收回", "提出，待确认"}),
        ("approver", {"确认", "退回 R{seq:06d}"}),
        ("leader", set()),
    ],
)
def test_each_is_offered_what_he_may_do_and_everybody_sees_what_waits(
    ledger: Ledger, who: str, offered: set[str]
) -> None:
    seq = declare(ledger, actor=DUTY.title, **MORE).entry.seq
    shown = seen_by(who)
    assert buttons(shown) == {label.format(seq=seq) for label in offered}
    assert "Ⅱ级" in text(shown) and "防指〔2025〕12号" in text(shown)


def test_what_was_overtaken_says_so_and_can_no_longer_be_confirmed(ledger: Ledger) -> None:
    older, newer = (
        declare(ledger, actor=DUTY.title, **{**MORE, "grade": grade}).entry.seq for grade in ("II", "III")
    )
    made = confirm(ledger, newer, APPROVER)
    approver = seen_by("approver")
    assert buttons(approver) == {f"退回 R{older:06d}"}
    assert f"R{made.seq:06d}" in text(approver) and "重新提出" in text(approver)


def test_where_one_person_is_enough_a_level_is_entered_as_before(ledger: Ledger) -> None:
    one_person(ledger)
    desk = seen_by("duty")
    desk.text_input(key="declare_basis").set_value("会商")
    desk.selectbox(key="declare_grade").set_value("marine")
    desk.selectbox(key="declare_verb").set_value("adjust")
    pressed(desk, "录入台账")
    assert newest(ledger, "declaration").actor == DUTY.title and waiting(ledger) == 0


def test_a_level_that_waits_is_marked_on_the_overview_and_is_nowhere_in_force(ledger: Ledger) -> None:
    before = changes(ledger, "zh")
    quiet = rendered.texts(rendered.present(ledger), "zh")
    declare(ledger, actor=DUTY.title, **MORE)
    marked = rendered.texts(rendered.present(ledger), "zh")
    assert "待确认" not in quiet.header and "1 项响应待确认" in marked.header
    assert "Ⅱ级要求" not in marked.counters and marked.side == quiet.side
    assert changes(ledger, "zh") == before and situation(ledger).grade == "IV"


def test_a_program_that_sends_levels_is_told_that_they_wait(live_ledger: Ledger) -> None:
    program = TestClient(As(application(lambda: live_ledger), somebody("接口")))
    asked = {"unit": "全市", "actor": "接口"}
    answer = program.post("/feeds/levels/submissions", params=asked, content=FILE)
    told = answer.json()
    assert (answer.status_code, told["accepted"], told["state"]) == (201, True, "proposed")
    kept = program.get(f"/receipts/{told['receipt']}").json()
    assert (kept["kind"], kept["state"], kept["by"]) == ("proposal", "proposed", None)
    made = confirm(live_ledger, int(told["receipt"][1:]), APPROVER)
    after = program.get(f"/receipts/{told['receipt']}").json()
    assert (after["state"], after["by"]["receipt"]) == ("confirmed", f"R{made.seq:06d}")


def test_a_program_that_looked_first_is_told_of_a_level_that_came_between_and_not_of_its_own(
    live_ledger: Ledger,
) -> None:
    program = TestClient(As(application(lambda: live_ledger), somebody("接口")))
    looked = program.post("/feeds/levels/previews", params={"unit": "全市"}, content=FILE).json()["base"]
    asked = {"unit": "全市", "actor": "接口", "base": str(looked)}
    sent = [program.post("/feeds/levels/submissions", params=asked, content=FILE) for _ in range(2)]
    assert [answer.status_code for answer in sent] == [201, 200]
    other = FILE + b"\r\n"
    assert program.post("/feeds/levels/submissions", params=asked, content=other).status_code == 409


def test_a_level_laid_into_the_folder_says_on_its_paper_that_it_waits(live_ledger: Ledger) -> None:
    paper = report(receive(live_ledger, feed("levels"), "city", FILE, "响应.csv", "共享文件夹"))
    assert "未生效，须由另一人确认" in paper and "not in force" in paper
