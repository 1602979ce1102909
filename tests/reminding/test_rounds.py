"""What leaves the house, to whom, and when: real receivers on this machine, a made-up evening, a wall clock of our own."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from feeds import all_feeds
from readiness.board import Board
from reminding.reading import read_settings
from reminding.rounds import Delivered, Rounds
from store.ledger import Ledger
from store.outbox import Outbox
from tests.reminding.receivers import MailReceiver, WebReceiver
from tests.reminding.rooms import hook, mail_server, owing, reminders_file
from tests.store.boats import AFTERNOON, Wall

FIRST_WAIT_S = 30


class Evening:
    """One store, one wall clock, and the board as it stands."""

    def __init__(self, folder: Path, purpose: str = "live") -> None:
        self.url, self.wall, self.purpose = f"sqlite:///{folder / 'ledger.sqlite3'}", Wall(AFTERNOON), purpose
        self.ledger = Ledger(self.url, self.wall)
        self.ledger.open_event(purpose, "2508")
        self.board = owing({"shelters": 13.5})

    def rounds(self, file: Path) -> Rounds:
        """As a process that has just started goes them."""
        outbox = Outbox(self.ledger.engine, self.wall)
        return Rounds(outbox, read_settings(file), self.ledger.purpose, self.seen, self.wall)

    def seen(self) -> Board:
        return self.board

    def once(self, file: Path) -> list[Delivered]:
        return self.rounds(file).once()

    def wait(self, seconds: float) -> None:
        self.wall.pass_hours(seconds / 3600)


@pytest.fixture
def evening(tmp_path: Path) -> Evening:
    return Evening(tmp_path)


def outcomes(done: list[Delivered]) -> list[str]:
    return [one.outcome for one in done]


def test_several_forms_of_one_recipient_go_in_one_message_the_worst_first(
    evening: Evening, tmp_path: Path
) -> None:
    evening.board = owing({"shelters": 13.5, "evacuations": 30, "flash_flood_villages": 11.5})
    with WebReceiver().open() as receiver:
        done = evening.once(reminders_file(tmp_path, hook("值班室", receiver.address)))
    (posted,) = receiver.posted
    assert [(one.outcome, one.items) for one in done] == [("sent", 3)]
    assert [one["stage"] for one in posted.said["reminders"]] == ["very_late", "late", "due_soon"]
    assert posted.said["id"] == posted.key
    assert posted.said["reminders"][0]["link"].startswith(
        "http://10.0.0.5:8501/report?feed=evacuations&unit=city"
    )


def test_each_is_told_of_its_own_forms_and_units(evening: Evening, tmp_path: Path) -> None:
    evening.board = owing({"shelters": 13.5, "fishing_vessels": 13.5})
    with WebReceiver().open() as fishery, WebReceiver().open() as putuo:
        evening.once(
            reminders_file(
                tmp_path,
                hook("渔业局", fishery.address, 'departments = ["海洋与渔业局"]'),
                hook("普陀区", putuo.address, 'units = ["普陀区"]'),
            )
        )
    assert [one["feed"] for one in fishery.posted[0].said["reminders"]] == ["fishing_vessels"]
    assert putuo.posted == []


def test_mail_and_webhook_both_carry_it(evening: Evening, tmp_path: Path) -> None:
    with WebReceiver().open() as receiver, MailReceiver().open() as mails:
        both = hook("值班室", receiver.address, 'mail = "duty@sea.example"')
        done = evening.once(reminders_file(tmp_path, both, mail=mail_server(mails.port)))
    assert {(one.channel, one.outcome) for one in done} == {("mail", "sent"), ("webhook", "sent")}
    assert "避灾安置场所" in mails.mails[0]["Subject"]
    assert mails.mails[0].get_content().replace("\r", "").strip() == receiver.posted[0].said["text"].strip()


def test_a_stage_is_told_once_and_a_restart_repeats_nothing(evening: Evening, tmp_path: Path) -> None:
    with WebReceiver().open() as receiver:
        file = reminders_file(tmp_path, hook("值班室", receiver.address))
        for _ in range(3):
            evening.once(file)
            evening.wait(60)
        reopened = Ledger(evening.url, evening.wall)
        again = Rounds(
            Outbox(reopened.engine, evening.wall), read_settings(file), "live", evening.seen, evening.wall
        )
        assert again.once() == []
        evening.board = owing({"shelters": 13.5}, later_h=3)
        assert outcomes(again.once()) == ["sent"]
        reopened.close()
    assert [one.said["reminders"][0]["repeat"] for one in receiver.posted] == [0, 1]


def test_processes_that_go_rounds_at_once_send_one_message_once(evening: Evening, tmp_path: Path) -> None:
    with WebReceiver().open() as receiver:
        file = reminders_file(tmp_path, *(hook(f"单位{n}", receiver.address) for n in range(6)))
        several = [evening.rounds(file) for _ in range(4)]
        with ThreadPoolExecutor(4) as pool:
            done = [one for some in pool.map(Rounds.once, several) for one in some]
        done += [one for rounds in several for one in rounds.once()]
    assert outcomes(done) == ["sent"] * 6
    assert len({posted.key for posted in receiver.posted}) == len(receiver.posted) == 6


def test_a_receiver_that_was_down_for_a_while_gets_it_when_it_is_back(
    evening: Evening, tmp_path: Path
) -> None:
    receiver = WebReceiver()
    with receiver.open():
        file = reminders_file(tmp_path, hook("值班室", receiver.address))
    assert [(one.outcome, one.reason) for one in evening.once(file)] == [("later", "unreachable")]
    assert evening.once(file) == []
    evening.wait(FIRST_WAIT_S + 1)
    assert outcomes(evening.once(file)) == ["later"]
    with receiver.open():
        evening.wait(FIRST_WAIT_S + 1)
        assert evening.once(file) == []  # the second wait is twice the first
        evening.wait(FIRST_WAIT_S)
        assert outcomes(evening.once(file)) == ["sent"]
    assert len(receiver.posted) == 1


def test_the_same_key_goes_with_every_try(evening: Evening, tmp_path: Path) -> None:
    with WebReceiver(503, 500, 200).open() as receiver:
        file = reminders_file(tmp_path, hook("值班室", receiver.address))
        done = []
        for _ in range(3):
            done += evening.once(file)
            evening.wait(3600)
    assert [(one.outcome, one.answer) for one in done] == [("later", 503), ("later", 500), ("sent", None)]
    assert len({posted.key for posted in receiver.posted}) == 1


def test_after_the_declared_number_of_tries_it_is_given_up_and_stays_to_be_seen(
    evening: Evening, tmp_path: Path
) -> None:
    with WebReceiver(404).open() as receiver:
        file = reminders_file(tmp_path, hook("值班室", receiver.address), delivery="tries = 3")
        done = []
        for _ in range(5):
            done += evening.once(file)
            evening.wait(4000)
    assert outcomes(done) == ["later", "later", "failed"] and len(receiver.posted) == 3
    (message,) = Outbox(evening.ledger.engine).newest()
    assert (message.last.outcome, message.last.answer) == ("failed", 404)


def test_when_an_address_is_back_it_gets_what_is_owed_then_and_no_flood(
    evening: Evening, tmp_path: Path
) -> None:
    receiver = WebReceiver()
    with receiver.open():
        file = reminders_file(tmp_path, hook("值班室", receiver.address))
    late = {"shelters": 13.5, "evacuations": 12.5, "flash_flood_villages": 11.5}
    for quarters in range(40):
        evening.board = owing(late, later_h=quarters / 4)
        evening.once(file)
        evening.wait(900)
    with receiver.open():
        for _ in range(8):
            evening.once(file)
            evening.wait(3600)
    assert len(receiver.posted) <= 2
    told = [one["feed"] for posted in receiver.posted for one in posted.said["reminders"]]
    assert set(told) <= set(late) and len(told) == len(set(told))


def test_a_report_that_comes_in_between_silences(evening: Evening, tmp_path: Path) -> None:
    with WebReceiver(503, 200).open() as receiver:
        file = reminders_file(tmp_path, hook("值班室", receiver.address))
        assert outcomes(evening.once(file)) == ["later"]
        evening.board = owing({})
        evening.wait(60)
        assert outcomes(evening.once(file)) == ["silenced"]
        evening.wait(3600)
        assert evening.once(file) == []
    assert len(receiver.posted) == 1


def test_what_of_a_message_is_still_owed_goes_out_without_the_rest(evening: Evening, tmp_path: Path) -> None:
    evening.board = owing({"shelters": 13.5, "evacuations": 13.5})
    with WebReceiver(503, 200).open() as receiver:
        file = reminders_file(tmp_path, hook("值班室", receiver.address))
        evening.once(file)
        evening.board = owing({"evacuations": 13.5})
        evening.wait(60)
        assert outcomes(evening.once(file)) == ["sent"]
    assert [one["feed"] for one in receiver.posted[1].said["reminders"]] == ["evacuations"]


def test_a_level_that_ended_silences(evening: Evening, tmp_path: Path) -> None:
    with WebReceiver(503, 200).open() as receiver:
        file = reminders_file(tmp_path, hook("值班室", receiver.address))
        evening.once(file)
        evening.board = owing({"shelters": 13.5}, grade="none")
        evening.wait(60)
        assert outcomes(evening.once(file)) == ["silenced"]


def test_who_was_taken_out_of_the_file_is_not_told(evening: Evening, tmp_path: Path) -> None:
    with WebReceiver(503, 200).open() as receiver:
        evening.once(reminders_file(tmp_path, hook("前任", receiver.address)))
        evening.wait(60)
        done = evening.once(reminders_file(tmp_path, hook("现任", receiver.address)))
    assert {(one.recipient, one.outcome) for one in done} == {("前任", "silenced"), ("现任", "sent")}


@pytest.mark.parametrize(("purpose", "rehearsals", "sent"), [
    ("demo", False, 0), ("exercise", False, 0), ("demo", True, 1), ("exercise", True, 1), ("live", False, 1),
])  # fmt: skip
def test_a_demo_and_an_exercise_keep_silent_unless_the_file_says_otherwise(
    tmp_path: Path, purpose: str, rehearsals: bool, sent: int
) -> None:
    evening = Evening(tmp_path, purpose)
    with WebReceiver().open() as receiver:
        evening.once(reminders_file(tmp_path, hook("值班室", receiver.address), rehearsals=rehearsals))
    assert len(receiver.posted) == sent
    marks = {"demo": "【演示】", "exercise": "【演练】", "live": "防台"}
    assert all(posted.said["text"].startswith(marks[purpose]) for posted in receiver.posted)


def test_a_store_that_nobody_has_opened_sends_nothing(tmp_path: Path) -> None:
    ledger = Ledger(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    with WebReceiver().open() as receiver:
        file = reminders_file(tmp_path, hook("值班室", receiver.address))
        assert (
            Rounds(Outbox(ledger.engine), read_settings(file), ledger.purpose, lambda: owing({})).once() == []
        )
    assert receiver.posted == []


def test_a_robot_gets_no_more_than_it_takes_and_says_how_much_is_missing(
    evening: Evening, tmp_path: Path
) -> None:
    evening.board = owing(dict.fromkeys(all_feeds(), 30.0))
    with WebReceiver(answer=b'{"errcode":0}').open() as receiver:
        evening.once(reminders_file(tmp_path, hook("群", receiver.address, 'form = "robot"\nlang = "zh"')))
    said = receiver.posted[0].said
    assert set(said) == {"msgtype", "text"} and said["msgtype"] == "text"
    assert len(said["text"]["content"].encode()) <= 2048
    assert "另有" in said["text"]["content"]


def test_the_ledger_is_as_whole_as_before(evening: Evening, tmp_path: Path) -> None:
    before = evening.ledger.verify()
    with WebReceiver(503, 200).open() as receiver:
        file = reminders_file(tmp_path, hook("值班室", receiver.address))
        evening.once(file)
        evening.wait(60)
        evening.once(file)
    assert evening.ledger.verify() == before and before.whole
