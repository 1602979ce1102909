"""A server killed while it writes: what was acknowledged is there once and whole, and what was not can be sent again."""

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from store.backup import checked
from store.ledger import Ledger
from tests.faults.dying import ROWS, UNITS

ROOT = Path(__file__).parents[2]
DEATHS = 40


def test_forty_deaths_lose_nothing_double_nothing_and_leave_nothing_half(tmp_path: Path) -> None:
    url, oracle = f"sqlite:///{tmp_path / 'live.sqlite3'}", tmp_path / "oracle"
    ledger = Ledger(url)
    ledger.open_event("live", "2508")
    ledger.close()
    command = [sys.executable, "-m", "tests.faults.dying", url, str(oracle), str(DEATHS)]
    driven = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, timeout=300
    )
    assert driven.returncode == 0, driven.stderr.decode()[-3000:]
    told = [json.loads(line) for line in oracle.read_text("utf-8").splitlines()]
    ledger = Ledger(url)
    stored = {f"R{entry.seq:06d}": entry for entry in ledger.entries(kinds=["submission"])}
    assert len(told) == len({line["key"] for line in told}) >= 2 * DEATHS
    for line in told:
        assert stored[line["receipt"]].sha256 == line["sha256"]
    # Nothing that nobody was told of, nothing twice, nothing half.
    assert set(stored) == {line["receipt"] for line in told}
    assert set(Counter(entry.sha256 for entry in stored.values()).values()) == {1}
    assert {entry.rows for entry in stored.values()} == {ROWS}
    assert len(ledger.read("fishing_vessels").frame) == ROWS * len(UNITS)
    again = Counter(line["status"] for line in told if line["again"])
    assert again[200] + again[201] >= DEATHS
    ledger.close()
    assert checked(tmp_path / "live.sqlite3").whole
