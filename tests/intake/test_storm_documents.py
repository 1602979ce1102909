"""A storm as a service writes it comes in by the same doors as a department's list, with the same receipts."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.problems import RECORD
from feeds import feed
from feeds.sentences import tell
from intake.folder import STABLE_S, Folder
from intake.provenance import origin
from intake.receive import Outcome, receive
from intake.told import kept_problems
from store.ledger import Ledger
from tests.loaders.storm.recorded import LEFT_OUT_WHOLLY, RAW, answers
from tests.reference import reference
from tests.store.boats import Wall

TRACK = feed("track")
ZHEJIANG = RAW / "zhejiang_202116_Mindulle.json"


@pytest.fixture
def wall() -> Wall:
    """A clock on the wall after all of the recorded storms."""
    return Wall(datetime(2026, 12, 1, tzinfo=UTC))


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


def test_a_satellites_fix_leaves_the_picture_as_it_was(send, ledger: Ledger) -> None:
    outcome = send(RAW / LEFT_OUT_WHOLLY)
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


@pytest.mark.parametrize(
    ("name", "old", "new", "zh", "en"),
    [
        ("qweather_NP_2401.json", '"lat": "26.1"', '"lat": "96.1"', "第 1 条：纬度“96.1”超出范围", "Record 1: "),
        ("zhejiang_202116_Mindulle.json", '"19.60",\n    "lng"', '"96",\n    "lng"', "读出的第 1 条：纬度“96”超出范围", "Entry 1 as read: "),
        ("CH2025BST_excerpt.txt", " 196 1226", " 196 1x26", "第 6 行：", "Line 6: "),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_document_is_told_by_its_records_or_lines(
    send, tmp_path: Path, name: str, old: str, new: str, zh: str, en: str
) -> None:
    text = (RAW / name).read_text("utf-8")
    assert old in text
    spoilt = tmp_path / name
    spoilt.write_text(text.replace(old, new, 1), "utf-8")
    outcome = send(spoilt)
    assert outcome.receipt is None
    fault = next(problem for problem in outcome.draft.problems if problem.severity == "error")
    assert tell(fault, TRACK, "zh").text.startswith(zh) and tell(fault, TRACK, "en").text.startswith(en)
    (kept, *_) = kept_problems(outcome.entry.detail["problems"])
    assert kept == fault


def test_a_row_of_a_document_comes_from_a_record_of_it(send, ledger: Ledger) -> None:
    entry = send(RAW / "qweather_NP_2401.json").entry
    assert (origin(ledger, TRACK, entry, 1).counted, origin(ledger, TRACK, entry, 1).row) == (RECORD, 1)


def _told_up_to(fixes: int, corrected: dict[int, str] | None = None) -> bytes:
    """A storm of the reference data when it had so many fixes; corrected: a fix's longitude, by its place."""
    [storm] = json.loads(reference("tracks/202116_Mindulle_zjwater_full.json").read_bytes())
    storm["points"] = storm["points"][:fixes]
    for place, lon_deg in (corrected or {}).items():
        storm["points"][place]["lng"] = lon_deg
    return json.dumps(storm, ensure_ascii=False).encode()


def _longitudes(ledger: Ledger) -> list[float]:
    frame = ledger.read("track").frame
    return list(frame[frame["kind"] == "fix"].sort_values("valid_at")["lon_deg"])


def test_an_older_answer_that_comes_late_takes_no_correction_back_and_says_so(ledger: Ledger) -> None:
    older, newer = _told_up_to(2), _told_up_to(3, {1: "135.5"})
    for name, data in (("older", older), ("newer", newer)):
        receive(ledger, TRACK, "city", data, f"{name}.json", "李预报")
    late = receive(ledger, TRACK, "city", older, "older.json", "李预报")
    assert _longitudes(ledger)[1] == 135.5 and len(_longitudes(ledger)) == 3
    told = [problem for problem in late.draft.problems if problem.code == "file.older_account"]
    assert late.receipt and len(told) == 1 and "1 行是旧的，未替换" in tell(told[0], TRACK, "zh").text


def test_a_correction_of_one_earlier_fix_is_taken_at_any_later_hour(ledger: Ledger) -> None:
    receive(ledger, TRACK, "city", _told_up_to(3), "all.json", "李预报")
    assert receive(ledger, TRACK, "city", _told_up_to(1, {0: "140.5"}), "one.json", "李预报").receipt
    assert _longitudes(ledger)[0] == 140.5
