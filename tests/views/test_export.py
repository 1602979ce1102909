"""What is taken out can be opened without harm and sent in again without change."""

import csv
import io
import json

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from feeds import all_feeds, feed
from feeds.cells import FORMULA_SIGNS, clean
from feeds.check import check
from feeds.mapping import known_headers
from feeds.tally import tally
from loaders.delimited import load
from tests.papers import SAMPLES, Paper, changed, checked, faults, printed, sample_rows
from views.export import FORMULA_STARTS, csv_bytes, plain_csv, table, template_bytes, written

SAMPLED = [name for name in all_feeds() if (SAMPLES / f"{name}.csv").exists()]
PICTURES = [name for name in SAMPLED if name != "levels"]


def picture(name: str, rows: Paper | None = None) -> pd.DataFrame:
    """Printed rows, or the sample's, as a picture shows them."""
    data = printed(rows) if rows else (SAMPLES / f"{name}.csv").read_bytes()
    return checked(name, data).table.to_pandas().assign(_entry=1)


def out(name: str, frame: pd.DataFrame, lang: str = "zh") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_bytes(feed(name), frame, lang).decode("utf-8-sig"))))


def kept(frame: pd.DataFrame) -> pd.DataFrame:
    """The picture's own columns, without what tells of the file they came in."""
    plain = frame.drop(columns=[name for name in frame.columns if name in ("_row", "_raw", "_entry")])
    return plain.astype(
        {name: object for name in plain.columns if isinstance(plain[name].dtype, pd.CategoricalDtype)}
    )


def test_a_file_taken_out_opens_in_a_spreadsheet_as_what_it_is() -> None:
    data = csv_bytes(feed("aquaculture"), picture("aquaculture"), "zh")
    assert data.startswith(b"\xef\xbb\xbf") and not data[3:].startswith(b"\xef\xbb\xbf")
    assert data.count(b"\r\n") == 69


def test_chinese_headers_are_the_templates_and_english_ones_the_titles() -> None:
    form, frame = feed("aquaculture"), picture("aquaculture")
    template = template_bytes(form).decode("utf-8-sig").strip()
    assert (
        list(out("aquaculture", frame)[0]) == next(csv.reader([template])) == [c.header for c in form.columns]
    )
    assert list(out("aquaculture", frame, "en")[0]) == [c.en for c in form.columns]


@pytest.mark.parametrize("name", list(all_feeds()))
def test_an_empty_template_is_understood_as_its_own_form(name: str) -> None:
    codes = {code for code, *_ in faults(name, template_bytes(feed(name)))}
    assert codes == {"file.too_few_rows"}


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", PICTURES)
def test_what_is_taken_out_and_sent_in_again_is_the_same_picture(name: str, lang: str) -> None:
    frame = picture(name)
    again = checked(name, csv_bytes(feed(name), frame, lang))
    assert not again.refused, again.problems[:3]
    pd.testing.assert_frame_equal(kept(again.table.to_pandas()), kept(frame), check_dtype=False)


@pytest.mark.parametrize("name", PICTURES)
def test_what_is_taken_out_and_sent_in_again_counts_the_same(name: str) -> None:
    frame = picture(name)
    again = checked(name, csv_bytes(feed(name), frame, "zh")).table.to_pandas().assign(_entry=1)
    assert tally(feed(name), again) == tally(feed(name), frame)


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_no_text_cell_can_run_as_a_formula(start: str) -> None:
    evil = f'{start}HYPERLINK("http://x","y")'
    rows = picture("aquaculture", sample_rows("aquaculture"))
    rows["note"] = evil
    rows["name"] = evil
    for row in out("aquaculture", rows):
        assert row["备注"] == row["养殖场名称"] == f"'{evil}"


def test_an_id_and_a_headers_neighbour_are_guarded_too() -> None:
    rows = changed(sample_rows("aquaculture"), {0: {"养殖场编号": "@SUM(A1)"}})
    assert out("aquaculture", picture("aquaculture", rows))[0]["养殖场编号"] == "'@SUM(A1)"


def test_numbers_stay_numbers_negative_ones_too() -> None:
    rows = changed(sample_rows("reservoirs"), {0: {"当前水位(m)": "-1.5", "可纳雨量(毫米)": "280.25"}})
    row = out("reservoirs", picture("reservoirs", rows))[0]
    assert (row["当前水位(m)"], row["可纳雨量(毫米)"]) == ("-1.5", "280.25")


@pytest.mark.parametrize(
    ("written", "shown"),
    [("102000余", "≥102000"), ("1234567", "1234567"), ("约9999999", "约9999999"), ("不超过12", "≤12")],
)
def test_a_bound_stays_beside_its_number_and_no_digit_is_lost(written: str, shown: str) -> None:
    rows = changed(sample_rows("supplies"), {0: {"数量": written}})
    assert out("supplies", picture("supplies", rows))[0]["数量"] == shown


def test_the_bound_of_a_figure_is_not_lost() -> None:
    rows = [{"指标": "疏通雨水井", "数值": "234余", "县区": "全市"}]
    assert out("figures", picture("figures", rows))[0]["数值"] == "≥234"


def test_choices_districts_flags_and_measures_are_words() -> None:
    area = out("scenic_areas", picture("scenic_areas"))[1]
    assert (area["开放状态"], area["涉海景区"], area["县区"], area["截至时间"]) == (
        "关闭",
        "是",
        "普陀区",
        "2025-07-28 15:00",
    )
    english = out("scenic_areas", picture("scenic_areas"), "en")[1]
    assert {"Closed", "yes", "Putuo District"} <= set(english.values())
    assert out("figures", picture("figures"))[6]["指标"] == "疏通雨水井"


def test_a_moment_given_to_the_second_is_given_back_to_the_second() -> None:
    rows = changed(sample_rows("aquaculture"), {0: {"截至时间": "2025-07-28 15:00:30"}})
    frame = picture("aquaculture", rows)
    again = checked("aquaculture", csv_bytes(feed("aquaculture"), frame, "zh")).table.to_pandas()
    assert again["as_of"][0] == frame["as_of"][0]


def test_what_nobody_said_is_an_empty_cell() -> None:
    rows = changed(
        sample_rows("reservoirs"), {0: {"经度": "", "纬度": "", "当前水位(m)": "—", "可纳雨量(毫米)": ""}}
    )
    row = out("reservoirs", picture("reservoirs", rows))[0]
    assert [row[name] for name in ("经度", "纬度", "当前水位(m)", "可纳雨量(毫米)", "备注")] == [""] * 5


def test_a_file_sent_in_gcj02_is_not_moved_by_going_out_and_in() -> None:
    rows = changed(sample_rows("aquaculture"), {0: {"坐标系": "GCJ-02"}})
    frame = picture("aquaculture", rows)
    again = checked("aquaculture", csv_bytes(feed("aquaculture"), frame, "zh")).table.to_pandas()
    assert (again["lon"][0], again["crs"][0]) == (frame["lon"][0], "WGS-84")
    assert json.loads(frame["_raw"][0])["crs"] == "GCJ-02"


def test_the_rows_of_a_part_of_a_picture_are_the_right_ones() -> None:
    frame = picture("aquaculture")
    part = frame[frame["district"] == "putuo"]
    shown = table(feed("aquaculture"), part, "zh")
    assert list(shown.index) == list(part.index)
    assert set(shown["县区"]) == {"普陀区"}


@settings(max_examples=60)
@given(st.lists(st.text(st.characters(exclude_categories=("Cs",)), max_size=20), min_size=1, max_size=5))
def test_no_text_breaks_out_of_its_cell(notes: list[str]) -> None:
    frame = picture("aquaculture").head(len(notes)).assign(note=notes)
    rows = out("aquaculture", frame)
    assert [row["备注"].removeprefix("'") for row in rows] == [note.removeprefix("'") for note in notes]
    assert not any(row["备注"].startswith(FORMULA_STARTS) for row in rows)


# Signs that a spreadsheet, a guard against it or a file of commas might trip over, and any other that can be seen.
TEXTS = st.text(
    st.sampled_from("'\"=+-@＝＋－＠,;\t\n \u3000\u200b1.E无—A甲")
    | st.characters(codec="utf-8", exclude_categories=("Cc",)),
    max_size=12,
)


@settings(max_examples=60)
@given(TEXTS, TEXTS, TEXTS)
def test_every_text_taken_out_and_read_back_is_the_same(farm_id: str, name: str, note: str) -> None:
    said = {"养殖场编号": f"{farm_id}1号", "养殖场名称": f"{name}2号", "备注": note}
    data = printed(changed(sample_rows("aquaculture", "嵊泗县", 8), {0: said}))
    raw = load(data, known_headers())
    read = check(feed("aquaculture"), raw.columns, raw.rows, "shengsi")
    assume(not read.refused and read.table.num_rows == 8)
    frame = read.table.to_pandas().assign(_entry=1)
    again = checked("aquaculture", csv_bytes(feed("aquaculture"), frame, "zh"), "shengsi").table.to_pandas()
    for column in ("farm_id", "name", "note"):
        assert again[column].tolist() == frame[column].tolist()


@pytest.mark.parametrize("start", FORMULA_SIGNS)
@pytest.mark.parametrize("column", ["farm_id", "name", "note"])
def test_what_was_held_back_as_a_formula_comes_back_as_it_was(start: str, column: str) -> None:
    frame = picture("aquaculture")
    frame.loc[0, column] = f"{start}1+1号"
    again = checked("aquaculture", csv_bytes(feed("aquaculture"), frame, "zh")).table.to_pandas()
    assert clean(again[column][0]) == clean(frame[column][0])
    assert column != "note" or again[column][0] == frame[column][0]


def test_any_list_is_guarded_header_and_all() -> None:
    said = plain_csv(pd.DataFrame({"=文件": ["=cmd|' /C calc'!A0"], "行数": pd.array([None], "Int64")}))
    assert said.decode("utf-8-sig") == "'=文件,行数\r\n'=cmd|' /C calc'!A0,\r\n"


def test_a_figure_that_is_a_word_is_read_in_the_readers_language() -> None:
    frame = picture("figures")
    zh = {row["指标"]: row["数值"] for row in out("figures", frame, "zh")}
    en = {row["Measure"]: row["Value"] for row in out("figures", frame, "en")}
    assert (zh["登陆预报"], en["Landfall forecast"]) == ("2025-07-30 白天", "2025-07-30 daytime")
    assert (zh["最强可达"], en["Peak expected"]) == ("强热带风暴", "severe tropical storm")
    assert {"全部"} < set(zh.values()) and {"All"} < set(en.values())


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (18.0, "18"),
        (122.12906, "122.12906"),
        (0.0, "0"),
        (11, "11"),
        (float("nan"), ""),
        (None, ""),
        ("1.0", "1.0"),
    ],
)
def test_a_cell_is_written_as_somebody_would_write_it(cell: object, said: str) -> None:
    assert written(cell) == said
