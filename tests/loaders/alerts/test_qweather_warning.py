"""QWeather's warnings: the example of its documentation, and what an answer may leave out."""

import json
from typing import Any

import pytest

from domain.problems import Refused
from feeds import feed
from feeds.check import check
from loaders.documents import tables_of
from tests.reference import reference


def answer(**changes: str) -> dict[str, Any]:
    said = json.loads(reference("tracks/getWarningNow-zh.json").read_text("utf-8"))
    said["warning"][0] |= changes
    return said


def rows(said: dict[str, Any]) -> list[dict[str, Any]]:
    tables = tables_of(json.dumps(said).encode(), "warning.json")
    assert tables is not None
    raw = tables["alerts"]
    checked = check(feed("alerts"), raw.columns, raw.rows, "city")
    assert [problem for problem in checked.problems if problem.severity == "error"] == []
    return checked.table.to_pylist()


def test_a_warning_is_a_row_with_its_colour_and_its_end() -> None:
    (said,) = rows(answer())
    assert said["identifier"] == "10102010020230403103000500681616"
    assert (said["sender"], said["event"], said["colour"]) == ("上海中心气象台", "大风", "blue")
    assert (said["severity"], said["status"], said["msg_type"]) == ("minor", "actual", "alert")
    assert said["headline"] == "上海中心气象台发布大风蓝色预警[Ⅳ级/一般]"
    assert str(said["sent"]) == "2023-04-03 02:30:00+00:00"
    assert str(said["expires"]) == "2023-04-04 02:30:00+00:00"
    assert said["urgency"] is None and said["certainty"] is None


def test_a_cancellation_names_the_warning_it_goes_back_to() -> None:
    (said,) = rows(answer(status="cancel", related="10102010020230403103000500681616"))
    assert said["msg_type"] == "cancel"
    assert said["references"] == "上海中心气象台,10102010020230403103000500681616"


def test_an_office_that_is_not_named_leaves_the_service_as_sender() -> None:
    (said,) = rows(answer(sender=""))
    assert (said["sender"], said["sender_name"]) == ("qweather", None)


@pytest.mark.parametrize(
    ("change", "said"),
    [({"code": "402"}, ("file.alert_answer", "402")), ({"warning": []}, ("file.alert_none", None))],
)
def test_an_answer_that_holds_no_warning_is_refused_saying_why(
    change: dict[str, Any], said: tuple[str, str | None]
) -> None:
    with pytest.raises(Refused) as refused:
        tables_of(json.dumps(answer() | change).encode(), "warning.json")
    assert [(problem.code, problem.raw) for problem in refused.value.problems] == [said]


@pytest.mark.parametrize("name", ["title", "text", "related", "status", "pubTime"])
def test_a_list_where_a_text_belongs_is_refused_naming_the_warning(name: str) -> None:
    said = answer()
    said["warning"][0][name] = ["a"]
    with pytest.raises(Refused) as refused:
        tables_of(json.dumps(said).encode(), "warning.json")
    assert [(problem.code, problem.row) for problem in refused.value.problems] == [("file.broken_record", 1)]
