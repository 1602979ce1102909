"""A wall clock that jumps: what came in keeps its order, and no visit is immortal or over before its time."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIBRARIES = sorted(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"))
HOUR, DAY = 3600, 86_400
# Backwards and forwards, over a year's end and a leap day (2028-02-29 lies within them), and back to the truth.
JUMPS_S = (0, HOUR, -HOUR, DAY, -DAY, 400 * DAY, 830 * DAY, -400 * DAY, 60, 0)
LIVES = """
import json, os, sys
from pathlib import Path
from access.identity import Scope
from store.entry import NewEntry, utc_now
from store.ledger import Ledger
from tests.store.boats import boats
from web.serving import office
from web.serving.starting import store_faults

def jump(seconds):
    file = Path(os.environ["FAKETIME_TIMESTAMP_FILE"])
    file.with_suffix(".new").write_text(f"{seconds:+d}")
    file.with_suffix(".new").rename(file)

jump(0)
ledger = Ledger(sys.argv[1])
ledger.open_event("live", "2508")
door = office.door_of(ledger)
begun = utc_now().timestamp()
door.administration("test").set_account("zhang", "张三", frozenset(["viewer"]), Scope())
secret = door.visits.let_in(door.register.accounts["zhang"])
told = []
for number, seconds in enumerate(json.loads(sys.argv[2])):
    jump(seconds)
    before = [fault.code for fault in store_faults(ledger)]
    entry = ledger.append(NewEntry("submission", "boats", "city"), boats(("a", "putuo", number)), b"%d" % number).entry
    told.append({
        "jump": seconds, "off": entry.recorded_at.timestamp() - begun, "seq": entry.seq, "faults": before,
        "shown": ledger.read("boats").frame["crew"].tolist(), "known": door.visits.who(secret).name,
        "base": ledger.base("boats", "city"),
    })
print(json.dumps({"told": told, "whole": ledger.verify().whole}))
"""


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """What a process saw while its clock jumped."""
    if not LIBRARIES:
        pytest.skip("libfaketime is not installed (scripts/install-browser brings it)")
    folder = tmp_path_factory.mktemp("clock")
    faked = {
        # Monotonic time goes on with the wall's: left out of it, this library fails in Python 3.11.
        "LD_PRELOAD": str(LIBRARIES[0]), "DONT_FAKE_MONOTONIC": "0", "FAKETIME_NO_CACHE": "1",
        "FAKETIME_TIMESTAMP_FILE": str(folder / "clock"), "PYTHONPATH": str(ROOT),
    }  # fmt: skip
    (folder / "clock").write_text("+0")
    words = [sys.executable, "-c", LIVES, f"sqlite:///{folder / 'ledger.sqlite3'}", json.dumps(JUMPS_S)]
    run = subprocess.run(words, cwd=ROOT, env={**os.environ, **faked}, capture_output=True, timeout=120)
    assert run.returncode == 0, run.stderr.decode()[-3000:]
    return json.loads(run.stdout)


def test_the_clock_did_jump(lived: dict) -> None:
    for step in lived["told"]:
        assert abs(step["off"] - step["jump"]) < 120


def test_what_came_last_is_shown_whatever_its_clock_said(lived: dict) -> None:
    assert [step["shown"] for step in lived["told"]] == [[number] for number in range(len(JUMPS_S))]
    seqs = [step["seq"] for step in lived["told"]]
    assert seqs == sorted(seqs) and [step["base"] for step in lived["told"]] == seqs
    assert lived["whole"]


def test_a_visit_is_over_when_the_clock_is_far_off_and_holds_when_it_is_right(lived: dict) -> None:
    for step in lived["told"]:
        assert (step["known"] == "zhang") is (abs(step["jump"]) <= 60), step


def test_a_server_is_not_started_behind_its_last_entry(lived: dict) -> None:
    newest = 0
    for step in lived["told"]:
        behind = newest - step["jump"] > 300
        assert (step["faults"] == ["start.clock"]) is behind, step
        newest = step["jump"]
