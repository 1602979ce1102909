"""What a command answers, for people and as JSON for scripts."""

import click

from domain import words
from domain.clock import iso
from domain.problems import Problem
from domain.receipts import receipt_number
from feeds.declaration import Feed
from feeds.sentences import tell
from intake.receive import Outcome
from readiness.measures import Measure


def rows_moved(outcome: Outcome) -> dict[str, int] | None:
    """How many rows an accepted file added, changed, left and lacked; none where it was refused."""
    found = outcome.draft.comparison
    return {**outcome.draft.moved, "unchanged": found.unchanged} if outcome.receipt and found else None


def figure_values(measure: Measure) -> dict:
    """A measure under the names scripts read: id, done, total, unit, qualifier, as_of, received_at, receipt, feed."""
    newest = max(measure.entries, default=None)
    return {
        "id": measure.id,
        "ref": measure.counter.ref,
        "done": measure.value if not measure.only_planned else measure.planned,
        "total": measure.total,
        "unit": measure.counter.unit,
        "qualifier": measure.qualifier if measure.value is not None else "",
        "as_of": iso(measure.as_of) if measure.as_of else None,
        "received_at": iso(measure.received_at) if measure.received_at else None,
        "receipt": receipt_number(newest) if newest else None,
        "receipts": [receipt_number(entry) for entry in measure.entries],
        "feed": measure.feed,
    }


def problem_values(problem: Problem, feed: Feed) -> dict:
    """A problem in both languages."""
    zh, en = (tell(problem, feed, lang) for lang in words.LANGUAGES)
    return {"code": problem.code, "severity": problem.severity, "row": problem.row, "column": zh.column,
            "raw": problem.raw, "expected": zh.expected, "zh": zh.text, "en": en.text}  # fmt: skip


def print_problems(ctx: click.Context, problems: tuple[Problem, ...], feed: Feed) -> None:
    """Each problem on its line; what refuses on standard error."""
    for problem in problems:
        severity = words.say(ctx.obj["lang"], f"severity.{problem.severity}")
        text = tell(problem, feed, ctx.obj["lang"]).text
        click.echo(f"  [{severity}] {text}", err=problem.severity == "error")
