"""The headquarters' level as a CAP message: valid by the standard's own schema, honest about what it is, and traceable."""

from collections.abc import Sequence

import pytest
from lxml import etree

from domain.receipts import receipt_number
from loaders.documents import tables_of
from readiness.levels import Declaration
from tests.readiness.situations import at, declared
from tests.reference import reference
from views.cap import NAMESPACE, level_notice, notice_name

NOW = at("28 15:00")
SAID = (declared("28 03:00", "IV", "start", entry=11),)


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(reference("cap/CAP-v1.2.xsd")))


def message(said: Sequence[Declaration] = SAID, exercise: bool = False) -> etree._Element:
    made = level_notice(said, NOW, exercise)
    assert made is not None
    return etree.fromstring(made)


def texts(alert: etree._Element, name: str) -> list[str]:
    return [found.text or "" for found in alert.iter(f"{{{NAMESPACE}}}{name}")]


@pytest.mark.parametrize("exercise", [True, False])
@pytest.mark.parametrize("grade", ["marine", "IV", "III", "II", "I"])
@pytest.mark.parametrize("before", [(), SAID])
def test_it_is_valid_by_the_schema_of_the_standard(
    schema: etree.XMLSchema, grade: str, before: tuple[Declaration, ...], exercise: bool
) -> None:
    said = (*before, declared("28 12:00", grade, "adjust", entry=40))
    schema.assertValid(message(said, exercise))


def test_it_says_in_both_languages_that_it_warns_of_no_weather() -> None:
    chinese, english = texts(message(), "description")
    assert "不是气象预警信号" in chinese and "只由气象台发布" in chinese
    assert "no weather warning" in english
    assert texts(message(), "language") == ["zh-CN", "en-US"]
    assert texts(message(), "category") == ["Safety", "Safety"]


def test_it_names_the_level_its_beginning_its_basis_and_its_entry_in_the_ledger() -> None:
    alert = message()
    assert texts(alert, "headline")[0] == "市防指启动防台风应急响应：Ⅳ级"
    assert texts(alert, "effective") == ["2025-07-28T03:00:00+08:00"] * 2
    said = texts(alert, "description")[0]
    for part in ("2025-07-28 03:00", "依据：依据", receipt_number(11), "第 11 条"):
        assert part in said
    pairs = dict(zip(texts(alert, "valueName"), texts(alert, "value")))
    assert pairs == {
        "receipt": receipt_number(11), "ledgerEntry": "11", "grade": "IV", "verb": "start", "adcode": "330900",
    }  # fmt: skip
    assert texts(alert, "areaDesc") == ["舟山市", "Zhoushan"]


@pytest.mark.parametrize(
    ("grade", "severity"),
    [("marine", "Unknown"), ("IV", "Minor"), ("III", "Moderate"), ("II", "Severe"), ("I", "Extreme")],
)
def test_the_level_gives_the_severity_and_nothing_is_said_of_how_near_or_sure_the_storm_is(
    grade: str, severity: str
) -> None:
    alert = message([declared("28 03:00", grade)])
    assert texts(alert, "severity") == [severity] * 2
    assert {*texts(alert, "urgency"), *texts(alert, "certainty")} == {"Unknown"}
    assert texts(alert, "expires") == []  # nobody has said when it ends


def test_the_first_notice_of_a_series_is_an_alert_and_each_later_one_updates_the_one_before() -> None:
    first = message()
    assert texts(first, "msgType") == ["Alert"] and texts(first, "references") == []
    later = message([*SAID, declared("28 12:00", "III", "raise", entry=40)])
    assert texts(later, "msgType") == ["Update"]
    sender, identifier, sent = texts(later, "references")[0].split(",")
    assert [sender, identifier, sent] == [texts(first, name)[0] for name in ("sender", "identifier", "sent")]
    assert texts(later, "identifier") == ["33090000000000_20250728120000_40"]


def test_a_series_begun_again_after_its_end_updates_nothing() -> None:
    ended = declared("28 06:00", "none", "end", entry=12)
    again = declared("28 12:00", "IV", "start", entry=13)
    assert texts(message([*SAID, ended, again]), "msgType") == ["Alert"]


def test_in_a_demo_or_an_exercise_it_is_an_exercise_and_says_so_wherever_it_is_read() -> None:
    alert = message(exercise=True)
    assert texts(alert, "status") == ["Exercise"] and "演练" in texts(alert, "note")[0]
    assert all(
        "演练" in one or "EXERCISE" in one for one in texts(alert, "headline") + texts(alert, "description")
    )
    real = message()
    assert texts(real, "status") == ["Actual"] and texts(real, "note") == []
    assert "演练" not in "".join(real.itertext())


@pytest.mark.parametrize(
    "said",
    [
        (),
        (*SAID, declared("28 14:00", "none", "end", entry=12)),
        (declared("28 03:00", "II", issuer="msa"),),
        (declared("28 03:00", "II", scope="putuo"),),
        (declared("28 16:00", "IV"),),
    ],
    ids=["nothing", "ended", "another issuer", "one district", "still to come"],
)
def test_there_is_none_where_the_headquarters_has_no_level_in_force_for_the_city(
    said: tuple[Declaration, ...],
) -> None:
    assert level_notice(said, NOW, False) is None and notice_name(said, NOW) == ""


def test_the_same_declaration_gives_the_same_bytes_whenever_it_is_taken() -> None:
    assert level_notice(SAID, NOW, False) == level_notice(SAID, at("28 18:00"), False)


def test_what_stands_in_a_basis_cannot_become_markup_nor_break_the_file(schema: etree.XMLSchema) -> None:
    said = Declaration(
        "city_hq", "city", "IV", "start", at("28 03:00"), "<b>&\x00\x0b]]>", 11, at("28 03:00")
    )
    alert = message([said])
    schema.assertValid(alert)
    assert "<b>&]]>" in texts(alert, "description")[0]


def test_our_own_reader_reads_it() -> None:
    made = level_notice(SAID, NOW, True)
    assert made is not None
    tables = tables_of(made, notice_name(SAID, NOW))
    assert tables is not None and tables["alerts"].columns.num_rows == 2
    assert tables["alerts"].notes == ()
