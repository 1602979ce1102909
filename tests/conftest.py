"""What every test may need: the sample day's store, loaded once, and a copy of it to write into."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from sample_data.load import load
from store.ledger import Ledger

# The same examples every time, so that what passed once lands; a busy machine makes single ones slow, which is no fault.
settings.register_profile("steady", deadline=None, derandomize=True)
# `pytest --hypothesis-profile=exploring` draws new ones, to find what nobody thought of.
settings.register_profile("exploring", deadline=None)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample day's ledger as a closed SQLite file; copy it before writing."""
    path = tmp_path_factory.mktemp("sample") / "ledger.sqlite3"
    ledger = Ledger(f"sqlite:///{path}")
    load(ledger)
    ledger.close()
    return path


@pytest.fixture(scope="session")
def sample(sample_file: Path) -> Iterator[Ledger]:
    """The sample day's ledger, to read only."""
    ledger = Ledger(f"sqlite:///{sample_file}")
    yield ledger
    ledger.close()


@pytest.fixture
def sample_url(sample_file: Path, tmp_path: Path) -> str:
    """A copy of the sample day's ledger to write into."""
    return f"sqlite:///{shutil.copy(sample_file, tmp_path / 'sample.sqlite3')}"
