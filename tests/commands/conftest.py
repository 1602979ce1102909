"""The command line on a copy of the sample day."""

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result

from manage import cli


@pytest.fixture
def run(sample_url: str) -> Callable[..., Result]:
    def call(*words: str) -> Result:
        return CliRunner().invoke(cli, ["--store", sample_url, *words])

    return call
