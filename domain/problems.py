"""What is wrong with something sent: codes with values. Their sentences are in words.toml, [problems]."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from domain.words import say

# Stands for further problems of one kind: "like" is their code, "n" how many, "rows" where they are.
MORE = "file.more_faults"
# What the number of a row counts: the rows of a spreadsheet, the lines of a text, the records of a document, or where
# one of these says several things, the entries that were read of it.
ROW, LINE, RECORD, ENTRY = "row", "line", "record", "entry"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault, warning or note, as a code with the values its sentence needs.

    row: as the spreadsheet counts, the header of a plain file being row 1; counted: what it is the number of, such as
    RECORD; column: the header as the template prints it; raw: the cell's text as received; expected: what would have been right, several
    joined by " / "; severity: "error" refuses the file, "warning" and "note" do not; holes: further values.
    """

    code: str
    row: int | None = None
    column: str | None = None
    raw: str | None = None
    expected: str | None = None
    severity: str = "error"
    holes: tuple[tuple[str, str | int | float], ...] = ()
    counted: str = ROW

    def numbered(self, counted: str) -> "Problem":
        """The same with its row's number, or those of its rows, counting that; as it is where it names none."""
        return replace(self, counted=counted) if self.row is not None or self.code == MORE else self

    @property
    def count(self) -> int:
        """How many problems it tells of."""
        return int(dict(self.holes)["n"]) if self.code == MORE else 1

    @property
    def kind(self) -> str:
        """The code of what it tells of."""
        return str(dict(self.holes)["like"]) if self.code == MORE else self.code


def how_many(problems: Iterable[Problem], severity: str | None = None) -> int:
    """How many problems these tell of, of that severity where one is given."""
    return sum(problem.count for problem in problems if severity in (None, problem.severity))


def sentence(problem: Problem, lang: str) -> str:
    """A problem that is of no form's file, in zh or en. KeyError: its code has no sentence in words.toml."""
    return say(
        lang,
        f"problems.{problem.code}",
        **{"raw": problem.raw, "expected": problem.expected, **dict(problem.holes)},
    )


class Refused(Exception):
    """Something sent cannot be taken; `problems` says why, at least one of them an error."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(", ".join(problem.code for problem in self.problems))
