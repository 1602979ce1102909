"""A document of the field is known by what it holds, whatever wraps it and whatever it is called."""

import json

import pytest

from domain.problems import Refused, sentence
from feeds.mapping import known_headers
from loaders.documents import tables_of
from loaders.files import load_file
from tests.loaders.storm.recorded import RAW, printed, track

ZHEJIANG = RAW / "zhejiang_202116_Mindulle.json"
LIST_OF_ONE = ZHEJIANG.read_bytes()
STORM = json.loads(LIST_OF_ONE)[0]
OBJECT = json.dumps(STORM).encode()


def refused(data: bytes, filename: str = "台风.json") -> list[tuple]:
    """What a file is refused for: code, row and what was found."""
    with pytest.raises(Refused) as refusal:
        tables_of(data, filename)
    return [(problem.code, problem.row, problem.raw) for problem in refusal.value.problems]


@pytest.mark.parametrize(
    "wrapped",
    [
        OBJECT,
        b"[" + OBJECT + b"]",
        b"\xef\xbb\xbf" + OBJECT,
        b"\r\n  " + OBJECT + b"\r\n",
        b"callback(" + OBJECT + b")",
        b"callback(" + OBJECT + b");\n",
        b"/**/ jQuery.a_1( " + OBJECT + b" ) ;",
        b"typhoon_jsons((" + OBJECT + b"))",
    ],
    ids=["object", "list of one", "mark", "blank", "call", "call;", "comment", "two brackets"],
)
def test_a_storm_is_the_same_however_it_is_wrapped(wrapped: bytes) -> None:
    assert printed(track(wrapped, "任意.csv")) == printed(track(LIST_OF_ONE, "任意.json"))


def test_the_file_gives_one_sheet_named_by_its_form() -> None:
    book = load_file(OBJECT, "202116", known_headers())
    assert [(sheet.name, sheet.table.columns.num_rows) for sheet in book.sheets] == [("track", 10)]


@pytest.mark.parametrize(
    "other",
    [
        b"{}",
        b"[]",
        b"[1, 2]",
        b"[null]",
        b'[{"tfid": "202116"}]',
        b'{"type": "FeatureCollection", "features": []}',
        b'{"tfid": "202116", "points": null}',
        b'typhoon_jsons_list_default(({"typhoonList": []}))',
    ],
)
def test_another_json_is_refused_saying_what_was_looked_for(other: bytes) -> None:
    assert refused(other) == [("file.no_json_document", None, None)]
    with pytest.raises(Refused) as refusal:
        tables_of(other, "a.json")
    assert all(
        word in sentence(refusal.value.problems[0], "zh") for word in ("tfid", "tfbh", "typhoon", "track")
    )


@pytest.mark.parametrize("empty", [b"", b" \r\n", b"\xef\xbb\xbf"])
def test_the_empty_answer_of_a_service_is_refused_as_empty(empty: bytes) -> None:
    with pytest.raises(Refused) as refusal:
        load_file(empty, "202116.json", known_headers())
    assert [problem.code for problem in refusal.value.problems] == ["file.empty"]


def test_a_storm_without_fixes_is_refused() -> None:
    assert refused(json.dumps(STORM | {"points": []}).encode()) == [("file.no_points", None, None)]


def test_a_torn_file_is_refused_naming_the_line() -> None:
    torn = LIST_OF_ONE[: len(LIST_OF_ONE) // 2]
    ((code, row, _),) = refused(torn)
    assert (code, row) == ("file.json_cut", torn.count(b"\n") + 1)


@pytest.mark.parametrize("deep", [b"[" * 200_000, b'{"a":' * 200_000, b"[" * 200_000 + b"]" * 200_000])
def test_a_deep_json_is_refused(deep: bytes) -> None:
    ((code, _, _),) = refused(deep)
    assert code in ("file.json", "file.json_too_deep")


def test_a_number_of_ten_thousand_digits_is_refused() -> None:
    ((code, _, _),) = refused(OBJECT.replace(b'"202116"', b"1" * 10_000))
    assert code == "file.json_value"


def test_half_a_sign_is_refused_for_nothing_can_be_written_with_it() -> None:
    assert refused(OBJECT.replace(b'"Mindulle"', rb'"\ud83d"')) == [("file.json_value", None, r"\ud83d")]


def test_a_json_of_another_encoding_is_refused() -> None:
    assert refused(LIST_OF_ONE.decode().encode("gb18030")) == [("file.json_encoding", None, None)]


@pytest.mark.parametrize(
    "table",
    [
        "渔船(艘),港口\n1,沈家门\n".encode(),
        b"a(1),b\n2,3\n",
        "[类别],港口\n1,沈家门\n".encode(),
        "{渔船},港口\n1,沈家门\n".encode(),
        "养殖场,港口\n1,沈家门\n".encode("utf-16-le"),
    ],
)
def test_a_table_that_begins_with_a_bracket_or_its_byte_is_no_document(table: bytes) -> None:
    assert tables_of(table, "a.csv") is None
