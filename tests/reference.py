"""Reference data kept beside the project, not in it: tests that need it are skipped where it is absent."""

from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "shared" / "data"


def reference(name: str) -> Path:
    """The path of a reference file, e.g. "coast/zhoushan_full.geojson"; skips the test without it."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"reference data not here: {name}")
    return path
