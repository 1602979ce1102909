"""Writes the golden files beside itself: python -m tests.golden.build."""

from functools import cache
from pathlib import Path

from tests.golden.books import books, settled
from tests.golden.texts import texts

FOLDER = Path(__file__).parent


@cache
def files() -> dict[str, bytes]:
    """All golden files by name."""
    return {**texts(), **{name: settled(data) for name, data in books().items()}}


if __name__ == "__main__":
    for name, data in files().items():
        (FOLDER / name).write_bytes(data)
