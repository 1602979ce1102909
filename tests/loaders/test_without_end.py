"""Text files of nothing but columns, lines, quotes or one endless line: refused in words before they are made a table."""

import subprocess
import sys
from pathlib import Path

import pytest

from domain.problems import Refused
from feeds.mapping import known_headers
from loaders.delimited import WIDEST_LINE, load
from loaders.limits import MAX_CELLS, MAX_COLUMNS
from tests.papers import printed, sample_rows

HEAD = printed(sample_rows("fishing_vessels", count=1)).splitlines()[0] + b"\n"
WIDE = ",".join(f"c{i}" for i in range(MAX_COLUMNS)).encode() + b"\n"
# Memory of a process that has its libraries loaded, and so much more.
MEMORY_MB = 500
ENDLESS = {
    "columns": ("b'a,' * (N // 2 - 3) + b'\\n1,2\\n'", "file.over_column_limit"),
    "columns-of-other-names": ("b','.join(b'%x' % i for i in range(N // 8))", "file.over_column_limit"),
    "columns-without-a-name": ("HEAD[:-1] + b',' * (N - 200) + b'\\n'", "file.over_column_limit"),
    "one-line": ("b'x' * N", "file.cell_too_long"),
    "quotes": ("b'\"' * N", "file.cell_too_long"),
    "quotes-below-the-header": ("HEAD + b'\"' * (N - 200)", "file.cell_too_long"),
    "newlines": ("b'\\n' * N", "file.empty"),
    "newlines-between-rows": ("HEAD + b'x\\n' + b'\\n' * (N - 200) + b'x'", "file.over_row_limit"),
    "returns-between-rows": ("HEAD + b'x\\r' + b'\\r' * (N - 200) + b'x'", "file.over_row_limit"),
    "short-rows": ("HEAD + b'x\\n' * (N // 2 - 200)", "file.over_row_limit"),
    "short-rows-under-a-wide-header": ("WIDE + b'x\\n' * (N // 8)", "file.over_row_limit"),
    "cells-in-a-row": ("HEAD * 30 + b'ab,' * (N // 3 - 2000)", ""),
    "cells-in-a-row-beside-a-quote": ("HEAD * 30 + b'\"x\"' + b',ab' * (N // 3 - 2000)", "file.over_column_limit"),
}  # fmt: skip
READING = """
import re
from pathlib import Path
from domain.problems import Refused
from feeds.mapping import known_headers
from loaders.delimited import load
from loaders.limits import FILE_BYTES as N
from tests.loaders.test_without_end import ENDLESS, HEAD, WIDE
def size():
    # Not getrusage: a new process begins there with the most its parent ever took.
    return int(re.search("VmHWM:\\s*([0-9]+)", Path("/proc/self/status").read_text())[1]) >> 10
known, before = known_headers(), size()
for name, (data, _) in ENDLESS.items():
    data = eval(data)
    assert len(data) <= N
    try:
        said = [problem.code for problem in load(data, known).notes if problem.severity == "error"]
    except Refused as refusal:
        said = [problem.code for problem in refusal.problems]
    print(name, *said, size() - before)
"""


@pytest.fixture(scope="module")
def read() -> dict[str, tuple[list[str], int]]:
    """What each is answered by a process of its own, and how much more memory than before the first was ever taken, MB."""
    ran = subprocess.run(
        [sys.executable, "-c", READING], cwd=Path(__file__).parents[2], capture_output=True, text=True, check=True
    )  # fmt: skip
    lines = [line.split() for line in ran.stdout.splitlines()]
    return {name: (said, int(took_mb)) for name, *said, took_mb in lines}


@pytest.mark.parametrize("name", ENDLESS)
def test_what_has_no_end_is_refused_in_words_and_takes_little_memory(read: dict, name: str) -> None:
    said, took_mb = read[name]
    assert said == [ENDLESS[name][1] or "row.too_many_cells"] and took_mb < MEMORY_MB


def test_separators_without_a_name_at_the_end_of_the_header_are_no_columns() -> None:
    rows = b"".join(
        line + b"," * 16_000 + b"\r\n" for line in printed(sample_rows("aquaculture")).splitlines()
    )
    plain = load(printed(sample_rows("aquaculture")), known_headers())
    assert load(rows, known_headers()).columns.equals(plain.columns)


def test_a_cell_may_be_nothing_but_separators() -> None:
    data = HEAD + b'"' + b"," * (WIDEST_LINE - MAX_COLUMNS) + b'",b\r\n'
    assert load(data, known_headers()).columns.num_rows == 1


def test_a_wide_file_has_fewer_rows() -> None:
    most = MAX_CELLS // MAX_COLUMNS
    with pytest.raises(Refused) as refusal:
        load(WIDE + b"x\n" * (most + 1), known_headers())
    problem = refusal.value.problems[0]
    assert (problem.code, problem.expected, problem.holes) == (
        "file.over_row_limit", str(most), (("found", most + 1),),
    )  # fmt: skip


def test_blank_lines_at_the_end_are_no_rows() -> None:
    table = load(HEAD + b"x\n" + b"\n" * 3_000_000, known_headers())
    assert table.columns.num_rows == 1
