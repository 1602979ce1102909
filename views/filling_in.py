"""What helps to fill a form's column in: a note on its header, its drop-down, its limits."""

from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from domain.words import LANGUAGES, say
from feeds.declaration import Column, Feed
from feeds.examples import example
from feeds.sentences import choices, expected, needed
from views.sheets import FORM, MOST_ROWS

# A spreadsheet's limits: characters of a drop-down written out, and of what is said beside a cell.
LONGEST_LIST, LONGEST_TITLE, LONGEST_MESSAGE = 255, 32, 255
# Columns whose cells say what they take when they are stepped on; a name or a remark needs no telling.
TELLING = ("count", "number", "lon", "lat", "time", "figure")
LISTS_AT = 3
NOTE_WIDTH_PX, NOTE_LINE_PX, NOTE_LINE_CHARACTERS = 300, 18, 36


def both(code: str) -> str:
    """A word in Chinese and in English."""
    return f"{say('zh', code)} {say('en', code)}"


def note(column: Column, feed: Feed) -> str:
    """What the column takes, in both languages, and an example."""
    need = [needed(column, feed, lang) for lang in LANGUAGES]
    return "\n".join([f"{column.zh} {column.en}", " ".join(need), *_takes(column, feed)])


def note_look(text: str) -> dict[str, object]:
    """The size of a note, so that all of it can be read."""
    lines = sum(-(-len(line.encode("gbk", "replace")) // NOTE_LINE_CHARACTERS) for line in text.split("\n"))
    return {"width": NOTE_WIDTH_PX, "height": NOTE_LINE_PX * (lines + 1), "font_size": 9, "author": ""}


def help_with(sheet: Worksheet, at: int, column: Column, feed: Feed, lang: str, lists: Worksheet) -> None:
    """Puts the column's drop-down or limits, and what it takes, on all cells of column `at` below the header.

    A drop-down too long to be written out is kept in the column of `lists` that answers to it.
    """
    rule = _rule(column, feed, lang, lists, LISTS_AT + at)
    told = _message(column, feed) if column.type in TELLING else {}
    if rule or told:
        sheet.data_validation(1, at, MOST_ROWS - 1, at, {"validate": "any", **rule, **told})


def _takes(column: Column, feed: Feed) -> list[str]:
    shown = example(column, feed)
    lines = [_expected(column, feed, lang) for lang in LANGUAGES]
    return [*lines, f"{both('workbook.example')}: {shown}"] if shown else lines


def _expected(column: Column, feed: Feed, lang: str) -> str:
    """What the column takes; of a long list, that there is one."""
    takes = say(lang, "workbook.takes", expected=expected(column, feed, lang))
    return takes if len(takes) <= LONGEST_MESSAGE else say(lang, "workbook.choose")


def _message(column: Column, feed: Feed) -> dict[str, object]:
    text = "\n".join(_takes(column, feed))[:LONGEST_MESSAGE]
    return {"input_title": column.zh[:LONGEST_TITLE], "input_message": text}


def _rule(column: Column, feed: Feed, lang: str, lists: Worksheet, at: int) -> dict[str, object]:
    listed = choices(column, feed, lang)
    if listed:
        said = [say(lang, "workbook.choose") for lang in LANGUAGES]
        return {"validate": "list", "source": _source(listed, lists, at), **_error("stop", column, said)}
    limits = _limits(column)
    # Where 340余 is an answer, a spreadsheet must not doubt it.
    if not limits or column.qualified:
        return {}
    kind = "integer" if column.type == "count" else "decimal"
    said = [_expected(column, feed, lang) for lang in LANGUAGES]
    return {"validate": kind, **limits, **_error("warning", column, said)}


def _error(style: str, column: Column, said: list[str]) -> dict[str, object]:
    text = "\n".join(said)[:LONGEST_MESSAGE]
    return {"error_type": style, "error_title": column.zh[:LONGEST_TITLE], "error_message": text}


def _limits(column: Column) -> dict[str, object]:
    if column.min is not None and column.max is not None:
        return {"criteria": "between", "minimum": column.min, "maximum": column.max}
    if column.min is not None:
        return {"criteria": ">=", "value": column.min}
    return {} if column.max is None else {"criteria": "<=", "value": column.max}


def _source(listed: tuple[str, ...], lists: Worksheet, at: int) -> list[str] | str:
    """The list itself, or where it was written because it is too long or a comma would part it."""
    if len(",".join(listed)) <= LONGEST_LIST and not any("," in item for item in listed):
        return list(listed)
    for row, item in enumerate(listed):
        lists.write_string(row, at, item)
    return f"='{FORM}'!{xl_range_abs(0, at, len(listed) - 1, at)}"
