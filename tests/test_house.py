"""The house keeps to its plan: who may know whom, and how long anything may be."""

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

HOME = Path(__file__).parents[1]
ROOMS = ("domain", "feeds", "loaders", "store", "access", "intake", "readiness", "views", "reminding", "web")
BELOW_PAGES = {*ROOMS, "sample_data"}
# docs/architecture.md, first table: room -> what it may import of the house.
MAY_IMPORT = {
    "domain": set(),
    "feeds": {"domain"},
    "loaders": {"feeds", "domain"},
    "store": {"domain"},
    "access": {"store", "feeds", "domain"},
    "intake": {"loaders", "feeds", "store", "access", "domain"},
    "readiness": {"domain", "feeds"},
    "views": {"domain", "feeds", "readiness"},
    "reminding": {"domain", "readiness", "store", "views"},
    "web": set(ROOMS),
    "sample_data": {*ROOMS} - {"web"},
    "pages": {*ROOMS},
    "dashboard": {*ROOMS},
    "commands": {*ROOMS} - {"web"},
    "manage": {*BELOW_PAGES, "commands"},
    "docs": BELOW_PAGES,
    "scripts": {"domain"},
}
# The floors of the largest room, each on those below it; web/pages.py says which pages there are, and anybody may ask.
WITHIN_WEB = {
    "serving": set(),
    "entrance": {"serving"},
    "known": {"entrance"},
    "frame": {"serving", "entrance", "known"},
    "ledger": {"known", "frame"},
    "api": {"serving", "known", "frame"},
    "report": {"serving", "entrance", "known", "frame", "ledger", "api"},
    "board": {"serving", "known", "frame", "ledger"},
    "storm": {"known", "frame", "board"},
    "settings": {"serving", "frame"},
}
# Library -> the only rooms, or files, that may import it.
ONLY = {
    "sqlalchemy": {"store"},
    "argon2": {"access"},
    "authlib": {"web/entrance/organisation_sign_in.py"},
    "joserfc": {"web/entrance/organisation_sign_in.py"},
    "httpx": {"web/entrance/organisation_sign_in.py"},
    "geographiclib": {"readiness"},
    "minisign": {"intake"},
    "pysqlite3": {"store"},
    "cryptography": {"store"},
    "streamlit": {"web", "pages", "dashboard"},
    "starlette": {"web"},
    "fastapi": {"web"},
    "uvicorn": {"web"},
    "prometheus_client": {"web"},
    "pydantic": {"web"},
    "plotly": {"views"},
    "pydeck": {"views"},
    "jinja2": {"views"},
    "xlsxwriter": {"views"},
    "python_calamine": {"loaders"},
    "lxml": {"loaders"},
    "smtplib": {"reminding"},
    "http": {"reminding"},
    "shapely": {"scripts/coast.py", "sample_data/shore.py"},
    "click": {
        "manage",
        "commands",
        "docs",
        "scripts/coast.py",
        "sample_data/build.py",
        "sample_data/storm.py",
    },
}
TABLES = {"numpy", "pandas", "pyarrow"}  # any room but domain may
LONGEST_FILE, LONGEST_PAGE = 300, 70
# A table of sentences, two languages on a line, is as long as what there is to say.
MAY_BE_LONGER = {"domain/words.toml"}
CLOCKS = re.compile(r"\b(utcnow|utc_now|now|today|monotonic|time|perf_counter)\(")

SOURCES = [
    path
    for room in MAY_IMPORT
    for path in (
        [HOME / f"{room}.py"] if (HOME / f"{room}.py").exists() else sorted((HOME / room).rglob("*.py"))
    )
]


def named(path: Path) -> str:
    return path.relative_to(HOME).as_posix()


def room_of(path: Path) -> str:
    return path.relative_to(HOME).parts[0].removesuffix(".py")


@cache
def imported(path: Path) -> tuple[str, ...]:
    """The top names a file imports, inside functions too."""
    return tuple(_imported(path))


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{named(path)}: imports are written out in full"
            yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_the_rooms_it_may(room: str) -> None:
    wrong = {
        (named(path), name)
        for path in SOURCES
        if room_of(path) == room
        for name in imported(path)
        if name in MAY_IMPORT and name != room and name not in MAY_IMPORT[room]
    }
    assert wrong == set()


@pytest.mark.parametrize("floor", WITHIN_WEB)
def test_a_floor_of_web_imports_only_those_below_it(floor: str) -> None:
    wrong = {
        (named(path), module)
        for path in (HOME / "web" / floor).glob("*.py")
        for module in modules(path)
        if module.startswith("web.") and module.split(".")[1] not in {floor, "pages", *WITHIN_WEB[floor]}
    }
    assert wrong == set()


def test_every_folder_of_web_is_a_floor() -> None:
    assert {path.parent.name for path in (HOME / "web").glob("*/*.py")} == set(WITHIN_WEB)


def modules(path: Path) -> Iterator[str]:
    """What a file imports of, in full: from web.frame import live is web.frame.live or something in it."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("library", ONLY)
def test_a_library_is_known_only_where_it_is_at_home(library: str) -> None:
    wrong = {
        named(path)
        for path in SOURCES
        if library in imported(path) and not {room_of(path), named(path)} & ONLY[library]
    }
    assert wrong == set()


def test_the_words_of_the_trade_need_nothing_but_python() -> None:
    wrong = {
        (named(p), name)
        for p in SOURCES
        if room_of(p) == "domain"
        for name in imported(p)
        if name not in sys.stdlib_module_names | {"domain"}
    }
    assert wrong == set()


def test_every_library_has_its_place_in_the_table() -> None:
    known = sys.stdlib_module_names | set(MAY_IMPORT) | set(ONLY) | TABLES
    assert {(named(path), name) for path in SOURCES for name in imported(path) if name not in known} == set()


def test_tests_and_benchmarks_are_imported_by_nobody() -> None:
    assert {named(path) for path in SOURCES if {"tests", "benchmarks"} & set(imported(path))} == set()


@pytest.mark.parametrize("room", ["domain", "feeds", "readiness", "views"])
def test_what_is_shown_and_judged_depends_on_the_moment_it_is_given_and_on_no_clock(room: str) -> None:
    wrong = {
        (named(path), found[0])
        for path in SOURCES
        if room_of(path) == room
        for found in CLOCKS.finditer(path.read_text("utf-8"))
    }
    called = {
        (name, call)
        for name, call in wrong
        if call in ("now(", "today(", "utcnow(", "utc_now(", "monotonic(", "perf_counter(")
    }
    assert called == set()


FILES = [*SOURCES, *sorted((HOME / "tests").rglob("*.py")), *sorted((HOME / "benchmarks").rglob("*.py"))]
FILES += [
    path
    for room in ROOMS
    for suffix in ("css", "js", "html", "toml")
    for path in sorted((HOME / room).rglob(f"*.{suffix}"))
]


def test_no_file_is_longer_than_can_be_read_in_one_sitting() -> None:
    long = {
        named(path): lines
        for path in FILES
        if (lines := len(path.read_text("utf-8").splitlines())) > LONGEST_FILE
    }
    assert {name for name in long if name not in MAY_BE_LONGER} == set()


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_no_function_is_longer_than_a_screen() -> None:
    long = {
        (named(p), f.name)
        for p in SOURCES
        for f in _functions(p)
        if (f.end_lineno or 0) - f.body[0].lineno >= 45
    }
    assert long == set()


@pytest.mark.parametrize("room", [*ROOMS, "sample_data", "commands", "docs", "scripts", "benchmarks"])
def test_each_room_says_in_one_line_what_it_answers(room: str) -> None:
    said = ast.get_docstring(ast.parse((HOME / room / "__init__.py").read_text("utf-8")))
    assert said and "\n" not in said and said.endswith(".")


def test_every_file_of_code_says_what_it_is_for() -> None:
    assert {
        named(path) for path in SOURCES if not ast.get_docstring(ast.parse(path.read_text("utf-8")))
    } == set()


def test_a_page_is_a_paragraph() -> None:
    pages = [HOME / "dashboard.py", *sorted((HOME / "pages").glob("*.py"))]
    assert len(pages) > 4
    assert {
        named(path) for path in pages if len(path.read_text("utf-8").splitlines()) > LONGEST_PAGE
    } == set()


def test_html_goes_to_the_page_only_by_the_escaping_templates() -> None:
    assert {named(path) for path in SOURCES if "unsafe_allow_html" in path.read_text("utf-8")} == set()


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
    own = {Path(__file__).resolve()}
    assert {
        named(path) for path in FILES if path.resolve() not in own and later.search(path.read_text("utf-8"))
    } == set()


def test_nothing_is_fetched_from_outside_the_server() -> None:
    outside = re.compile(r"https?://(?!127\.0\.0\.1|localhost|\[)")
    served = [path for path in FILES if path.suffix in (".css", ".js", ".html") and "tests" not in path.parts]
    assert {named(path) for path in served if outside.search(path.read_text("utf-8"))} == set()


def test_the_table_of_the_architecture_page_is_the_one_tested_here() -> None:
    text = (HOME / "docs" / "architecture.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| (\w+) \| ([^|]+) \|", text, re.M))
    for room in ("feeds", "loaders", "store", "intake", "readiness", "views", "reminding"):
        assert set(re.findall(r"\w+", rows[room])) == MAY_IMPORT[room], room
