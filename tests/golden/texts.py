"""The golden text files: name -> bytes. Each is named by its one fault or feature; the rows are plain.csv's."""

from collections.abc import Mapping, Sequence

HEADER = [
    "养殖场编号", "养殖场名称", "县区", "经度", "纬度", "坐标系", "养殖人员数(人)", "已撤离人数(人)", "截至时间", "备注",
]  # fmt: skip
FARMS = [
    ["YZ001", "枸杞养殖1号场", "嵊泗县", "122.75372", "30.70193", "WGS-84", "11", "11", "2025-07-28 14:00", ""],
    ["YZ002", "枸杞养殖2号场", "嵊泗县", "122.75832", "30.69255", "WGS-84", "13", "5", "2025-07-28 14:00", "5人在途"],
    ["YZ003", "绿华养殖1号场", "嵊泗县", "122.6117", "30.8322", "WGS-84", "7", "0", "2025-07-28 14:00", ""],
    ["YZ004", "嵊山养殖1号场", "嵊泗县", "122.8133", "30.7241", "WGS-84", "20", "20", "2025-07-28 14:00", ""],
]  # fmt: skip
BOAT_HEADER = ["船舶编号", "船名", "县区", "船舶类型", "渔港", "在港状态", "在船人数(人)", "备注"]
BOATS = [
    ["YC33092200001", "浙嵊渔10001", "嵊泗县", "国内渔船", "嵊山渔港", "在港避风", "6", ""],
    ["YC33092200002", "浙嵊渔10002", "嵊泗县", "国内渔船", "嵊山渔港", "出海", "7", ""],
    ["YC33092200003", "浙嵊休00003", "嵊泗县", "休闲渔船", "枸杞渔港", "停运管控", "0", ""],
]
POND_HEADER = ["编号", "名称", "县区", "类别", "当前水位(m)", "可纳雨量(毫米)", "病险", "运行措施"]
PONDS = [
    ["SK901", "基湖水库", "嵊泗县", "水库", "12.5", "150", "否", "正常"],
    ["SK902", "大岙水库", "嵊泗县", "山塘", "8.25", "90.5", "是", "预泄"],
]
ENGLISH = [
    "Farm id",
    "Name",
    "District",
    "Longitude",
    "Latitude",
    "CRS",
    "People",
    "Evacuated",
    "As of",
    "Note",
]
ALIASES = ["编号", "渔排名称", "所属县区", "东经", "北纬", "坐标系统", "人数", "撤离人数", "统计时间", "说明"]
# Each four ways of writing the cut-off of the four farms.
DATES = {
    "dates_with_signs.csv": ["2025/7/28 14:00", "2025.7.28 14:00:00", "2025-7-28 14:00", "2025/07/28  14:00"],
    "dates_in_chinese.csv": [
        "2025年7月28日14时",
        "2025年7月28日14点00分",
        "7月28日14时",
        "2025年7月28日下午2时",
    ],
    "dates_of_machines.csv": [
        "2025-07-28T14:00:00+08:00",
        "2025-07-28T06:00Z",
        "20250728 1400",
        "45866.583333333336",
    ],
    "dates_full_width.csv": [
        "２０２５-０７-２８　１４：００",
        "２０２５年７月２８日１４时",
        "7月28日下午2点",
        "２０２５／７／２８ １４：００",
    ],
}

Rows = Sequence[Sequence[str]]


def printed(rows: Rows, sign: str = ",", end: str = "\r\n", codec: str = "utf-8-sig") -> bytes:
    """Rows as a file; a cell that needs quotes is given with them."""
    return "".join(sign.join(row) + end for row in rows).encode(codec)


def farms(
    changes: Mapping[tuple[int, str], str] | None = None, header: Sequence[str] = HEADER
) -> list[list[str]]:
    """Header and farms with some cells otherwise: (spreadsheet row, beginning of the header) -> text."""
    return _changed([list(header), *FARMS], changes or {})


def _changed(rows: Rows, changes: Mapping[tuple[int, str], str]) -> list[list[str]]:
    made = [list(row) for row in rows]
    for (row, begins), text in changes.items():
        (column,) = [i for i, title in enumerate(rows[0]) if title.startswith(begins)]
        made[row - 1][column] = text
    return made


def one(row: int, begins: str, text: str) -> bytes:
    """The farms with one cell otherwise."""
    return printed(farms({(row, begins): text}))


def boats(row: int, begins: str, text: str) -> bytes:
    """The boats with one cell otherwise."""
    return printed(_changed([BOAT_HEADER, *BOATS], {(row, begins): text}))


def ponds(row: int, begins: str, text: str) -> bytes:
    """The reservoirs with one cell otherwise."""
    return printed(_changed([POND_HEADER, *PONDS], {(row, begins): text}))


def texts() -> dict[str, bytes]:
    """All of them."""
    return {**_encodings(), **_layouts(), **_headers(), **_cells(), **_numbers(), **_moments(), **_between()}


def _encodings() -> dict[str, bytes]:
    plain = farms()
    text = printed(plain, codec="utf-8").decode()
    rare = farms({(3, "养殖场名称"): "𠮷㙍\u9fb4养殖场"})
    trad = text.translate(
        str.maketrans("养场编号县区经纬标数离时间备称岛", "養場編號縣區經緯標數離時間備稱島")
    )
    lost = printed(plain, codec="gbk").decode("utf-8", "replace")
    return {
        "plain.csv": printed(plain),
        "utf8_without_mark.csv": printed(plain, codec="utf-8"),
        "gbk_from_wps.csv": printed(plain, codec="gbk"),
        "gb18030_rare_characters.csv": _gb18030_2022(printed(rare, codec="utf-8").decode()),
        "utf16_unicode_text.txt": printed(plain, "\t", codec="utf-16"),
        "utf16_without_mark.csv": printed(plain, codec="utf-16-le"),
        "utf16_big_end_first.csv": b"\xfe\xff" + printed(plain, codec="utf-16-be"),
        "big5_traditional.csv": trad.encode("big5", "ignore"),
        "utf8_cut_in_a_character.csv": text.split("嵊山")[0].encode() + "嵊".encode()[:2],
        "mark_that_lies.csv": b"\xef\xbb\xbf" + printed(plain, codec="gbk"),
        "garbled_utf8_read_as_gbk.csv": text.encode().decode("gbk", "replace").encode("utf-8-sig"),
        "garbled_gbk_read_as_utf8.csv": lost.encode("utf-8-sig"),
        "garbled_name.csv": one(3, "养殖场名称", "枸杞\ufffd\ufffd2号场"),
        "nul_bytes.csv": text.replace("YZ002", "YZ\x00002").encode(),
        "zero_width_marks.csv": text.replace("YZ002", "\u200bYZ002\u202e").encode(),
    }  # fmt: skip


def _gb18030_2022(text: str) -> bytes:
    """The codec's own table is that of 2005, which has U+9FB4 elsewhere."""
    return text.replace("\u9fb4", "\ue81e").encode("gb18030")


def _layouts() -> dict[str, bytes]:
    plain = farms()
    quoted = [[f'"{cell}"' for cell in row] for row in plain]
    totals = ["合计", "", "", "", "", "", "51", "36", "", ""]
    parts = [
        ["", "小计", "", "", "", "", people, moved, "", ""] for people, moved in (("24", "16"), ("27", "20"))
    ]
    return {
        "mac_line_ends.csv": printed(plain, end="\r"),
        "unix_line_ends.csv": printed(plain, end="\n"),
        "semicolon.csv": printed(plain, ";"),
        "tab.txt": printed(plain, "\t"),
        "sep_line.csv": b"sep=;\r\n" + printed(plain, ";", codec="gbk"),
        "quotes_around_everything.csv": printed(quoted),
        "comma_in_quotes.csv": one(3, "备注", '"5人在途,18时到"'),
        "line_break_in_quotes.csv": one(3, "备注", '"5人在途\r\n18时到"'),
        "doubled_quotes.csv": one(3, "备注", '"称""在途"""'),
        "quotes_unclosed.csv": one(3, "备注", '"5人在途'),
        "title_row_above.csv": printed([["嵊泗县海水养殖人员撤离情况"], ["填报单位：嵊泗县海洋与渔业局"], [], *plain]),
        "cut_off_above.csv": printed([["截至：2025年7月28日14时"], *_without_times(plain)]),
        "totals_row.csv": printed([*plain, totals]),
        "subtotals_between.csv": printed([*plain[:3], parts[0], *plain[3:], parts[1]]),
        "total_that_is_not_the_sum.csv": printed([*plain, [*totals[:6], "52", *totals[7:]]]),
        "rows_counted_wrongly.csv": printed([*plain, ["共计5", *[""] * 9]]),
        "footer_below.csv": printed([*plain, [], ["填表人：王海", "", "联系电话：0580-5081234"]]),
        "blank_lines_between.csv": printed([*plain[:3], [], [""] * 10, *plain[3:]]),
        "blank_columns_right.csv": printed([[*row, "", ""] for row in plain]),
        "short_lines.csv": printed([plain[0], *(row[:8] if not row[9] else row for row in _without_times(plain)[1:])]),
        "too_many_cells.csv": printed([*plain[:2], [*plain[2], "多出来的一格"], *plain[3:]]),
        "decimal_comma_unquoted.csv": one(3, "养殖人员数", "1,3"),
        "empty.csv": b"",
        "only_spaces.csv": b" \r\n\t\r\n",
        "only_header.csv": printed(plain[:1]),
        "no_header.csv": printed(plain[1:]),
        "header_twice.csv": printed([*plain[:3], plain[0], *plain[3:]]),
    }  # fmt: skip


def _without_times(rows: Rows) -> list[list[str]]:
    return [list(rows[0]), *([*row[:8], "", row[9]] for row in rows[1:])]


def _headers() -> dict[str, bytes]:
    plain = farms()
    moved = [[row[i] for i in (7, 6, 2, 1, 0, 9, 8, 5, 4, 3)] for row in plain]
    starred = [
        "*养殖场编号（必填）",
        "养殖场名称*",
        "县区：",
        "经度(°)",
        "纬度（°）",
        "坐标系(选填)",
        "养殖人员数（单位：人）",
        "已撤离人数【人】",
        "截至时间（如 2025-07-28 15:00）",
        "备注(可不填)",
    ]
    return {
        "moved_columns.csv": printed(moved),
        "english_headers.csv": printed(farms(header=ENGLISH), codec="utf-8"),
        "english_headers_gbk.csv": printed(farms(header=ENGLISH), codec="gbk"),
        "alias_headers.csv": printed(farms(header=ALIASES)),
        "headers_without_units.csv": printed(farms(header=[title.partition("(")[0] for title in HEADER])),
        "headers_with_hints.csv": printed(farms(header=starred)),
        "headers_with_spaces_inside.csv": printed(farms(header=["　".join(title) for title in HEADER])),
        "headers_full_width.csv": printed(farms(header=[title.replace("(人)", "（人）") for title in HEADER])),
        "extra_columns.csv": printed([[*row[:3], extra, *row[3:], extra] for row, extra in zip(plain, ["联系人", *"甲乙丙丁"])]),
        "blank_header_over_values.csv": printed([[*row[:3], extra, *row[3:]] for row, extra in zip(plain, ["", *"1234"])]),
        "missing_required.csv": printed([[*row[:7], *row[8:]] for row in plain]),
        "renamed_required.csv": printed(farms(header=[*HEADER[:7], "上岸情况", *HEADER[8:]])),
        "two_headers_of_one_column.csv": printed([[*row, row[6]] for row in farms(header=[*HEADER[:6], "人数", *HEADER[7:]])]).replace(b"\xe5\xa4\x87\xe6\xb3\xa8,\xe4\xba\xba\xe6\x95\xb0", "备注,养殖人员数".encode()),
        "header_in_other_unit.csv": printed(farms(header=[*HEADER[:6], "养殖人员数(万人)", *HEADER[7:]])),
        "last_months_template.csv": printed([[cell for i, cell in enumerate(row) if i not in (5, 8)] for row in plain]),
        "of_another_form.csv": printed([POND_HEADER, *PONDS]),
    }  # fmt: skip


def _cells() -> dict[str, bytes]:
    wide = str.maketrans({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    return {
        "fullwidth_digits.csv": printed([HEADER, *([cell.translate(wide) for cell in row] for row in FARMS)]),
        "trailing_spaces.csv": printed([HEADER, *([f"　{cell} \u00a0" for cell in row] for row in FARMS)]),
        "spaces_inside_id.csv": one(3, "养殖场编号", "YZ 002"),
        "near_choice.csv": boats(3, "在港状态", "在港避凤"),
        "short_choice.csv": boats(3, "在港状态", "在港"),
        "choice_with_remark.csv": boats(3, "在港状态", "出海（返航中）"),
        "wrong_choice.csv": boats(3, "在港状态", "在家"),
        "choice_full_width_and_spaced.csv": boats(3, "在港状态", " 在 港 避 风　"),
        "leading_zeros.csv": boats(2, "船舶编号", "00123"),
        "id_18_digits.csv": boats(2, "船舶编号", "330922198001011234"),
        "id_1.38E+10.csv": boats(2, "船舶编号", "1.38E+10"),
        "id_held_back_by_apostrophe.csv": boats(2, "备注", "'=在港"),
        "formula_as_text.csv": boats(2, "备注", '"=HYPERLINK(""http://a"",""b"")"'),
        "name_of_one_dash.csv": one(3, "养殖场名称", "——"),
        "name_too_long.csv": one(3, "养殖场名称", "枸杞养殖场" * 50),
        "missing_required_cell.csv": one(3, "养殖人员数", ""),
        "marks_for_nothing.csv": printed(farms({(3, "经度"): "—", (3, "纬度"): "/", (3, "坐标系"): "无", (4, "截至时间"): "——"})),
        "failed_formula.csv": one(3, "已撤离人数", "#REF!"),
        "failed_formula_in_name.csv": one(3, "养殖场名称", "#N/A"),
        "failed_lookup_of_optional.csv": printed(farms({(3, "经度"): "#N/A", (3, "纬度"): "#N/A"})),
        "flags_in_many_ways.csv": printed(_changed([POND_HEADER, *PONDS], {(2, "病险"): "×", (3, "病险"): "√"})),
        "not_a_flag.csv": ponds(3, "病险", "也许"),
        "other_district.csv": one(3, "县区", "定海区"),
        "city_as_district.csv": one(3, "县区", "全市"),
        "district_by_code.csv": printed(farms({(2, "县区"): "330922", (3, "县区"): "舟山市嵊泗县", (4, "县区"): "嵊泗"})),
        "unknown_district.csv": one(3, "县区", "象山县"),
        "split_merged_district.csv": printed(farms({(row, "县区"): "" for row in (3, 4, 5)})),
    }  # fmt: skip


def _numbers() -> dict[str, bytes]:
    return {
        "chinese_numerals.csv": printed(farms({(2, "养殖人员数"): "十一", (5, "养殖人员数"): "二十"})),
        "units_inside_cells.csv": printed(farms({(2, "养殖人员数"): "11人", (3, "养殖人员数"): "13名", (5, "已撤离人数"): "20 人"})),
        "decimal_zero.csv": printed(farms({(2, "养殖人员数"): "11.0", (3, "养殖人员数"): "13.00"})),
        "thousands.csv": printed(farms({(5, "养殖人员数"): '"1,200"'})),
        "ten_thousands.csv": one(5, "养殖人员数", "0.12万"),
        "ambiguous_comma.csv": one(3, "养殖人员数", '"1,3"'),
        "not_exact.csv": one(3, "养殖人员数", "13余"),
        "half_a_person.csv": one(3, "养殖人员数", "13.5"),
        "negative.csv": one(3, "已撤离人数", "-5"),
        "out_of_range.csv": one(3, "养殖人员数", "13000"),
        "percent.csv": one(3, "已撤离人数", "38%"),
        "words_for_number.csv": one(3, "已撤离人数", "部分"),
        "all_for_number.csv": one(2, "已撤离人数", "全部"),
        "scientific_number.csv": one(3, "养殖人员数", "1.30E+01"),
        "too_many_digits.csv": one(3, "养殖人员数", "9" * 20),
        "other_unit_in_cell.csv": ponds(2, "可纳雨量", "15厘米"),
        "same_unit_otherwise_spelt.csv": ponds(2, "可纳雨量", "150mm"),
        "swapped_position.csv": printed(farms({(3, "经度"): "30.69255", (3, "纬度"): "122.75832"})),
        "half_position.csv": one(3, "纬度", ""),
        "far_away.csv": one(3, "经度", "22.75832"),
        "degrees_and_minutes.csv": one(3, "经度", "122°45′30″"),
    }  # fmt: skip


def _moments() -> dict[str, bytes]:
    return {
        **{
            name: printed(farms({(row, "截至时间"): said for row, said in enumerate(four, 2)}))
            for name, four in DATES.items()
        },
        "as_of_in_future.csv": one(3, "截至时间", "2025-07-29 08:00"),
        "as_of_without_hour.csv": one(3, "截至时间", "2025-07-28"),
        "as_of_without_day.csv": one(3, "截至时间", "14:00"),
        "as_of_last_year.csv": printed(farms({(row, "截至时间"): "2024-07-28 14:00" for row in range(2, 6)})),
        "as_of_in_words.csv": one(3, "截至时间", "下班前"),
        "as_of_no_such_day.csv": one(3, "截至时间", "2025-07-32 14:00"),
    }


def _between() -> dict[str, bytes]:
    return {
        "repeated_key.csv": one(4, "养殖场编号", "YZ002"),
        "repeated_key_spelt_otherwise.csv": one(4, "养殖场编号", "ＹＺ００２ "),
        "repeated_row.csv": printed([*farms(), FARMS[1]]),
        "done_above_total.csv": one(3, "已撤离人数", "14"),
        "every_fault_at_once.csv": printed(
            farms({(2, "养殖场编号"): "", (2, "经度"): "22", (3, "养殖人员数"): "若干", (4, "已撤离人数"): "8", (5, "养殖场编号"): "YZ003"})
        ),
    }  # fmt: skip
