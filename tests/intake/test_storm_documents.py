"""A storm as a service writes it comes in by the same doors as a department's list, with the same receipts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from feeds import feed
from intake.folder import STABLE_S, Folder
from intake.receive import Outcome, receive
from store.ledger import Ledger
from tests.loaders.storm.recorded import LEFT_OUT_WHOLLY, RAW, answers

TRACK = feed("track")
ZHEJIANG = RAW / "zhejiang_202116_Mindulle.json"


@pytest.fixture
def send(ledger: Ledger) -> Callable[..., Outcome]:
    """A recorded answer, sent."""

    def sent(path: Path, form: str = "track") -> Outcome:
        return receive(ledger, feed(form), "city", path.read_bytes(), path.name, "李预报")

    return sent


@pytest.mark.parametrize("path", answers(), ids=lambda path: path.name)
def test_a_recorded_answer_lands_with_a_receipt_and_its_own_bytes(send, ledger: Ledger, path: Path) -> None:
    outcome = send(path)
    assert outcome.receipt is not None and outcome.receipt.first
    assert (outcome.entry.feed, outcome.entry.filename, outcome.entry.actor) == ("track", path.name, "李预报")
    assert ledger.file(outcome.entry.sha256) == path.read_bytes()
    assert len(ledger.read("track").frame) == outcome.entry.rows


def test_the_same_bytes_again_are_answered_with_the_first_receipt(send, ledger: Ledger) -> None:
    first, again = send(ZHEJIANG), send(ZHEJIANG)
    assert (again.receipt.number, again.receipt.first) == (first.receipt.number, False)
    assert len(ledger.read("track").frame) == 10


def test_a_later_answer_of_the_service_adds_to_the_track_and_takes_nothing_away(send, ledger: Ledger) -> None:
    send(ZHEJIANG)
    send(RAW / "archive_202508_CO-MAY.json")
    frame = ledger.read("track").frame
    assert set(frame["storm_id"]) == {"202116", "202508"}


def test_two_services_that_tell_of_one_storm_stay_two_tracks(send, ledger: Ledger) -> None:
    send(RAW / "archive_202508_CO-MAY.json")
    send(RAW / "wenzhou_202508_CO-MAY.json")
    frame = ledger.read("track").frame
    fixes = frame[(frame["kind"] == "fix") & (frame["storm_id"] == "202508")]
    assert set(fixes["source"]) == {"zjwater", "wenzhou"}
    assert fixes.groupby("valid_at").size().max() == 2


def test_what_was_left_out_is_said_beside_the_receipt(send) -> None:
    outcome = send(RAW / "wenzhou_200509_Matsa.json")
    assert outcome.receipt is not None
    assert ("file.lead_impossible", "752") in [(told.code, told.raw) for told in outcome.draft.problems]


@pytest.mark.parametrize("name", LEFT_OUT_WHOLLY)
def test_a_bulletin_without_a_position_leaves_the_picture_as_it_was(send, ledger: Ledger, name: str) -> None:
    outcome = send(RAW / name)
    assert (outcome.receipt, outcome.entry.kind) == (None, "refusal")
    assert ledger.read("track").frame.empty


def test_a_storm_sent_for_another_form_is_refused_and_told_whose_it_is_and_nothing_else(send) -> None:
    outcome = send(ZHEJIANG, "aquaculture")
    told = [(problem.code, dict(problem.holes)) for problem in outcome.draft.problems]
    assert outcome.receipt is None
    assert told == [("file.of_another_form", {"form": "track"})]


def test_a_storm_dropped_into_the_watched_folder_is_taken_in(ledger: Ledger, tmp_path: Path) -> None:
    moments = [0.0]
    folder = Folder(tmp_path / "share", ledger, "共享文件夹", lambda: moments[0])
    folder.prepare()
    (folder.root / "全市" / ZHEJIANG.name).write_bytes(ZHEJIANG.read_bytes())
    early = list(folder.poll())
    moments[0] += STABLE_S
    (handled,) = [*early, *folder.poll()]
    assert handled.accepted
    assert len(ledger.read("track").frame) == 10
