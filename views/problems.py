"""What is wrong with a file, by kind and column: how often, in which rows, what stands there and what belongs there."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.problems import Problem
from feeds.declaration import Feed
from feeds.sentences import Told, tell, tell_alike
from views.pieces import render

SEVERITIES = ("error", "warning", "note")
# Of what no row is to blame for, these say the same of each column.
TOLD_TOGETHER = ("column.ignored",)
# One by one at first; all others by the numbers of their rows.
SHOWN, SHOWN_TEXTS, SHOWN_RANGES = 20, 8, 1000


@dataclass(frozen=True, slots=True)
class Group:
    """Problems of one kind: `told` the first of them one by one, `raws` the commonest cells, `rows` all their rows."""

    severity: str
    count: int
    text: str
    told: tuple[Told, ...]
    raws: tuple[tuple[str, int], ...]
    more_raws: int
    rows: str


def problem_groups(feed: Feed, problems: Iterable[Problem], lang: str, more: int = 0) -> str:
    """HTML of all that is said of a file: errors first, and of those the commonest; `more` were not kept."""
    return render("problems.html", lang, groups=grouped(feed, problems, lang), more=more)


def grouped(feed: Feed, problems: Iterable[Problem], lang: str) -> list[Group]:
    """The problems by severity, kind and column."""
    alike: dict[tuple, list[Problem]] = {}
    for problem in problems:
        alike.setdefault(_kind(problem), []).append(problem)
    found = [_group(feed, same, lang) for same in alike.values()]
    return sorted(found, key=lambda group: (SEVERITIES.index(group.severity), -group.count))


def _kind(problem: Problem) -> tuple:
    """Faults of one column's cells belong together, and so do columns that are ignored; what else is said is all different."""
    if problem.row is None:
        together = problem.code in TOLD_TOGETHER
        return (
            problem.severity,
            problem.code,
            None if together else (problem.column, problem.raw, problem.holes),
        )
    return problem.severity, problem.code, problem.column


def _group(feed: Feed, same: Sequence[Problem], lang: str) -> Group:
    told = tuple(tell(problem, feed, lang) for problem in same[:SHOWN])
    text = told[0].text if len(same) == 1 else tell_alike(same, feed, lang)
    texts = Counter(problem.raw for problem in same if problem.raw)
    return Group(
        same[0].severity, len(same), text, told, tuple(texts.most_common(SHOWN_TEXTS)),
        max(0, len(texts) - SHOWN_TEXTS), ranges([problem.row for problem in same if problem.row]),
    )  # fmt: skip


def ranges(rows: Iterable[int]) -> str:
    """Numbers as people write them: 3, 7-12, 20."""
    spans: list[list[int]] = []
    for row in sorted(set(rows)):
        if spans and spans[-1][1] == row - 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    written = [str(first) if first == last else f"{first}–{last}" for first, last in spans[:SHOWN_RANGES]]
    return ", ".join([*written, *(["…"] if len(spans) > SHOWN_RANGES else [])])
