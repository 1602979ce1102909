from hypothesis import given, settings
from hypothesis import strategies as st

from loaders.lines import line_bounds, mend


@settings(deadline=None)
@given(st.text("ab\r\n", max_size=12))
def test_lines_are_those_a_text_file_has(text):
    body = text.encode()
    starts, ends = line_bounds(body)
    lines = [body[start:end].decode() for start, end in zip(starts, ends, strict=True)]
    assert lines == text.replace("\r\n", "\n").replace("\r", "\n").split("\n")


def test_short_lines_are_filled_up_and_long_ones_cut():
    body, faults = mend(b"a,b\nc\n\nd,e,,\r\nf,g", ",", 2, 2)
    assert (body, faults.problems) == (b"a,b\nc,\n\nd,e\r\nf,g", [])


def test_something_in_a_cell_too_many_is_a_fault_of_its_row():
    body, faults = mend("a,b\nc,d, ,戊".encode(), ",", 2, 7)
    assert body == b"a,b\nc,d"
    assert [(p.code, p.row, p.raw, p.expected, p.holes) for p in faults.problems] == [
        ("row.too_many_cells", 8, "戊", "2", (("found", 4),))
    ]
