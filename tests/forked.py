"""A process of its own that need not load the libraries again: a fork of one that holds them."""

import multiprocessing
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

from streamlit.web.cli import main

from manage import cli
from web.app import WARM

ROOT = Path(__file__).parents[1]
ROOMS = [
    ".".join(module.relative_to(ROOT).with_suffix("").parts)
    for module in sorted((ROOT / "web").rglob("[a-z]*.py"))
]
FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload([__name__, "uvicorn", "web.alone", *WARM, *ROOMS])


def streamlit(words: list[str]) -> None:
    """`streamlit` at the prompt."""
    main(words)


def manage(words: list[str]) -> None:
    """`manage.py` at the prompt."""
    cli(words)


class Forked(FORKS.Process):
    """What was called at the prompt, in the project's folder; to be ended like a process of subprocess."""

    def __init__(
        self, called: Callable[[list[str]], None], words: list[str], log: Path, environment: dict[str, str]
    ) -> None:
        super().__init__(target=_call, args=(called, words, log, environment))
        # The fork would run the main module once more, which may be a page that AppTest left there.
        with patch.dict(sys.modules, {"__main__": ModuleType("__main__")}):
            self.start()

    def poll(self) -> int | None:
        """What it returned, or minus the number of the signal that ended it; none while it runs."""
        return self.exitcode

    def wait(self, timeout_s: float) -> int:
        """The same, once it ended. AssertionError when it did not in that time."""
        self.join(timeout_s)
        assert self.exitcode is not None, "the process does not end"
        return self.exitcode


def _call(
    called: Callable[[list[str]], None], words: list[str], log: Path, environment: dict[str, str]
) -> None:
    os.chdir(ROOT)
    os.environ.clear()
    os.environ.update(environment)
    with log.open("ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    called(words)
