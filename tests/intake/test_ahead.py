"""A storm that is fixed in the future was told in another zone's time: a live store takes none of it."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from domain.problems import RECORD
from feeds import feed
from feeds.sentences import tell
from intake.ahead import ALLOWED
from intake.draft import Draft, examine
from intake.receive import receive
from store.ledger import Ledger
from tests.loaders.alerts.messages import cap
from tests.loaders.storm.recorded import RAW
from tests.papers import SAMPLES
from tests.store.boats import Wall

TRACK = feed("track")
ANSWER = RAW / "qweather_NP_2401.json"
LAST_FIX = datetime(2024, 5, 29, 21, tzinfo=UTC)
AHEAD = {"file.fixed_in_future", "file.ahead_of_rehearsal"}


@pytest.fixture
def wall() -> Wall:
    """A clock on the wall a quarter of an hour after the recorded answer's last fix."""
    return Wall(LAST_FIX + timedelta(minutes=15))


def said(draft: Draft) -> list[tuple[str, str]]:
    return [(problem.code, problem.severity) for problem in draft.problems if problem.code in AHEAD]


def look(ledger: Ledger, data: bytes, name: str = ANSWER.name, at: datetime | None = None) -> Draft:
    return examine(ledger, TRACK, "city", data, name, at=at)


def in_universal_time(data: bytes) -> bytes:
    """The same with its Beijing times called universal time."""
    return data.replace(b"+08:00", b"+00:00")


def test_a_fix_of_this_hour_is_nothing_strange(ledger: Ledger) -> None:
    draft = look(ledger, ANSWER.read_bytes())
    assert (said(draft), draft.refused) == ([], False)


def test_beijing_time_called_universal_is_refused_whole_and_the_zone_named(ledger: Ledger) -> None:
    outcome = receive(ledger, TRACK, "city", in_universal_time(ANSWER.read_bytes()), ANSWER.name, "李预报")
    (fault,) = [problem for problem in outcome.draft.problems if problem.severity == "error"]
    assert (outcome.receipt, outcome.draft.offer, fault.code) == (None, None, "file.fixed_in_future")
    assert (fault.raw, dict(fault.holes)["hours"], fault.counted) == ("2024-05-30 13:00", "7.8", RECORD)
    text, english = (tell(fault, TRACK, lang).text for lang in ("zh", "en"))
    assert "第 2 条的时间 2024-05-30 13:00 比现在（2024-05-30 05:15）晚 7.8 小时" in text and "时区" in text
    assert "the time of record 2" in english and "zone" in english
    assert ledger.read("track").frame.empty


@pytest.mark.parametrize(
    ("early", "codes"), [(ALLOWED, []), (ALLOWED + timedelta(minutes=1), [("file.fixed_in_future", "error")])]
)
def test_a_clock_of_ours_may_be_half_an_hour_behind(ledger: Ledger, early: timedelta, codes: list) -> None:
    assert said(look(ledger, ANSWER.read_bytes(), at=LAST_FIX - early)) == codes


def test_a_forecast_lies_ahead_by_its_nature_and_not_when_it_is_issued(ledger: Ledger) -> None:
    answer = RAW / "zhejiang_202116_Mindulle.json"
    issued = datetime(2021, 9, 27, tzinfo=UTC)
    ahead = look(ledger, answer.read_bytes(), at=issued)
    assert said(ahead) == [] and max(ahead.table["valid_at"].to_pylist()) > issued + timedelta(hours=12)
    early = look(ledger, answer.read_bytes(), at=issued - timedelta(hours=3, minutes=35))
    assert said(early) == [("file.fixed_in_future", "error")]


def test_a_landfall_to_come_is_none(ledger: Ledger) -> None:
    (storm,) = json.loads((RAW / "zhejiang_202116_Mindulle.json").read_text("utf-8"))
    place = {"landaddress": "浙江省舟山市", "landtime": "2021/9/28 5:00:00", "lng": "122.4", "lat": "29.9"}
    draft = look(ledger, json.dumps(storm | {"land": [place]}).encode(), at=datetime(2021, 9, 27, tzinfo=UTC))
    assert said(draft) == [("file.fixed_in_future", "error")]


def test_an_alert_sent_in_the_future_is_taken_and_its_zone_doubted(ledger: Ledger, demo: Ledger) -> None:
    sent = datetime(2025, 7, 29, 20, 15, tzinfo=UTC)
    early = sent - timedelta(hours=8)
    draft = examine(ledger, feed("alerts"), "city", cap(), "alert.xml", at=early)
    (doubt,) = [problem for problem in draft.problems if problem.code == "file.alert_in_future"]
    assert (doubt.severity, doubt.raw, dict(doubt.holes)["hours"]) == ("warning", "2025-07-30 04:15", "8.0")
    assert not draft.refused and "第 9 行的预警发布时间" in tell(doubt, feed("alerts"), "zh").text
    for kept, at in ((ledger, sent), (demo, early)):
        again = examine(kept, feed("alerts"), "city", cap(), "alert.xml", at=at)
        assert "file.alert_in_future" not in [problem.code for problem in again.problems]


def test_a_rehearsals_clock_comes_to_what_lies_ahead_of_it(demo: Ledger) -> None:
    draft = look(demo, (SAMPLES / "track.csv").read_bytes(), "track.csv")
    assert (said(draft), draft.refused) == ([("file.ahead_of_rehearsal", "note")], False)


def test_no_sending_of_the_demonstration_lies_ahead(sample: Ledger) -> None:
    entries = sample.entries(feed="track", limit=500)
    told = {note["code"] for entry in entries for note in entry.detail["notes"]}
    assert entries and not AHEAD & told
