"""No receipt before its bytes are on the disk: shown by what the process asks of the system, call by call."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ACKS = 100
SENDS = """
import os, sys
from store.entry import NewEntry
from store.ledger import Ledger
from tests.store.boats import boats
ledger, told = Ledger(sys.argv[1]), os.open(sys.argv[2], os.O_WRONLY | os.O_CREAT)
ledger.open_event("live", "2508")
for crew in range(int(sys.argv[3])):
    ledger.append(NewEntry("submission", "boats", "city"), boats(("a", "putuo", crew)), str(crew).encode())
    os.write(told, b"ACKNOWLEDGED")
"""


def test_every_acknowledgement_comes_after_a_sync_of_what_was_written_before(tmp_path: Path) -> None:
    tracer = shutil.which("strace")
    if tracer is None:
        pytest.skip("strace is not installed (scripts/install-browser brings it)")
    url, calls = f"sqlite:///{tmp_path / 'ledger.sqlite3'}", tmp_path / "calls"
    watched = [
        tracer,
        "-f",
        "-y",
        "--seccomp-bpf",
        "-o",
        str(calls),
        "-e",
        "trace=write,pwrite64,fsync,fdatasync",
    ]
    run = subprocess.run(
        [*watched, sys.executable, "-c", SENDS, url, str(tmp_path / "told"), str(ACKS)],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, timeout=120,
    )  # fmt: skip
    if b"ptrace" in run.stderr or b"PTRACE" in run.stderr:
        pytest.skip(f"processes may not be traced here: {run.stderr.decode().strip()}")
    assert run.returncode == 0, run.stderr.decode()
    written, acknowledged = False, 0
    synced = False
    for line in calls.read_text("utf-8", "replace").splitlines():
        if re.search(r"pwrite64\(\d+<[^>]*ledger\.sqlite3(-wal)?>", line):
            written, synced = True, False
        elif re.search(r"f(data)?sync\(\d+<[^>]*ledger\.sqlite3(-wal)?>\)\s+= 0", line):
            synced = True
        elif "ACKNOWLEDGED" in line:
            acknowledged += 1
            assert written and synced, f"acknowledgement {acknowledged} before its sync"
            written = synced = False
    assert acknowledged == ACKS
