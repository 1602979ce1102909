"""What stands around a page, as far as it can be known without a browser."""

from pathlib import Path

import pytest

from domain.words import say
from web.frame.page import ORDER, choose_language, frame_words, page_names, style
from web.serving.shell import SAID_INLINE, SCRIPT, document, inline_scripts, original


@pytest.mark.parametrize(
    ("asked", "kept", "shown"),
    [
        (None, None, "zh"),
        ("en", None, "en"),
        (None, "en", "en"),
        ("zh", "en", "zh"),
        ("fr", "en", "en"),
        ("fr", None, "zh"),
    ],
)
def test_the_address_chooses_the_language_then_the_session_then_chinese(asked, kept, shown) -> None:
    assert choose_language(asked, kept) == shown


def test_a_page_gets_the_colours_of_its_theme_and_the_same_sheets() -> None:
    light, dark = (style(theme).split("\n/*", 1) for theme in ("light", "dark"))
    assert light[0] != dark[0]
    assert light[1] == dark[1]


def test_the_bar_begins_with_the_overview_and_every_page_has_a_name() -> None:
    assert page_names()[0] == "dashboard"
    for name in {*page_names(), *ORDER}:
        assert say("zh", f"pages.{name}") != say("en", f"pages.{name}")


def test_the_words_of_the_widgets_are_looked_for_as_they_are_printed() -> None:
    assert frame_words("zh")["Upload"] == "选择文件"
    assert frame_words("zh")["{n} per file"] == "每个文件不超过 {n}"
    assert frame_words("en")["选择文件"] == "Upload"


def test_the_document_is_chinese_names_the_server_and_keeps_the_scripts_it_needs() -> None:
    assert '<html lang="zh-CN">' in document()
    assert f"<title>{say('zh', 'frame.title')}</title>" in document()
    assert 'as="font"' not in document()
    module = original().split('<script type="module"')[1].split("</script>")[0]
    assert module in document()


def test_the_document_holds_no_script_and_ours_says_what_its_own_did() -> None:
    assert inline_scripts(document()) == () and inline_scripts(original()) == SAID_INLINE
    assert document().index(f'src="{SCRIPT}"') < document().index('type="module"')
    ours = (Path(__file__).parents[3] / "web" / "serving" / SCRIPT.strip("/")).read_text("utf-8")
    assert all(said in ours for said in SAID_INLINE) and "BACKEND_BASE_URL: location.origin" in ours
