"""What an account, a screen or a key may do, in words."""

from collections.abc import Collection

from domain.districts import DISTRICTS
from domain.words import say
from feeds import all_feeds

EVERYTHING = "*"


def roles_said(roles: Collection[str], lang: str) -> str:
    """Roles by name."""
    return _joined([say(lang, f"roles.{role}") for role in sorted(roles)], lang)


def feeds_said(feeds: Collection[str], lang: str) -> str:
    """Forms by title; all of them in a word."""
    if EVERYTHING in feeds:
        return say(lang, "accounts.all_feeds")
    return _joined([all_feeds()[name].title(lang) for name in sorted(feeds)], lang)


def units_said(units: Collection[str], lang: str) -> str:
    """Reporting units by name; all of them in a word."""
    if EVERYTHING in units:
        return say(lang, "accounts.all_units")
    found = [DISTRICTS[code] for code in sorted(units)]
    return _joined([one.zh if lang == "zh" else one.en for one in found], lang)


def scope_said(feeds: Collection[str], units: Collection[str], lang: str) -> str:
    """Forms in units; nothing where there are none."""
    return " · ".join(said for said in (feeds_said(feeds, lang), units_said(units, lang)) if said)


def board_said(board: str, lang: str) -> str:
    """The page a screen stands on."""
    return say(lang, "accounts.metrics") if board == "metrics" else say(lang, f"pages.{board}")


def _joined(parts: list[str], lang: str) -> str:
    return ("、" if lang == "zh" else ", ").join(parts)
