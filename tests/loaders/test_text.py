import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.problems import Refused
from domain.unseen import UNSEEN
from loaders.text import FORMATS, decode, has_invisible

KNOWN = ("编号", "船名", "县（区）", "人数", "截至", "id", "name")
TABLE = "船名,县区,人数\r\n浙普渔00001,普陀区,12\r\n浙嵊渔00002,嵊泗县,8\r\n"
PLAIN_HEADERS = "id,name\r\n1,浙普渔沈家门国内渔船在港避风\r\n2,岱山县衢山镇\r\n"
BIG5_TABLE = "編號,船名,人數\r\n1,浙普漁沈家門,12\r\n"


def codes(data, known=KNOWN):
    with pytest.raises(Refused) as refusal:
        decode(data, known)
    return [problem.code for problem in refusal.value.problems]


def kind(data):
    with pytest.raises(Refused) as refusal:
        decode(data, KNOWN)
    problem = refusal.value.problems[0]
    return problem.code, problem.expected, dict(problem.holes)["kind"]


@pytest.mark.parametrize(
    ("mark", "codec", "name"),
    [
        (b"", "utf-8", "utf-8"),
        (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16-le", "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be", "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le", "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be", "utf-32-be"),
        (b"", "utf-16-le", "utf-16-le"),
        (b"", "utf-16-be", "utf-16-be"),
        (b"", "gb18030", "gb18030"),
        (b"", "gbk", "gb18030"),
        (b"", "gb2312", "gb18030"),
    ],
)
def test_a_table_in_any_usual_encoding_is_read(mark, codec, name):
    decoded = decode(mark + TABLE.encode(codec), KNOWN)
    assert (decoded.text, decoded.encoding) == (TABLE, name)


def test_a_traditional_table_in_big5_is_known_by_its_headers():
    decoded = decode(BIG5_TABLE.encode("big5"), KNOWN)
    assert (decoded.text, decoded.encoding) == (BIG5_TABLE, "big5")


def test_gb18030_without_a_known_header_is_refused_not_guessed():
    assert codes("甲,乙\n丙,丁\n".encode("gb18030")) == ["file.encoding_unknown"]


def test_gb18030_under_english_headers_is_read_when_its_characters_are_everyday_ones():
    assert decode(PLAIN_HEADERS.encode("gbk"), KNOWN).text == PLAIN_HEADERS


def test_a_few_characters_under_english_headers_are_not_enough_to_tell():
    assert codes("id,name\n1,定海\n".encode("gbk")) == ["file.encoding_unknown"]


def test_big5_under_english_headers_is_refused():
    data = "id,name\n1,浙普漁沈家門國內漁船在港避風\n2,岱山縣衢山鎮\n".encode("big5")
    assert codes(data) == ["file.encoding_unknown"]


def test_gb18030_that_happens_to_be_valid_utf8_is_known_by_its_headers():
    data = "没路,id\n".encode("gbk")
    assert data.decode("utf-8") == "û·,id\n"
    assert decode(data, ["没路"]).text == "没路,id\n"


def test_two_byte_characters_that_either_encoding_may_mean_are_refused():
    assert codes("id,name\n1,没\n".encode("gbk")) == ["file.encoding_unknown"]


def test_a_degree_sign_under_english_headers_is_utf8():
    assert decode("id,name\n1,±30°\n".encode(), KNOWN).text == "id,name\n1,±30°\n"


def test_utf8_needs_no_known_header():
    assert decode("甲,乙\n丙,丁\n".encode(), KNOWN).encoding == "utf-8"


def test_plain_ascii_needs_no_known_header():
    assert decode(b"a,b\n1,2\n", ()).encoding == "utf-8"


def test_utf16_without_a_mark_needs_no_known_header_when_all_of_it_is_printable():
    assert decode("a,b\n1,一二\n".encode("utf-16-le"), ()).text == "a,b\n1,一二\n"


@pytest.mark.parametrize("cut", [1, 2, 3])
def test_utf8_cut_in_the_middle_of_a_character_is_refused(cut):
    data = "船名,县区\n浙普渔,普陀区".encode()[:-cut]
    assert cut == 3 or codes(data) == ["file.encoding_unknown"]


def test_a_mark_that_lies_is_refused():
    assert codes(codecs.BOM_UTF8 + TABLE.encode("gb18030")) == ["file.encoding_unknown"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" \r\n\t",
        codecs.BOM_UTF8,
        codecs.BOM_UTF16_LE,
        codecs.BOM_UTF16_LE + "\n \n".encode("utf-16-le"),
    ],
)
def test_a_file_with_nothing_in_it_is_empty(data):
    assert codes(data) == ["file.empty"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00", "xlsx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "image"),
        (b"\xff\xd8\xff\xe0", "image"),
        (b"Rar!\x1a\x07", "packed"),
        (bytes(range(256)) * 8, "binary"),
        (b"\x00\x01\x02\x03" * 99, "binary"),
        (b"\r\n <HTML><body><table>", "html"),
        (b'<?xml version="1.0"?><Workbook/>', "xml"),
        (b'<?xml version="1.0"?><html><table/></html>', "html"),
    ],
)
def test_what_is_no_text_table_is_named_for_what_it_is(data, said):
    assert kind(data) == ("file.not_text", FORMATS, said)


def test_a_stray_nul_does_not_make_a_text_binary():
    text = "船名,人数\n" + "浙普渔,1\n" * 100
    assert decode(text.encode() + b"\0", KNOWN).text == text + "\0"


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["浙普渔00001", "浙嵊渔02", "浙岱渔9", "舟山1号", "没路", "A-1"]),
        st.sampled_from(["定海区", "普陀区", "岱山县", "嵊泗县", "新城", ""]),
        st.integers(0, 10**6).map(str),
        st.text("在港避风停运出海返航巡查备没路联通，。12 aZ·°", max_size=8),
    ),
    min_size=1,
    max_size=30,
)
CODECS = (
    *("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk", "gb2312"),
    *("big5", "cp950", "shift_jis", "cp1252"),
)
HEADERS = st.sampled_from(
    ["船名,县区,人数,备注", "编号,县（区）,人数,截至", "id,name,count,note", "甲,乙,丙,丁"]
)


@settings(deadline=None)
@given(ROWS, HEADERS, st.sampled_from(CODECS), st.sampled_from(["\r\n", "\n"]))
def test_no_file_in_any_encoding_is_ever_taken_in_garbled(rows, header, codec, end):
    text = end.join([header, *(",".join(row) for row in rows), ""])
    data = text.encode(codec, "ignore")
    expected = data.decode(codec)
    try:
        decoded = decode(data, KNOWN)
    except Refused as refusal:
        assert refusal.problems[0].code == "file.encoding_unknown"
    else:
        assert decoded.text == expected or not _has_known_word(decoded.text)


def _has_known_word(text):
    """A table none of whose headers is known is refused for that when it is checked."""
    return any(word in text.splitlines()[0] for word in ("船名", "编号", "人数", "id", "name"))


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    try:
        assert decode(data, KNOWN).text.strip()
    except Refused as refusal:
        assert refusal.problems[0].code in ("file.empty", "file.not_text", "file.encoding_unknown")


@settings(deadline=None)
@given(
    st.text(
        alphabet=st.one_of(
            st.characters(codec="utf-8"),
            st.sampled_from(
                "\t\n\r“—°\x7f\u200b\u2066\ufeff\x85\xad\u061c\u180e\u2028\u206a\ufffa\U000e0041"
            ),
        ),
        max_size=30,
    )
)
def test_what_is_invisible_is_found_among_bytes_as_among_characters(text):
    assert has_invisible(text.encode()) == bool(UNSEEN.search(text))
