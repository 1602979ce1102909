"""Fills the templates of views/templates; every value is escaped, so no cell of a file can become markup."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from domain.words import say
from views.theme import SHAPES


@cache
def _templates() -> Environment:
    folder = FileSystemLoader(Path(__file__).with_name("templates"))
    made = Environment(
        loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.globals["shapes"] = SHAPES
    return made


def render(template: str, lang: str, **values: object) -> str:
    """A template filled in one language; `say` is bound to it."""
    return (
        _templates()
        .get_template(template)
        .render(lang=lang, say=lambda code, **h: say(lang, code, **h), **values)
    )
