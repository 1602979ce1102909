"""A workbook may break the worker, never the server: each is refused with words, and the next one is read."""

import random
import sys
import threading

import pytest

from domain.problems import Refused
from feeds import feed
from feeds.mapping import known_headers
from feeds.sentences import tell
from loaders.files import load_file
from loaders.workbook.apart import read_apart
from tests.hostile_workbooks import hostile
from tests.workbooks import BOAT, HEADER, ods, xls, xlsb, xlsx

WRITERS = {"xlsx": xlsx, "xls": xls, "ods": ods, "xlsb": xlsb}


@pytest.mark.parametrize("name", hostile())
def test_a_hostile_workbook_is_refused_with_words(name: str) -> None:
    filename, data, code = hostile()[name]
    with pytest.raises(Refused) as refused:
        load_file(data, filename, known_headers())
    assert [problem.code for problem in refused.value.problems] == [code]
    said = [
        tell(problem, feed("fishing_vessels"), lang).text
        for problem in refused.value.problems
        for lang in ("zh", "en")
    ]
    assert all(said) and "{" not in "".join(said)


@pytest.mark.parametrize("kind", WRITERS)
def test_a_workbook_spoilt_anywhere_is_read_or_refused(kind: str) -> None:
    data = WRITERS[kind]([HEADER, *[BOAT] * 40])
    dice = random.Random(2508)
    outcomes = set()
    for _ in range(12):
        spoilt = bytearray(data)
        for _ in range(8):
            spoilt[dice.randrange(8, len(data))] = dice.randrange(256)
        try:
            outcomes.add(type(load_file(bytes(spoilt), f"a.{kind}", known_headers())).__name__)
        except Refused as refusal:
            outcomes.add(refusal.problems[0].severity)
    assert outcomes <= {"Book", "error"}


@pytest.mark.parametrize(
    ("does", "code"),
    [
        ("import time; time.sleep(60)", "file.workbook_timeout"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "file.workbook_timeout"),
        ("import os; os.abort()", "file.workbook_broken"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "file.workbook_broken"),
        ("raise MemoryError", "file.workbook_memory"),
        ("print('garbage')", "file.workbook_broken"),
        ("print('[1]')", "file.workbook_broken"),
        ('print(\'{"grids": [{"name": 1}], "hidden": []}\')', "file.workbook_broken"),
        ("", "file.workbook_broken"),
    ],
)
def test_whatever_becomes_of_the_worker_there_is_an_answer(does: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_apart(b"PK", "xlsx", (sys.executable, "-c", does), 2)
    assert [problem.code for problem in refused.value.problems] == [code]


def test_when_all_places_are_taken_the_sender_is_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = threading.BoundedSemaphore(1)
    taken.acquire()
    monkeypatch.setattr("loaders.workbook.apart._places", taken)
    with pytest.raises(Refused) as refused:
        read_apart(xlsx([HEADER]), "xlsx", wall_s=0.1)
    assert refused.value.problems[0].code == "file.workbook_busy"
