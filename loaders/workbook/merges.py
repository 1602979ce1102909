"""Cells merged downwards: what is written once for several rows is written into each of them."""

import re
from collections.abc import Iterable, Iterator

from loaders.workbook.grid import Merge

Corner = tuple[int, int]  # row and column, both from 0

# A number that stands once for several rows is their sum, or nobody knows; written out it would count again.
_NUMBER = re.compile(r"[-+≥≤<>约]?\d[\d.,]*[余多]?[%‰人艘个处]?")


def fill_down(columns: list[list[str]], merged: Iterable[tuple[Corner, Corner]], top: int) -> Iterator[Merge]:
    """Fills the first column of each merged range, where its rows hold anything else, and tells of each.

    `columns` begin at the sheet's row `top` (from 0), and are changed in place.
    """
    height = len(columns[0]) if columns else 0
    filled = [any(row) for row in zip(*columns)]
    for (first, left), (last, _) in merged:
        above, below = first - top, min(last - top, height - 1)
        if not 0 <= above < below or left >= len(columns) or not columns[left][above]:
            continue
        said = columns[left][above]
        rows = [row for row in range(above + 1, below + 1) if filled[row]]
        fills = not _NUMBER.fullmatch(said)
        for row in rows if fills else ():
            columns[left][row] = said
        if rows:
            yield Merge(first + 1, last + 1, said, fills)
