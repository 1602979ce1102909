"""A process of its own that opens one workbook and tells it as JSON: python -m loaders.workbook.worker KIND.

The workbook comes on standard input. It may die of anything; whoever started it makes a sentence of that.
"""

import json
import resource
import sys

from python_calamine import CalamineError

from loaders.limits import CPU_S, MEMORY_MB, MOST_CELLS, MOST_MB
from loaders.workbook.reading import TooManyCells, read


def limit() -> None:
    """No more memory and time than a workbook may take, and no core file of somebody's data."""
    size = MEMORY_MB << 20
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_S, CPU_S))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(data: bytes, kind: str) -> str:
    """The workbook as JSON, or the code of the reason why it is not read."""
    try:
        said = json.dumps(read(data, kind), default=vars, ensure_ascii=False, separators=(",", ":"))
    except MemoryError:
        return _refusal("file.workbook_memory", MEMORY_MB)
    except TooManyCells:
        return _refusal("file.workbook_too_many_cells", MOST_CELLS)
    except CalamineError:
        return _refusal("file.workbook_broken")
    # A shared string may stand in every cell: what is small as a workbook need not be so as text.
    return said if len(said) <= MOST_MB * 1_000_000 else _refusal("file.workbook_too_large", MOST_MB)


def _refusal(code: str, expected: int | None = None) -> str:
    return json.dumps({"refused": code, "expected": expected})


if __name__ == "__main__":
    limit()
    sys.stdout.buffer.write(answer(sys.stdin.buffer.read(), sys.argv[1]).encode())
