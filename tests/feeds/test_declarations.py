"""A form's declaration is read strictly: what is misspelt, missing or unused stops the program by the file's name."""

import csv
import re
import shutil
from collections import Counter as Count
from pathlib import Path
from string import Formatter

import pytest

from domain.words import LANGUAGES, say, section
from feeds import FOLDER, across, all_feeds, reading
from feeds.across import read_agreements
from feeds.declaration import SAYS, STATES, TYPES
from feeds.headers import normalise
from feeds.reading import DeclarationError, read_folder

SEED = list(csv.DictReader((Path(__file__).parents[1] / "seed_figures.csv").open(encoding="utf-8-sig")))
COUNTERS = [(feed, counter) for feed in all_feeds().values() for counter in feed.counters]
COLUMNS = [(feed, column) for feed in all_feeds().values() for column in feed.columns]

# The file, what stands in it, what somebody writes instead, and the code of the fault.
BROKEN = [
    ("aquaculture.toml", "cadence_h = 12", "cadense_h = 12", "unknown_key"),
    ("aquaculture.toml", 'owner = "fishery"', "", "missing_key"),
    ("aquaculture.toml", 'owner = "fishery"', 'owner = "fisheries"', "unknown_owner"),
    ("aquaculture.toml", 'group = "sea"', 'group = "ocean"', "unknown_group"),
    ("aquaculture.toml", 'file = "whole"', 'file = "all"', "unknown_file_kind"),
    ("aquaculture.toml", "cadence_h = 12", 'cadence_h = "12"', "wrong_type"),
    ("aquaculture.toml", "cadence_h = 12", "cadence_h = true", "wrong_type"),
    ("track.toml", "undo_h = 12", 'undo_h = "a day"', "wrong_type"),
    ("aquaculture.toml", 'key = ["farm_id"]', 'key = ["farm"]', "missing_column"),
    ("aquaculture.toml", 'key = ["farm_id"]', 'key = ["note"]', "key_not_required"),
    ("waterlogging_spots.toml", '"xincheng"]', '"xinchen"]', "unknown_district"),
    ("waterlogging_spots.toml", '"xincheng"]', '"city"]', "unknown_district"),
    ("aquaculture.toml", "cadence_h = 12", "cadence_h = 12\ndistricts = []", "wrong_type"),
    ("aquaculture.toml", "cadence_h = 12", 'cadence_h = 12\ndistricts = "putuo"', "wrong_type"),
    ("aquaculture.toml", "district = [1, 400]", "distrct = [1, 400]", "unknown_rows"),
    ("aquaculture.toml", ", district = [1, 400]", "", "wrong_rows"),
    ("aquaculture.toml", "district = [1, 400]", "district = [400, 1]", "wrong_rows"),
    ("aquaculture.toml", '"as_of", "note"]', '"asof", "note"]', "unknown_common"),
    ("aquaculture.toml", 'type = "text"', 'type = "string"', "unknown_type"),
    ("aquaculture.toml", 'unit = "人"\nrequired', 'unit = "头"\nrequired', "unknown_unit"),
    ("aquaculture.toml", 'at_most = "people"', 'at_most = "persons"', "missing_column"),
    ("aquaculture.toml", 'at_most = "people"', "at_most = 3", "wrong_type"),
    ("aquaculture.toml", 'name = "evacuated"', 'name = "people"', "column_twice"),
    ("aquaculture.toml", 'aliases = ["名称", "渔排名称"]', 'aliases = ["编号", "渔排名称"]', "header_twice"),
    ("aquaculture.toml", 'aliases = ["名称", "渔排名称"]', 'aliases = ["备注*"]', "header_twice"),
    ("aquaculture.toml", 'value = "sum evacuated"', 'value = "sum moved"', "missing_column"),
    ("aquaculture.toml", 'value = "sum evacuated"', 'value = "sum name"', "not_summable"),
    ("aquaculture.toml", 'value = "sum evacuated"', 'value = "sum"', "missing_column"),
    ("aquaculture.toml", 'value = "sum evacuated"', 'value = "add evacuated"', "unknown_value"),
    ("aquaculture.toml", 'total = "sum people"', 'total = "sum persons"', "missing_column"),
    ("aquaculture.toml", 'total = "sum people"', 'total = "were"', "missing_column"),
    ("aquaculture.toml", 'says = "done"', 'says = "finished"', "unknown_says"),
    ("aquaculture.toml", 'says = "done"', 'says = "done"\nsais = "x"', "unknown_key"),
    ("aquaculture.toml", 'part = "evacuated"', 'part = "moved"', "missing_column"),
    ("track.toml", 'required_where = { kind = ["fix", "forecast"] }, min = 90.0', 'required_where = { kinds = ["fix"] }, min = 90.0', "missing_column"),
    ("track.toml", 'required_where = { kind = ["fix", "forecast"] }, min = 90.0', 'required_where = { kind = ["fixes"] }, min = 90.0', "unknown_choice"),
    ("aquaculture.toml", 'shape = "point"', 'shape = "dot"', "unknown_shape"),
    ("aquaculture.toml", ', people = "people" }', ', people = "men" }', "missing_column"),
    ("scenic_areas.toml", 'tourists = "tourists" }', 'tourists = "name" }', "not_summable"),
    ("aquaculture.toml", 'shape = "point"', 'shape = "route"', "missing_column"),
    ("aquaculture.toml", 'part = "evacuated"', 'state = "people", part = "evacuated"', "wrong_map_state"),
    ("aquaculture.toml", 'zh = "海水养殖人员"', 'zh = "海水养殖人员', "not_toml"),
    ("fishing_vessels.toml", 'done = { status = ["in_port"] }', 'done = { state = ["in_port"] }', "missing_column"),
    ("fishing_vessels.toml", 'done = { status = ["in_port"] }', 'done = { status = ["inport"] }', "unknown_choice"),
    ("fishing_vessels.toml", 'where = { kind = ["leisure"] }', 'where = { kind = "leisure" }', "unknown_choice"),
    ("fishing_vessels.toml", 'en = "At sea", state = "undone"', 'en = "At sea", state = "bad"', "unknown_state"),
    ("fishing_vessels.toml", 'zh = "备航", en', 'zh = "备航", english', "unknown_key"),
    ("fishing_vessels.toml", 'zh = "备航", en', 'zh = "巡航", en', "choice_twice"),
    ("fishing_vessels.toml", 'id = "angling.controlled"', 'id = "fishing_vessels.in_port"', "measure_twice"),
    ("fishing_vessels.toml", 'in_addition_to = "fishery_patrol.on_patrol"', 'in_addition_to = "patrol"', "unknown_measure"),
    ("fishing_vessels.toml", 'type = "choice"', 'type = "text"', "choices_and_type"),
    ("figures.toml", 'file = "addition"', 'file = "addition"\npartial = true', "partial_of_whole"),
    ("figures.toml", 'value = "figure status"', 'value = "figure state"', "unknown_value"),
    ("across.toml", 'feed = "leisure_craft"', 'feed = "leisure"', "unknown_form"),
    ("across.toml", 'value = "sum leisure_boats"', 'value = "sum boats"', "missing_column"),
    ("across.toml", 'status = "unverified"', 'state = "unverified"', "unknown_key"),
    ("across.toml", '[[agreements]]', '[[agreement]]', "unknown_section"),
    ("common.toml", "min = 117.0", "minimum = 117.0", "unknown_key"),
    ("common.toml", 'type = "lon"', 'type = "longitude"', "unknown_type"),
    ("common.toml", "[units]", "[unit]", "unknown_section"),
    ("common.toml", "[groups]", '[columns.remark]\nzh = "附注"\nen = "Remark"\ntype = "text"\n\n[groups]', "unused"),
    ("common.toml", "[units]", '[units]\n"头" = "heads"', "unused"),
    ("common.toml", "[groups]", '[groups]\nair = { zh = "空中", en = "Air" }', "unused"),
    ("common.toml", 'sea = { zh = "海上", en = "At sea" }', 'sea = { zh = "海上" }', "missing_key"),
]  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the declarations to break."""
    for path in FOLDER.glob("*.toml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def test_every_form_of_the_seed_storm_is_declared() -> None:
    assert set(all_feeds()) == {path.stem for path in FOLDER.glob("*.toml")} - {"common", "across"}
    assert len(all_feeds()) == 20


@pytest.mark.parametrize(
    ("file", "stands", "written", "code"), BROKEN, ids=[f"{b[3]}-{i}" for i, b in enumerate(BROKEN)]
)
def test_a_wrong_declaration_stops_the_program_by_the_files_name(
    folder: Path, file: str, stands: str, written: str, code: str
) -> None:
    text = (folder / file).read_text("utf-8")
    assert stands in text
    (folder / file).write_text(text.replace(stands, written, 1), "utf-8")
    with pytest.raises(DeclarationError) as stopped:
        read_agreements(folder / "across.toml", read_folder(folder))
    assert stopped.value.code == code
    assert str(stopped.value).startswith(f"{file}: ")


def test_a_shared_column_nobody_takes_stops_the_program(folder: Path) -> None:
    for path in folder.glob("*.toml"):
        if path.stem != "common":
            path.write_text(
                path.read_text("utf-8").replace(', "note"]', "]").replace('["note"]', "[]"), "utf-8"
            )
    with pytest.raises(DeclarationError, match=r"common\.toml: .*note"):
        read_folder(folder)


def test_a_measure_of_two_forms_names_the_second_and_the_first(folder: Path) -> None:
    text = (folder / "supplies.toml").read_text("utf-8")
    (folder / "supplies.toml").write_text(
        text.replace('id = "supplies.pumps"', 'id = "aquaculture.evacuated"'), "utf-8"
    )
    with pytest.raises(DeclarationError, match=r"supplies\.toml: .*aquaculture\.toml"):
        read_folder(folder)


def test_a_declaration_that_is_no_utf8_stops_the_program_by_its_name(folder: Path) -> None:
    (folder / "supplies.toml").write_bytes('zh = "物资"'.encode("gb18030"))
    with pytest.raises(DeclarationError, match=r"supplies\.toml"):
        read_folder(folder)


def test_every_fault_of_a_declaration_has_its_case_and_its_sentence() -> None:
    text = "".join(Path(module.__file__).read_text("utf-8") for module in (reading, across))
    raised = set(re.findall(r'(?:file|path\.name|\.toml"),\s*"([a-z_]+)"', text)) - {
        "key",
        "map",
    }  # users of a column
    assert raised == {code for *_, code in BROKEN} == set(section("declaration"))


def test_a_fault_is_told_in_both_languages() -> None:
    fault = DeclarationError("supplies.toml", "unknown_unit", unit="头")
    assert "头" in fault.tell("zh") and "头" in fault.tell("en") and fault.tell("zh") != fault.tell("en")


@pytest.mark.parametrize("figure", SEED, ids=[figure["id"] for figure in SEED])
def test_each_figure_of_the_newspaper_is_declared_where_the_table_says(figure: dict[str, str]) -> None:
    found = [
        (feed.name, counter.ref, counter.unit)
        for feed, counter in COUNTERS
        if counter.id == figure["measure"]
    ]
    assert found == [(figure["feed"], figure["id"], figure["unit"])]


def test_no_figure_of_the_newspaper_is_declared_twice() -> None:
    refs = Count(counter.ref for _, counter in COUNTERS if counter.ref)
    assert set(refs.values()) == {1}
    assert set(refs) == {figure["id"] for figure in SEED}


def test_a_measure_of_a_part_names_the_whole_the_newspaper_names() -> None:
    by_id = {counter.id: counter for _, counter in COUNTERS}
    for figure in SEED:
        counter = by_id[figure["measure"]]
        related = [by_id[other].ref for other in (counter.part_of, counter.in_addition_to) if other]
        assert related == re.findall(r"(?:part of|additional to) (\w+)", figure["qualifier"])


@pytest.mark.parametrize("lang", LANGUAGES)
def test_everything_a_reader_sees_has_a_name_in_both_languages(lang: str) -> None:
    titles = [feed.title(lang) for feed in all_feeds().values()]
    titles += [getattr(feed, f"row_{lang}") for feed in all_feeds().values()]
    titles += [feed.owner_title(lang) for feed in all_feeds().values()]
    titles += [column.title(lang) for _, column in COLUMNS] + [counter.title(lang) for _, counter in COUNTERS]
    titles += [getattr(choice, lang) for _, column in COLUMNS for choice in column.choices]
    titles += [group[lang] for feed in all_feeds().values() for group in feed.groups.values()]
    assert all(title.strip() for title in titles)
    chinese = [bool(re.search("[一-鿿]", title)) for title in titles]
    assert (
        all(chinese)
        or lang == "en"
        or {t for t, c in zip(titles, chinese) if not c} == {"WGS-84", "GCJ-02", "IBTrACS"}
    )
    assert lang == "zh" or not any(chinese)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_two_columns_of_a_form_and_no_two_forms_bear_one_name(lang: str) -> None:
    for feed in all_feeds().values():
        titles = [normalise(column.title(lang)) for column in feed.columns]
        assert len(set(titles)) == len(titles), feed.name
    assert len({feed.title(lang) for feed in all_feeds().values()}) == len(all_feeds())


def test_every_word_a_declaration_may_use_is_used() -> None:
    assert {column.type for _, column in COLUMNS} == set(TYPES)
    assert {counter.says for _, counter in COUNTERS} == set(SAYS)
    assert {choice.state for _, column in COLUMNS for choice in column.choices} == set(STATES)


@pytest.mark.parametrize(
    "name", ["aquaculture", "passenger_routes", "unpowered_vessels", "leisure_craft", "shelters"]
)
def test_every_asset_form_says_where_when_and_in_which_system(name: str) -> None:
    feed = all_feeds()[name]
    assert feed.is_asset
    assert all(feed.has(column) for column in ("district", "crs", "as_of", "note"))


def test_forms_come_in_the_order_of_the_screen() -> None:
    groups = [feed.group for feed in all_feeds().values()]
    order = list(next(iter(all_feeds().values())).groups)
    assert groups == sorted(groups, key=order.index)


def test_the_sentences_of_declaration_faults_take_what_the_reader_gives() -> None:
    for code, words in section("declaration").items():
        holes = {name: name for _, name, _, _ in Formatter().parse(words["zh"]) if name}
        assert all(say(lang, f"declaration.{code}", **holes) for lang in LANGUAGES)
