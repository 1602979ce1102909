"""Words and code belong together: nothing is said that has no words, and no words are left that nobody says."""

import re
from pathlib import Path
from string import Formatter

import pytest

from access.table import operations
from domain.levels import GRADES
from domain.words import LANGUAGES, catalogue, section
from feeds.reading import DeclarationError
from feeds.times import WINDOWS
from readiness.judge import STATES
from store.entry import BACKSTAGE, StoreError
from views.theme import SHAPES
from views.verdicts import COMPARED
from web.frame.page import ORDER

HOME = Path(__file__).parents[1]
ROOMS = (
    "domain", "feeds", "loaders", "store", "access", "intake", "readiness", "views", "reminding", "web", "pages", "commands",
)  # fmt: skip
FILES = [
    *HOME.glob("*.py"),
    *(path for room in ROOMS for path in (HOME / room).rglob("*") if path.suffix in (".py", ".html", ".js")),
]
TEXTS = {path.relative_to(HOME).as_posix(): path.read_text("utf-8") for path in FILES}
ALL = "\n".join(TEXTS.values())
SECTIONS = {code.partition(".")[0] for code in catalogue()}

SPELT = re.compile(r"""["']([a-z_]+(?:\.[a-z_0-9]+)+)["']""")
# A code put together at run time: say(f"state.{...}"), "report." ~ name.
BUILT = re.compile(r"""f["']([a-z_]+(?:\.[a-z_]+)*[._])(?=\{)[^"']*["']|["']([a-z_]+\.[a-z_]*)["']\s*~""")
# Codes without their section's name, or of sections given whole.
PREFIXED = {"problems", "declaration", "store"}
WHOLE = set(re.findall(r'section\("([a-z]+)"\)', ALL))


def holes(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def said() -> set[str]:
    """Codes written out in code or templates."""
    return {code for code in SPELT.findall(ALL) if code.partition(".")[0] in SECTIONS} - set(operations())


def built() -> set[str]:
    """Beginnings of codes put together from a part known only at run time."""
    return {
        first or second
        for first, second in BUILT.findall(ALL)
        if (first or second).partition(".")[0] in SECTIONS
    }


def test_both_languages_have_the_same_holes() -> None:
    assert [code for code, words in catalogue().items() if holes(words["zh"]) != holes(words["en"])] == []


def test_chinese_is_chinese_and_english_is_english() -> None:
    quoted = {
        "frame.other_language",
        "frame.other_language_help",
    }  # each names the other language in its own words
    chinese = {code for code, words in catalogue().items() if re.search("[一-鿿]", words["en"])}
    assert {
        code for code in chinese if not code.startswith(("problems.cell.not_a_", "expected.figure"))
    } <= quoted


def test_everything_said_has_words() -> None:
    looks_like_a_code = {code for code in said() if code.partition(".")[0] not in PREFIXED | WHOLE}
    files = {
        code
        for code in looks_like_a_code
        if code.endswith((".html", ".toml", ".py", ".csv", ".js", ".css", ".sqlite3", ".secret"))
    }
    measures = {code for code in looks_like_a_code if code.partition(".")[0] == "storm"}
    settings = set(re.findall(r'(?:_option|_log\.\w+)\("([a-z._]+)"', ALL))  # not for readers
    assert (
        looks_like_a_code - files - measures - settings - built() - set(operations()) - set(catalogue())
        == set()
    )


def test_no_words_are_left_that_nobody_says() -> None:
    beginnings, spelt = tuple(built()), said()
    short = {code.removeprefix("problems.") for code in catalogue()} & set(SPELT.findall(ALL))
    orphans = [
        code
        for code in catalogue()
        if code not in spelt
        and not code.startswith(beginnings)
        and code.partition(".")[0] not in WHOLE
        and code.removeprefix("problems.") not in short
    ]
    assert orphans == []


def test_sections_taken_whole_are_there() -> None:
    assert {"widgets", "live"} <= WHOLE <= SECTIONS


# What a code's changing part may be, by its beginning.
FAMILIES = {
    "state": {*STATES, *SHAPES},
    "window": set(WINDOWS.values()),
    "declaration": set(section("declaration")),
    "kind": {
        "opening",
        "submission",
        "refusal",
        "declaration",
        "proposal",
        "decline",
        "retraction",
        "arrival",
        "mending",
        "withdrawal",
        "undo",
        *BACKSTAGE,
    },
    "signature": {"verified", "unchecked", "unsigned", "wrong", "unreadable"},
    "severity": {"error", "warning", "note"},
    "chain": {
        "edited",
        "missing",
        "reordered",
        "payload",
        "file",
        "empty",
        "orphan",
        "unguarded",
        "algorithm",
        "damaged",
    },
    "compared": {*COMPARED, "agree", "until_then"},
    "store": {kind.code.partition(".")[2] for kind in (StoreError, *StoreError.__subclasses__())},
}


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_of_words_has_each_of_its_members_and_no_other(name: str) -> None:
    assert set(section(name)) == FAMILIES[name]


def test_every_page_there_is_has_a_name() -> None:
    pages = {"dashboard", *(path.stem for path in (HOME / "pages").glob("*.py"))}
    assert pages <= set(section("pages")) == set(ORDER)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_only_a_plain_state_needs_no_word(lang: str) -> None:
    assert [code for code, words in catalogue().items() if not words[lang].strip()] == ["state.plain"]


def test_a_grade_names_itself_in_both_languages() -> None:
    assert all(grade.zh and grade.en for grade in GRADES.values())


def test_a_fault_of_a_declaration_speaks_from_the_same_catalogue() -> None:
    assert DeclarationError("x.toml", "unknown_unit", unit="头").tell("zh") == catalogue()[
        "declaration.unknown_unit"
    ]["zh"].format(unit="头")
