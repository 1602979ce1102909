"""Foreign text never becomes markup, script, a template or a formula: what the code may not even say."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_house import HOME, SOURCES, named

TEMPLATES = sorted((HOME / "views" / "templates").rglob("*.html"))
SCRIPTS = sorted((HOME / "web").rglob("*.js"))
TAG = re.compile(r"(?<!\?P)(?<!\?)</?[a-zA-Z!][\w-]*[\s>/]")
# What is made of tags and values outside a template: style sheets, of our own names and numbers alone.
STYLE_SHEETS = {
    ("web/frame/page.py", "style(theme)"),
    ("web/board/stage.py", "hidden"),
    ("web/board/stage.py", "shown"),
    ("web/serving/shell.py", "say(LANGUAGES[0], 'frame.title')"),
}
# Streamlit's widgets that read their label, their text or their help as Markdown.
MARKDOWN = {
    "button", "caption", "checkbox", "data_editor", "datetime_input", "dialog", "download_button", "error", "expander",
    "file_uploader", "form_submit_button", "header", "info", "link_button", "markdown", "metric", "multiselect",
    "page_link", "pills", "popover", "radio", "segmented_control", "selectbox", "status", "subheader", "success",
    "tabs", "text_area", "text_input", "title", "toast", "toggle", "warning", "write",
}  # fmt: skip
# Holes of a sentence that hold what somebody sent or is called.
FOREIGN = {
    "file",
    "filename",
    "actor",
    "who",
    "raw",
    "sheet",
    "reason",
    "basis",
    "sender",
    "by",
    "name",
    "text",
    "title",
}
ESCAPED_NOTHING = (
    "unsafe_allow_html",
    "unsafe_allow_javascript",
    "components.v1",
    "components.html",
    "st.iframe",
)


def trees() -> Iterator[tuple[str, ast.AST]]:
    return ((named(path), ast.parse(path.read_text("utf-8"))) for path in SOURCES)


def calls() -> Iterator[tuple[str, ast.Call]]:
    return ((name, node) for name, tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Call))


@pytest.mark.parametrize("way", ESCAPED_NOTHING)
def test_there_is_no_way_round_the_escaping_templates(way: str) -> None:
    assert {named(path) for path in SOURCES if way in path.read_text("utf-8")} == set()


def test_nothing_is_printed_as_markdown_that_is_not_a_sentence_of_ours() -> None:
    assert {
        (name, call.lineno) for name, call in _widgets() if _called(call) in ("markdown", "write")
    } == set()


def test_no_label_that_is_read_as_markdown_holds_what_somebody_sent() -> None:
    wrong = {
        (name, call.lineno, hole.arg)
        for name, call in _widgets()
        if _called(call) in MARKDOWN
        for said in _labels(call)
        for each in ast.walk(said)
        if isinstance(each, ast.Call) and ast.unparse(each.func).endswith("say")
        for hole in each.keywords
        if hole.arg in FOREIGN
    }
    assert wrong == set()


def test_a_label_that_is_read_as_markdown_is_a_sentence_and_no_bare_value() -> None:
    wrong = {
        (name, call.lineno, ast.unparse(said))
        for name, call in _widgets()
        if _called(call) in MARKDOWN - {"title", "page_link"}
        for said in _labels(call)
        if isinstance(said, ast.Attribute)
        or (isinstance(said, ast.Call) and "sentence(" in ast.unparse(said))
    }
    assert wrong == set()


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def _widgets() -> Iterator[tuple[str, ast.Call]]:
    """The calls by which a page puts something down, itself or in one of its columns."""
    columns = ("st", "left", "middle", "right")
    return (
        (name, call)
        for name, call in calls()
        if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) in columns
    )


def _labels(call: ast.Call) -> list[ast.expr]:
    return [*call.args[:1], *(each.value for each in call.keywords if each.arg in ("label", "help", "body"))]


def test_markup_is_made_of_values_by_templates_alone() -> None:
    made = {
        (name, ast.unparse(hole.value))
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr) and TAG.search(_literal(node))
        for hole in node.values
        if isinstance(hole, ast.FormattedValue)
    }
    assert made == STYLE_SHEETS


def test_markup_is_not_put_together_by_plus_percent_or_format() -> None:
    made = set()
    for name, tree in trees():
        for node in ast.walk(tree):
            parts: list[ast.expr] = []
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Mod):
                parts = [node.left, node.right]
            elif isinstance(node, ast.Call) and _called(node) in ("format", "join"):
                parts = [node.func.value, *node.args]  # type: ignore[attr-defined]
            if any(isinstance(part, ast.Constant) and TAG.search(str(part.value)) for part in parts):
                made.add((name, node.lineno))
    assert made == set()


def _literal(node: ast.JoinedStr) -> str:
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_escapes_every_value_and_holds_no_script(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"\|\s*(safe|striptags|xmlattr)\b|autoescape|\bMarkup\b", text)
    assert not re.search(r"<script|<iframe|<object|<embed|javascript:|\son\w+\s*=", text, re.IGNORECASE)
    # A value outside quotes could end its attribute with a blank.
    assert not re.search(r"\s[\w-]+=\{\{", text)


def test_jinja_escapes_everywhere() -> None:
    made = [call for _, call in calls() if ast.unparse(call.func) == "Environment"]
    assert len(made) == 1
    assert {ast.unparse(each) for each in made[0].keywords} >= {"autoescape=True"}
    assert {
        name for name, call in calls() if _called(call) == "Markup" or ast.unparse(call.func) == "Markup"
    } == set()


def test_a_tooltip_of_the_map_is_text_and_never_markup() -> None:
    given = [
        each.value for _, call in calls() if ast.unparse(call.func).endswith("Deck")
        for each in call.keywords if each.arg == "tooltip"
    ]  # fmt: skip
    assert len(given) >= 2
    for value in given:
        assert isinstance(value, ast.Dict)
        assert [key.value for key in value.keys if isinstance(key, ast.Constant)] == ["text"]
        assert all(isinstance(text, ast.Constant) for text in value.values)


def test_a_text_on_a_chart_is_never_a_template_of_values() -> None:
    given = [each.value for _, call in calls() for each in call.keywords if each.arg == "hovertemplate"]
    assert given and all(isinstance(value, ast.Constant) for value in given)


def test_a_workbook_makes_no_formula_link_or_number_of_a_text() -> None:
    made = {
        name for name, call in calls() if _called(call) == "Workbook" or ast.unparse(call.func) == "Workbook"
    }
    assert {name for name in made if not name.startswith("loaders/")} == {"views/sheets.py"}
    text = (HOME / "views" / "sheets.py").read_text("utf-8")
    for setting in ("strings_to_formulas", "strings_to_urls", "strings_to_numbers"):
        assert f'"{setting}": False' in text


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_a_script_of_ours_makes_no_markup_and_runs_no_text(path: Path) -> None:
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|srcdoc"
    assert not re.search(forbidden, path.read_text("utf-8"))
