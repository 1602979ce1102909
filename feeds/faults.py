"""Faults gathered kind by kind: the first of each told one by one, the others by number, and every row at fault known."""

from array import array
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import numpy as np

from domain.problems import MORE, Problem

MOST_TOLD = 200
MOST_SPANS = 20


@dataclass(slots=True)
class _Kind:
    """Problems of one severity, code and column: the first, and the spreadsheet's rows of the others."""

    told: list[Problem] = field(default_factory=list)
    beyond: array = field(default_factory=lambda: array("i"))

    @property
    def rows(self) -> np.ndarray:
        first = [problem.row for problem in self.told]
        return np.concatenate([np.array(first, np.int32), np.array(self.beyond, np.int32)])


class Faults:
    """What is wrong with a table. However much there is, no more than MOST_TOLD of a kind are objects."""

    def __init__(self, problems: Iterable[Problem] = ()) -> None:
        self._whole: list[Problem] = []
        self._kinds: dict[tuple[str, str, str | None], _Kind] = {}
        self.add(problems)

    def add(self, problems: Iterable[Problem]) -> None:
        """Problems as they come; those without a row are all told."""
        for problem in problems:
            if problem.row is None:
                self._whole.append(problem)
                continue
            kind = self._kind(problem.severity, problem.code, problem.column)
            if len(kind.told) < MOST_TOLD:
                kind.told.append(problem)
            else:
                kind.beyond.append(problem.row)

    def add_rows(
        self, code: str, column: str | None, rows: np.ndarray, tell: Callable[[int], Iterable[Problem]]
    ) -> None:
        """Errors of one kind in these rows; `tell` makes the first so many of them."""
        kind = self._kind("error", code, column)
        most = min(MOST_TOLD - len(kind.told), len(rows))
        kind.told += tell(most) if most else ()
        kind.beyond.frombytes(rows[most:].astype(np.int32).tobytes())

    @property
    def problems(self) -> list[Problem]:
        """Those of the whole file, then each kind with one problem that counts what is not told of it."""
        told = [problem for kind in self._kinds.values() for problem in kind.told]
        beyond = [_more(*said, kind.beyond) for said, kind in self._kinds.items() if kind.beyond]
        return [*self._whole, *beyond, *told]

    @property
    def rows(self) -> np.ndarray:
        """The rows with an error, ascending, each once."""
        return joined(self.by_column().values())

    def by_column(self) -> dict[str | None, np.ndarray]:
        """The rows with an error in each column; None: in the row as a whole."""
        found: dict[str | None, list[np.ndarray]] = {}
        for (severity, _, column), kind in self._kinds.items():
            if severity == "error":
                found.setdefault(column, []).append(kind.rows)
        return {column: joined(rows) for column, rows in found.items()}

    def _kind(self, severity: str, code: str, column: str | None) -> _Kind:
        return self._kinds.setdefault((severity, code, column), _Kind())


def joined(rows: Iterable[np.ndarray]) -> np.ndarray:
    """All these rows, ascending, each once."""
    # Sorted: the hashing of np.unique takes 20 times as long.
    found = np.sort(np.concatenate([np.empty(0, np.int32), *rows]))
    return found[np.diff(found, prepend=-1) > 0]


def _more(severity: str, code: str, column: str | None, rows: array) -> Problem:
    holes = (("like", code), ("n", len(rows)), ("rows", _ranges(np.array(rows))))
    return Problem(MORE, column=column, severity=severity, holes=holes)


def _ranges(rows: np.ndarray) -> str:
    """Numbers as people write them: 3, 7–12, 20; of many spans the first."""
    rows = joined([rows])
    breaks = np.flatnonzero(np.diff(rows) > 1)
    firsts, lasts = rows[[0, *(breaks + 1)]], rows[[*breaks, len(rows) - 1]]
    spans = zip(firsts[:MOST_SPANS].tolist(), lasts[:MOST_SPANS].tolist())
    written = [str(first) if first == last else f"{first}–{last}" for first, last in spans]
    return ", ".join([*written, *(["…"] if len(firsts) > MOST_SPANS else [])])
