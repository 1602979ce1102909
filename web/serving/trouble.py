"""The banner that stands on every page while the store cannot be written, or is not whole."""

from __future__ import annotations

from domain.words import say
from store.entry import ReadOnly
from store.ledger import Ledger
from views.pieces import render
from web.serving.standing import STANDING, Standing


def trouble(ledger: Ledger, lang: str, standing: Standing = STANDING) -> str:
    """The banner as HTML; "" where all is well."""
    told = reasons(ledger, standing)
    return "".join(
        render("banner.html", lang, title=say(lang, title), reason=say(lang, code)) for title, code in told
    )


def reasons(ledger: Ledger, standing: Standing = STANDING) -> list[tuple[str, str]]:
    """What ails the store, each as the codes of a title and a sentence."""
    unwritable = ReadOnly.code if ledger.read_only else standing.unwritable
    title = "trouble.read_only" if unwritable == ReadOnly.code else "trouble.not_written"
    found = [(title, unwritable)] if unwritable else []
    broken = standing.verdict is not None and not standing.verdict.whole
    return found + ([("trouble.not_whole", "ready.not_whole")] if broken else [])
