"""Every table in every encoding an office meets: it comes out exactly as written, or it is refused with a reason."""

import csv
import io
from collections.abc import Callable, Iterator

import pytest

from domain.problems import Refused
from feeds import all_feeds, feed
from feeds.check import check
from feeds.mapping import known_headers
from loaders.files import load_file
from tests.papers import SAMPLES, sample_rows
from tests.reference import FOLDER

Text = str
FORMS = [name for name in all_feeds() if (SAMPLES / f"{name}.csv").exists()]
COUNTIES = ("定海区", "普陀区", "岱山县", "嵊泗县")
# U+9FB4 lies where only the 2022 edition puts it, the others take four bytes.
RARE = "𠮷㙍\u9fb4"


def _utf8_read_as(codec: str) -> Callable[[Text], bytes]:
    """Opened in a wrong encoding and saved as UTF-8: what could not be shown is lost."""
    return lambda text: text.encode().decode(codec, "replace").encode("utf-8-sig")


def _with_rare(text: Text) -> Text:
    """With rare characters in the first row's remarks, where a table ends with such a column."""
    header, first, rest = text.split("\r\n", 2)
    if not header.endswith(("备注", "Note")) or first.endswith('"'):
        return text
    return f"{header}\r\n{first}{RARE}\r\n{rest}"


def _gb18030(text: Text) -> bytes:
    """As programs of today write it; Python's codec has the table of 2005."""
    return _with_rare(text).replace("\u9fb4", "\ue81e").encode("gb18030")


def _tabbed(text: Text) -> Text:
    sink = io.StringIO()
    csv.writer(sink, "excel-tab").writerows(csv.reader(io.StringIO(text, newline="")))
    return sink.getvalue()


# Name -> what the sender's program writes of a text, and the text its sender sees; none where it is garbled already.
VARIANTS: dict[str, tuple[Callable[[Text], bytes], Callable[[Text], Text | None]]] = {
    "utf-8": (lambda text: text.encode(), lambda text: text),
    "utf-8 with its mark": (lambda text: text.encode("utf-8-sig"), lambda text: text),
    "utf-8 of a Macintosh": (lambda text: text.replace("\r\n", "\r").encode(), lambda text: text),
    "utf-16, tabs, as Excel's Unicode text": (lambda text: _tabbed(text).encode("utf-16"), _tabbed),
    "utf-16 big end first": (lambda text: b"\xfe\xff" + text.encode("utf-16-be"), lambda text: text),
    "utf-16 without a mark": (lambda text: text.encode("utf-16-le"), lambda text: text),
    "utf-16 big end first without a mark": (lambda text: text.encode("utf-16-be"), lambda text: text),
    "gb2312": (
        lambda text: text.encode("gb2312", "ignore"),
        lambda text: text.encode("gb2312", "ignore").decode("gb2312"),
    ),
    "gbk": (
        lambda text: text.encode("gbk", "replace"),
        lambda text: text.encode("gbk", "replace").decode("gbk"),
    ),
    "gb18030 of 2022": (_gb18030, _with_rare),
    "big5": (
        lambda text: text.encode("cp950", "ignore"),
        lambda text: text.encode("cp950", "ignore").decode("cp950"),
    ),
    "utf-8 cut within a character": (lambda text: (text + "嵊").encode()[:-1], lambda text: None),
    "a mark that lies": (lambda text: b"\xef\xbb\xbf" + text.encode("gb18030"), lambda text: None),
    "utf-8 once read as gbk": (_utf8_read_as("gbk"), lambda text: None),
    "utf-8 once read as cp1252": (_utf8_read_as("cp1252"), lambda text: None),
    "gbk once read as utf-8": (
        lambda text: text.encode("gbk", "replace").decode("utf-8", "replace").encode("utf-8-sig"),
        lambda text: None,
    ),
    "that once more read as gbk": (
        lambda text: (
            text.encode("gbk", "replace").decode("utf-8", "replace").encode().decode("gbk", "replace").encode()
        ),
        lambda text: None,
    ),
}  # fmt: skip


def _tables() -> Iterator[tuple[str, str | None, Text]]:
    """Name, form and text: the sample's forms, those of districts, short ones, in English, and the references."""
    for name in FORMS:
        yield name, name, _printed(_rows(name, None, 300))
        yield f"{name}, one row in English", name, _printed(_english(name, _rows(name, None, 1)))
    for name in ("fishing_vessels", "reservoirs", "shelters"):
        for county, count in zip(COUNTIES, (1, 3, 20, 120)):
            yield f"{name} of {county}", name, _printed(_rows(name, county, count))
    for path in sorted((FOLDER / "places").glob("*.csv")):
        yield path.stem, None, _printed(list(csv.reader(io.StringIO(path.read_text("utf-8-sig")))))


def _rows(name: str, county: str | None, count: int) -> list[list[str]]:
    rows = sample_rows(name, county, count)
    return [list(rows[0]), *(list(row.values()) for row in rows)]


def _english(name: str, rows: list[list[str]]) -> list[list[str]]:
    titles = {title: column.en for column in feed(name).columns for title in column.names}
    return [[titles[title] for title in rows[0]], *rows[1:]]


def _printed(rows: list[list[str]]) -> Text:
    sink = io.StringIO()
    csv.writer(sink, lineterminator="\r\n").writerows(rows)
    return sink.getvalue()


TABLES = {name: (form, text) for name, form, text in _tables()}


def taken(data: bytes, form: str | None) -> list[list[str]] | None:
    """The table as it is taken; None where it is refused, by its reader or by its form for want of headers."""
    try:
        raw = load_file(data, "a.csv", known_headers()).sheets[0].table
    except Refused as refusal:
        assert all(problem.code.startswith("file.") for problem in refusal.problems)
        return None
    asked = check(feed(form or "aquaculture"), raw.columns, raw.rows, "city").problems
    # What no form knows is no report of anything, but its sender may say which column is which.
    unknown = form is None and any(not name.isascii() for name in raw.columns.column_names)
    codes = {problem.code for problem in asked if problem.severity == "error"}
    return _cells(raw.columns) if unknown or codes <= {"file.too_few_rows"} else None


def _cells(columns: object) -> list[list[str]]:
    rows = columns.to_pylist()
    return [list(columns.column_names), *(list(row.values()) for row in rows)]


def seen(text: Text) -> list[list[str]]:
    """The table its sender sees, blank lines apart."""
    sign = "\t" if "\t" in text.partition("\r")[0] else ","
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=sign) if "".join(row).strip()]
    width = len(rows[0])
    return [(row + [""] * width)[:width] for row in rows]


# Nothing is lost in these, and a form's Chinese headers prove them.
PROVEN = {
    "utf-8", "utf-8 with its mark", "utf-8 of a Macintosh", "utf-16, tabs, as Excel's Unicode text",
    "utf-16 big end first", "utf-16 without a mark", "utf-16 big end first without a mark", "gbk", "gb18030 of 2022",
}  # fmt: skip


def test_there_are_enough_of_both() -> None:
    assert len(VARIANTS) >= 13 and len(TABLES) >= 40


# Each combination by itself would be two thirds of a run's bookkeeping: the one at fault is named all the same.
@pytest.mark.parametrize("variant", VARIANTS)
def test_a_table_comes_out_as_written_or_is_refused(variant: str) -> None:
    write, shown = VARIANTS[variant]
    for table, (form, text) in TABLES.items():
        expected, found = shown(text), taken(write(text), form)
        assert found is None or (expected is not None and found == seen(expected)), table


@pytest.mark.parametrize("variant", sorted(PROVEN))
def test_a_form_with_its_chinese_headers_is_taken_in_every_usual_encoding(variant: str) -> None:
    named = {name: told for name, told in TABLES.items() if told[0] and "English" not in name}
    refused = [
        name for name, (form, text) in named.items() if taken(VARIANTS[variant][0](text), form) is None
    ]
    assert named and refused == []
