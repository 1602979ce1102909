"""How soon a commit is on every open screen, and what idle screens cost.

python -m benchmarks.live --sessions 30 --commits 20
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from statistics import quantiles

import click
import psutil

from benchmarks.serving import ROOT, serving
from benchmarks.viewers import Viewer

IDLE_S = 20
BETWEEN_S = 1.5

# Another process, as a colleague's browser or command line would be: a grade in, its version and moment out.
# Each declaration changes what is asked for, so the whole board is worked out again.
COMMITTER = """
import sys, time
from intake.levels import entry
from store.ledger import Ledger
ledger = Ledger(sys.argv[1])
for line in sys.stdin:
    given = {"issuer": "city_hq", "scope": "city", "verb": "adjust", "basis": "trial", "actor": "trial"}
    seq = ledger.append(entry(grade=line.strip(), effective_at=ledger.now(), **given)).entry.seq
    print(seq, time.time(), flush=True)
"""


async def measure(
    address: str, commit: Callable[[], tuple[int, float]], pid: int, sessions: int, commits: int
):
    """Seconds from each commit to told, begun, drawn, over all sessions; then the idle share of a core.

    commit: writes once, from another process, and gives its version and the moment (time.time) it was durable.
    """
    viewers = [Viewer(address) for _ in range(sessions)]
    await asyncio.gather(*(viewer.open() for viewer in viewers))
    await asyncio.sleep(2)
    idle = await _idle(psutil.Process(pid))
    made = []
    for _ in range(commits):
        made.append(await asyncio.to_thread(commit))
        await asyncio.sleep(BETWEEN_S)
    await asyncio.sleep(2)
    delays = {
        stage: [v.seen.get(seq, {}).get(stage, float("inf")) - at for seq, at in made for v in viewers]
        for stage in ("told", "begun", "drawn")
    }
    await asyncio.gather(*(viewer.close() for viewer in viewers))
    return delays, idle


async def _idle(process: psutil.Process) -> float:
    before = process.cpu_times()
    await asyncio.sleep(IDLE_S)
    after = process.cpu_times()
    return (after.user + after.system - before.user - before.system) / IDLE_S


@contextmanager
def committing(store_url: str):
    """A process that commits when called: gives (version, moment)."""
    command = [sys.executable, "-c", COMMITTER, store_url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    process = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, **pipes)

    grades = cycle(("III", "IV"))

    def commit() -> tuple[int, float]:
        print(next(grades), file=process.stdin, flush=True)
        seq, moment = process.stdout.readline().split()
        return int(seq), float(moment)

    try:
        yield commit
    finally:
        process.stdin.close()
        process.wait(10)


def report(delays: dict[str, list[float]], idle: float, sessions: int) -> None:
    """Print the table, in milliseconds and per cent of one core."""
    print(f"{'after a commit (ms)':24}{'median':>9}{'p95':>9}{'worst':>9}{'missed':>9}")
    for stage, seconds in delays.items():
        came = sorted(1000 * s for s in seconds if s != float("inf"))
        cuts = quantiles(came, n=20)
        missed = f"{len(seconds) - len(came)}/{len(seconds)}"
        print(f"{stage:24}{cuts[9]:9.0f}{cuts[18]:9.0f}{came[-1]:9.0f}{missed:>9}")
    print(f"idle, {sessions} sessions: {100 * idle:.1f} % of a core")


@click.command()
@click.option("--sessions", default=30, show_default=True)
@click.option("--commits", default=20, show_default=True)
@click.option("--script", default=ROOT / "dashboard.py", type=click.Path(exists=True, path_type=Path))
def main(sessions: int, commits: int, script: Path) -> None:
    """Start the dashboard on a copy of the sample, open sessions, commit from another process, measure."""
    with tempfile.TemporaryDirectory() as folder:
        store_url = f"sqlite:///{folder}/ledger.sqlite3"
        subprocess.run(
            [sys.executable, ROOT / "manage.py", "--store", store_url, "demo"], check=True, cwd=ROOT
        )
        words = ["-m", "streamlit", "run", str(script)]
        environment = {"STORE_URL": store_url, "PYTHONPATH": str(ROOT)}
        served = serving(words, "--server.port", environment)
        with served as (address, pid), committing(store_url) as commit:
            delays, idle = asyncio.run(measure(address, commit, pid, sessions, commits))
    report(delays, idle, sessions)


if __name__ == "__main__":
    main()
