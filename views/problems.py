"""What is wrong with a file, by kind and column: how often, in which rows, what stands there and what belongs there."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.problems import MORE, Problem, how_many
from feeds.declaration import Feed
from feeds.sentences import Told, place, tell, tell_alike
from views.pieces import render

SEVERITIES = ("error", "warning", "note")
# Of what no row is to blame for, these say the same of each column.
TOLD_TOGETHER = ("column.ignored",)
# One by one at first; all others by the numbers of their rows.
SHOWN, SHOWN_TEXTS, SHOWN_RANGES = 20, 8, 1000


@dataclass(frozen=True, slots=True)
class Group:
    """Problems of one kind: `told` the first of them one by one, `raws` the commonest cells, `rows` where they all are.

    Of a kind that is not told one by one to the end, the cells are those of the first, without how often they stand there.
    """

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
    if problem.row is not None or problem.code == MORE:
        return problem.severity, problem.kind, problem.column
    together = problem.code in TOLD_TOGETHER
    return problem.severity, problem.kind, None if together else (problem.column, problem.raw, problem.holes)


def _group(feed: Feed, same: Sequence[Problem], lang: str) -> Group:
    single = [problem for problem in same if problem.code != MORE] or same
    told = tuple(tell(problem, feed, lang) for problem in single[:SHOWN])
    text = told[0].text if len(single) == 1 else tell_alike(single, feed, lang)
    texts = Counter(problem.raw for problem in single if problem.raw)
    rows = [ranges([problem.row for problem in single if problem.row])]
    rows += [str(dict(problem.holes)["rows"]) for problem in same if problem.code == MORE]
    where = ", ".join(filter(None, rows))
    return Group(
        same[0].severity, how_many(same), text, told, _commonest(texts, counted=len(single) == how_many(same)),
        max(0, len(texts) - SHOWN_TEXTS), place(same[0].counted, where, lang) if where else "",
    )  # fmt: skip


def _commonest(texts: Counter[str], counted: bool) -> tuple[tuple[str, int], ...]:
    """The commonest cells and how often each stands there; 0 where not every cell was counted."""
    return tuple((text, times if counted else 0) for text, times in texts.most_common(SHOWN_TEXTS))


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
