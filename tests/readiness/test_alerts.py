"""Which alerts are in force: updates and cancellations take others out, time ends them, and what is not understood is told."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pandas as pd
import pytest

from domain.clock import from_beijing
from feeds import feed
from feeds.check import check
from loaders.documents import tables_of
from readiness.alerts import ActiveAlert, active, unmatched
from tests.readiness.situations import at
from tests.reference import reference

NOW = at("30 06:00")
SIGNAL: Mapping[str, object] = {
    "identifier": "A", "sender": "daishan", "sent": at("30 04:15"), "info": 1, "status": "actual", "msg_type": "alert",
    "scope": "public", "language": "zh-CN", "sender_name": "岱山县气象台", "event": "台风", "colour": "orange",
    "severity": "severe", "areas": "岱山县", "expires": at("30 16:15"), "_entry": 7,
}  # fmt: skip


def messages(*changes: Mapping[str, object]) -> pd.DataFrame:
    """Rows of the form, each the signal of Daishan with some of it changed."""
    frame = pd.DataFrame([{**SIGNAL, **change} for change in changes])
    for name in ("sent", "expires", "effective"):
        if name in frame:
            frame[name] = pd.to_datetime(frame[name], utc=True)
    return frame


def names(*changes: Mapping[str, object], now: datetime = NOW, **asked: object) -> list[str]:
    return [alert.identifier for alert in active(messages(*changes), now, **asked)]  # type: ignore[arg-type]


def acting(kind: str, references: str, **changes: object) -> Mapping[str, object]:
    """A message sent an hour after the signal that goes back to others."""
    return {"identifier": "B", "sent": at("30 05:15"), "msg_type": kind, "references": references, **changes}


A = "daishan,A,2025-07-30T04:15:00+08:00"


def test_an_alert_is_in_force_until_it_expires() -> None:
    assert names({}) == ["A"]
    assert names({}, now=at("30 16:14")) == ["A"]
    assert names({}, now=at("30 16:15")) == []


def test_an_update_takes_the_place_of_what_it_names_even_when_it_has_itself_expired() -> None:
    assert names({}, acting("update", A)) == ["B"]
    assert names({}, acting("update", A, expires=at("30 05:30"))) == []


def test_a_cancellation_ends_what_it_names_and_is_no_alert_itself() -> None:
    assert names({}, {"identifier": "other"}, acting("cancel", A, info=0)) == ["other"]
    assert unmatched(messages({}, acting("cancel", A)), NOW) == []


def test_what_was_replaced_does_not_come_back_when_its_update_is_cancelled() -> None:
    cancel = acting("cancel", "daishan,B,2025-07-30T05:15:00+08:00", identifier="C", sent=at("30 05:40"))
    assert names({}, acting("update", A), cancel) == []


@pytest.mark.parametrize(
    "reference_text",
    ["daishan,A,2025-07-29T20:15:00+00:00", "daishan,A,2025-07-30 04:15:00", "daishan,A", "A", "x,y,2025-07-01T00:00:00Z A"],
)  # fmt: skip
def test_a_reference_is_the_same_message_however_its_moment_is_written(reference_text: str) -> None:
    assert names({}, acting("cancel", reference_text)) == []


def test_a_cancellation_of_something_unknown_takes_nothing_out_and_is_told_for_a_day() -> None:
    rows = ({}, acting("cancel", "daishan,Z,2025-07-30T04:15:00+08:00"))
    assert names(*rows) == ["A"]
    (told,) = unmatched(messages(*rows), NOW)
    assert (told.identifier, told.sender, told.reason, told.entry) == ("B", "岱山县气象台", "unknown", 7)
    assert unmatched(messages(*rows), at("31 05:16")) == []


def test_a_cancellation_that_names_another_moment_of_the_message_is_told() -> None:
    rows = ({}, acting("cancel", "daishan,A,2025-07-30T04:16:00+08:00"))
    assert names(*rows) == ["A"]
    assert [one.reason for one in unmatched(messages(*rows), NOW)] == ["unknown"]


def test_a_cancellation_that_names_nothing_is_told() -> None:
    assert [one.reason for one in unmatched(messages({}, acting("cancel", "")), NOW)] == ["nothing"]


def test_nobody_cancels_another_senders_alert_and_that_is_told() -> None:
    rows = ({}, acting("cancel", A, sender="stranger"))
    assert names(*rows) == ["A"]
    assert [one.reason for one in unmatched(messages(*rows), NOW)] == ["other_sender"]


def test_an_update_of_something_never_received_is_shown_and_says_so() -> None:
    (alert,) = active(messages(acting("update", A)), NOW)
    assert alert.unknown_references == (A,)


def test_an_exercise_is_shown_only_where_exercises_are_and_ends_no_real_alert() -> None:
    rows = ({}, acting("cancel", A, status="exercise"), {"identifier": "E", "status": "exercise"})
    assert names(*rows) == ["A"]
    assert names(*rows, statuses=("actual", "exercise")) == ["A", "E"]


@pytest.mark.parametrize("status", ["test", "system", "draft", "exercise"])
def test_what_is_not_meant_is_not_shown(status: str) -> None:
    assert names({"status": status}) == []


@pytest.mark.parametrize("kind", ["ack", "error", "cancel"])
def test_only_alerts_and_updates_are_alerts(kind: str) -> None:
    assert names({"msg_type": kind}) == []


def test_an_alert_without_an_end_leaves_after_24_hours_and_says_that_none_was_stated() -> None:
    rows = messages({"expires": None}, {"identifier": "dated"})
    found = {alert.identifier: alert for alert in active(rows, NOW)}
    assert (found["A"].expiry_stated, found["A"].expires) == (False, at("31 04:15"))
    assert found["dated"].expiry_stated
    assert [alert.identifier for alert in active(rows, at("31 04:14"))] == ["A"]
    assert active(rows, at("31 04:15")) == []


def test_the_worst_comes_first_then_the_newest() -> None:
    rows = (
        {"identifier": "blue", "colour": "blue"},
        {"identifier": "severe", "colour": None, "severity": "severe", "sent": at("30 04:00")},
        {"identifier": "red", "colour": "red"},
        {"identifier": "orange"},
        {"identifier": "unknown", "colour": None, "severity": "unknown"},
    )
    assert names(*rows) == ["red", "orange", "severe", "blue", "unknown"]


def languages(alerts: list[ActiveAlert]) -> list[str]:
    return [alert.language for alert in alerts]


def test_of_several_languages_the_readers_is_shown_else_chinese() -> None:
    rows = messages({"info": 1, "language": "en-US"}, {"info": 2}, {"info": 3, "language": "fr-CA"})
    assert languages(active(rows, NOW)) == ["zh-CN"]
    assert languages(active(rows, NOW, lang="en")) == ["en-US"]
    assert languages(active(messages({"info": 1}, {"info": 2, "language": "fr"}), NOW, lang="en")) == [
        "zh-CN"
    ]


def test_several_informations_in_one_language_are_all_shown() -> None:
    rows = messages({"event": "台风"}, {"info": 2, "event": "暴雨", "colour": "yellow"})
    assert [alert.event for alert in active(rows, NOW)] == ["台风", "暴雨"]


def test_there_are_none_before_any_was_received() -> None:
    assert active(pd.DataFrame(), NOW) == [] and unmatched(pd.DataFrame(), NOW) == []


@pytest.mark.parametrize(
    ("name", "moment", "shown"),
    [
        ("valid/taiwan.cap", "2014-05-14T20:30", ["水庫洩洪"]),
        ("valid/taiwan.cap", "2014-05-14T21:10", []),
        ("valid/mexico.xml", "2018-10-20T21:00", ["Aviso de Ciclón Tropical en el Pacífico"]),
        ("valid/canada.cap", "2012-05-03T07:30", ["thunderstorm"]),
        ("valid/ph.cap", "2014-11-03T15:00", []),
        ("valid/no_info_tag.cap", "2016-02-26T05:00", []),
    ],
)
def test_real_messages_are_in_force_for_as_long_as_they_say(name: str, moment: str, shown: list[str]) -> None:
    tables = tables_of(reference(f"cap/{name}").read_bytes(), name)
    assert tables is not None
    raw = tables["alerts"]
    frame = check(feed("alerts"), raw.columns, raw.rows, "city").table.to_pandas().assign(_entry=1)
    assert [alert.event for alert in active(frame, from_beijing(moment))] == shown


def test_a_real_cancellation_whose_alert_was_never_received_is_told() -> None:
    tables = tables_of(reference("cap/valid/no_info_tag.cap").read_bytes(), "cap")
    assert tables is not None
    raw = tables["alerts"]
    frame = check(feed("alerts"), raw.columns, raw.rows, "city").table.to_pandas().assign(_entry=1)
    sent = from_beijing("2016-02-26T04:47:09")
    assert [one.reason for one in unmatched(frame, sent + timedelta(hours=1))] == ["unknown"]
