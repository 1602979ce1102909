"""CAP messages: every file kept for reference is read to what it says, or refused with the element and the line."""

import pytest

from domain.problems import LINE, Problem, Refused
from feeds import feed
from feeds.check import check
from loaders.documents import tables_of
from loaders.table import RawTable
from tests.loaders.alerts.messages import cap
from tests.reference import reference


def table(data: bytes) -> RawTable:
    tables = tables_of(data, "alert.xml")
    assert tables is not None and list(tables) == ["alerts"]
    return tables["alerts"]


def rows(data: bytes) -> list[dict]:
    """What the form makes of a message, without its empty cells; nothing in it may be at fault."""
    raw = table(data)
    checked = check(feed("alerts"), raw.columns, raw.rows, "city")
    assert [problem for problem in checked.problems if problem.severity == "error"] == []
    return [
        {name: value for name, value in row.items() if value is not None and not name.startswith("_")}
        for row in checked.table.to_pylist()
    ]


def told(data: bytes) -> list[tuple]:
    with pytest.raises(Refused) as refused:
        tables_of(data, "alert.xml")
    return [
        (problem.code, problem.row, problem.raw, dict(problem.holes).get("inside"))
        for problem in refused.value.problems
    ]


def file(name: str) -> bytes:
    return reference(f"cap/{name}").read_bytes()


def test_a_message_in_two_languages_gives_two_rows_each_with_all_its_areas() -> None:
    english, french = rows(file("valid/canada.cap"))
    assert (english["info"], french["info"]) == (1, 2)
    assert (english["language"], french["language"]) == ("en-CA", "fr-CA")
    assert english["areas"] == "Windsor - Leamington - Essex County、Chatham-Kent - Rondeau Park"
    assert french["areas"] == "Windsor - Leamington - comté d'Essex、Chatham-Kent - parc Rondeau"
    first, second = english["polygons"].split("; ")
    assert first.startswith("42.3481,-82.9314 ") and first.endswith(" 42.3481,-82.9314")
    assert second.startswith("42.3564,-81.5498 ") and second.endswith(" 42.3564,-81.5498")
    assert english["geocodes"].count("、") == 12  # ten codes of the first area, three of the second
    assert (english["msg_type"], english["severity"], english["urgency"]) == ("update", "minor", "past")
    assert english["references"] == (
        "cap@ec.gc.ca,2.49.0.1.124.a3f342a4.2012,2012-05-02T21:45:05-00:00 "
        "cap@ec.gc.ca,2.49.0.1.124.60f31a3a.2012,2012-05-02T21:55:21-00:00"
    )
    assert str(english["sent"]) == "2012-05-02 23:21:04+00:00"
    assert str(english["expires"]) == "2012-05-03 00:20:00+00:00"
    assert french["headline"] == "veille d'orages violents"


def test_a_text_keeps_its_lines_without_the_indentation_of_its_file() -> None:
    (said,) = rows(file("valid/mexico.xml"))
    assert said["event"] == "Aviso de Ciclón Tropical en el Pacífico"
    assert (
        said["description"].splitlines()[1]
        == "durante el fín de semana. Su nubosidad favorece el temporal de lluvias y tormentas acompañadas de descargas"
    )
    assert len(said["polygons"].split()) == 29 and "\n" not in said["polygons"]
    assert (said["severity"], said["urgency"], said["certainty"]) == ("unknown", "unknown", "unknown")
    assert "colour" not in said  # its own light is no colour of a warning signal
    assert str(said["expires"]) == "2018-10-20 15:15:00+00:00"


def test_a_message_without_information_is_a_row_numbered_0() -> None:
    data = file("valid/no_info_tag.cap")
    (said,) = rows(data)
    assert (said["info"], said["msg_type"], said["sender"]) == (0, "cancel", "AtHoc")
    assert said["references"] == "AtHoc,1017033100951096-517189320160225203219800,2016-02-25T12:32:19-08:00"
    assert not {"event", "severity", "expires"} & set(said)
    assert [note.code for note in table(data).notes] == ["file.alert_signature"]


def test_a_signed_test_message_is_read_and_says_that_it_is_a_test() -> None:
    data = file("valid/ph.cap")
    (said,) = rows(data)
    assert (said["status"], said["severity"], said["certainty"]) == ("test", "minor", "possible")
    assert said["polygons"] == "21,120 21,130 5,130 5,121.5 9.5,113 15,113 21,120"
    assert said["areas"] == "Philippine Area of Responsibility"
    assert [note.severity for note in table(data).notes] == ["note"]


def test_a_chinese_message_behind_a_byte_order_mark_is_read_with_its_colour() -> None:
    data = file("valid/taiwan.cap")
    assert data.startswith(b"\xef\xbb\xbf")
    (said,) = rows(data)
    assert (said["language"], said["event"], said["sender_name"]) == ("zh-tw", "水庫洩洪", "水利署")
    assert (said["colour"], said["severity"]) == ("red", "moderate")
    assert said["geocodes"] == "Taiwan_Geocode_100=1000512"
    assert str(said["effective"]) == "2014-05-14 12:10:00+00:00"


def test_a_missing_element_is_named_with_the_line_of_what_lacks_it() -> None:
    assert told(file("invalid/invalid.cap")) == [("file.alert_missing", 2, "scope", "alert")]


def test_an_alert_of_another_namespace_is_refused_naming_it() -> None:
    assert told(file("invalid/invalid_xmlns.cap")) == [
        ("file.alert_namespace", 2, "urn:oasis:names:tc:emergency:alerts:1.2 alert", None)
    ]


def test_elements_in_the_wrong_order_are_all_named_with_their_lines() -> None:
    assert told(file("invalid/sweden.cap")) == [
        ("file.alert_wrong_order", 17, "senderName", "headline"),
        ("file.alert_wrong_order", 38, "resource", "area"),
        ("file.alert_unknown_element", 22, "Type", "area"),
        ("file.alert_unknown_element", 23, "Polygon", "area"),
        ("file.alert_unknown_element", 31, "Type", "area"),
        ("file.alert_unknown_element", 32, "Polygon", "area"),
    ]


def test_the_older_version_is_read_alike() -> None:
    assert rows(cap(("cap:1.2", "cap:1.1"))) == rows(cap())


def test_a_prefix_for_the_namespace_changes_nothing() -> None:
    prefixed = (
        cap(("</", "</c:")).decode().replace("<", "<c:").replace("<c:/c:", "</c:").replace("<c:?", "<?")
    )
    assert rows(prefixed.replace("xmlns=", "xmlns:c=").encode()) == rows(cap())


def test_a_moment_with_a_space_and_without_a_zone_is_beijing_time_and_that_is_said() -> None:
    data = cap(("2025-07-30T04:15:00+08:00", "2025-07-30 04:15:00"))
    assert rows(data) == rows(cap())
    assert [(note.code, note.row, note.raw) for note in table(data).notes] == [
        ("file.alert_beijing", 5, "2025-07-30 04:15:00")
    ]


def test_a_moment_that_is_none_is_refused_with_its_element_and_line() -> None:
    assert told(cap(("2025-07-30T16:15:00+08:00", "next Wednesday"))) == [
        ("file.alert_moment", 16, "next Wednesday", None)
    ]


@pytest.mark.parametrize(
    ("said", "severity", "colour"),
    [("Red", "extreme", "red"), ("Orange", "severe", "orange"), ("Yellow", "moderate", "yellow"), ("Blue", "minor", "blue")],
)  # fmt: skip
def test_a_severity_written_as_a_colour_as_the_national_profile_does_is_both(
    said: str, severity: str, colour: str
) -> None:
    (found,) = rows(cap((">Severe<", f">{said}<"), ("台风橙色预警信号", "台风预警信号")))
    assert (found["severity"], found["colour"]) == (severity, colour)


def test_the_headlines_signal_gives_the_colour_where_nothing_else_does() -> None:
    (found,) = rows(cap())
    assert found["colour"] == "orange"


def test_an_element_that_is_there_and_empty_says_nothing() -> None:
    (found,) = rows(cap(("<expires>2025-07-30T16:15:00+08:00</expires>", "<expires/>")))
    assert "expires" not in found
    assert told(cap((">33092141600000<", "><"))) == [("file.alert_missing", 2, "sender", "alert")]


def test_a_text_too_long_for_its_column_is_cut_and_that_is_said() -> None:
    data = cap(("合成样本。", "长" * 6000))
    (found,) = rows(data)
    assert found["description"] == "长" * 5000
    assert table(data).notes == (
        Problem("file.alert_cut", row=9, column="description", severity="warning", counted=LINE, holes=(("found", 6000), ("most", 5000))),
    )  # fmt: skip


def test_a_list_too_long_for_its_column_loses_whole_members_and_that_is_said() -> None:
    polygon = f"<polygon>{'30.123,122.123 ' * 150}</polygon>"
    data = cap(("<areaDesc>岱山县</areaDesc>", f"<areaDesc>岱山县</areaDesc>{polygon * 4}"))
    (found,) = rows(data)
    assert [len(one.split()) for one in found["polygons"].split("; ")] == [150, 150]
    (note,) = table(data).notes
    assert (note.code, note.column, dict(note.holes)["found"]) == ("file.alert_left_out", "polygons", 2)


@pytest.mark.parametrize(
    ("shape", "sound"),
    [
        ("<polygon>30,122 31,122 31,123 30,122</polygon>", True),
        ("<polygon>\n  30,122 31,122\n  31,123 30,122\n</polygon>", True),
        ("<polygon>30,122 31,122 31,123 30.5,122</polygon>", False),
        ("<polygon>30,122 31,122 30,122</polygon>", False),
        ("<polygon>122,30 122,31 123,31 122,30</polygon>", False),
        ("<polygon>hello</polygon>", False),
        ("<circle>30,122 50.5</circle>", True),
        ("<circle>30,122</circle>", False),
        ("<circle>30,122 -5</circle>", False),
    ],
)
def test_an_area_that_cannot_be_drawn_is_told_and_its_alert_taken(shape: str, sound: bool) -> None:
    data = cap(("<geocode>", f"{shape}<geocode>"))
    assert rows(data)[0]["areas"] == "岱山县"
    told = [(note.code, note.row, note.severity) for note in table(data).notes]
    assert told == ([] if sound else [("file.alert_shape", 22, "warning")])


@pytest.mark.parametrize("name", ["valid/canada.cap", "valid/mexico.xml", "valid/ph.cap"])
def test_the_areas_of_real_alerts_can_be_drawn(name: str) -> None:
    assert "file.alert_shape" not in [note.code for note in table(file(name)).notes]
