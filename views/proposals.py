"""Levels that wait to be confirmed, as people read them: never as one in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from domain.clock import from_beijing
from domain.districts import DISTRICTS
from domain.levels import GRADES, ISSUERS, VERBS
from views import text
from views.board import LEVEL_TOKENS, grade_name
from views.pieces import render


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal. said: issuer, scope, grade, verb, effective_at and basis; overtaken_by: a receipt, "" for none."""

    receipt: str
    said: Mapping[str, str]
    actor: str
    proposed_at: datetime
    overtaken_by: str = ""


def card(proposal: Waiting, now: datetime, lang: str) -> str:
    """What was proposed, on what basis, by whom, and how long it waits."""
    return render("proposal.html", lang, proposal=proposal, **parts(proposal, now, lang))


def parts(proposal: Waiting, now: datetime, lang: str) -> dict[str, str]:
    """A proposal in words: issuer, grade and its token, verb, scope, begins, made (at), age."""
    said = proposal.said
    issuer, verb, scope = ISSUERS[said["issuer"]], VERBS[said["verb"]], DISTRICTS[said["scope"]]
    issuer_name, verb_name, scope_name = (
        (each.zh if lang == "zh" else each.en) for each in (issuer, verb, scope)
    )
    return {
        "issuer": issuer_name,
        "grade": grade_name(said["grade"], lang),
        "code": LEVEL_TOKENS.get(GRADES[said["grade"]].colour, "none"),
        "verb": verb_name,
        "scope": scope_name,
        "begins": text.moment(from_beijing(said["effective_at"]), now),
        "made": text.moment(proposal.proposed_at, now),
        "age": text.age(now - proposal.proposed_at, lang),
    }
