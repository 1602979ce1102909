"""How soon many liaisons at once have their receipts: uploads over HTTP to a server of its own, on loopback.

python -m benchmarks.liaisons --liaisons 50 --each 4 --rows 500
"""

import csv
import io
import os
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from statistics import median, quantiles
from threading import Lock

import click
import httpx

from benchmarks.serving import ROOT, serving
from benchmarks.signed import Signed, new_key
from store.ledger import Ledger

FEED = "fishing_vessels"
UNITS = {"dinghai": "定海区", "putuo": "普陀区", "daishan": "岱山县", "shengsi": "嵊泗县"}
ANSWER_S = 60
AIM_S = 5


@dataclass(frozen=True, slots=True)
class Answer:
    """One upload: the server's code, the receipt, and the seconds from sending to answer, turned-away tries included."""

    code: int
    receipt: str
    seconds: float


def papers(rows: int) -> dict[str, tuple[list[str], list[list[str]]]]:
    """Header and rows of each county's boats, as many as there are up to `rows`."""
    text = (ROOT / "sample_data" / f"{FEED}.csv").read_text("utf-8-sig")
    header, *boats = csv.reader(io.StringIO(text))
    place = header.index("县区")
    return {unit: (header, [b for b in boats if b[place] == name][:rows]) for unit, name in UNITS.items()}


def paper(header: list[str], rows: list[list[str]], number: int) -> bytes:
    """A report like no other: its first row's remark is its number."""
    sink = io.StringIO()
    csv.writer(sink).writerows([header, [*rows[0][:-1], f"第 {number} 次"], *rows[1:]])
    return sink.getvalue().encode("utf-8-sig")


def send(client: httpx.Client, address: str, unit: str, data: bytes, key: str) -> Answer:
    """Sends until it is not turned away because another report came in between."""
    url = f"{address}/api/feeds/{FEED}/submissions?unit={unit}"
    begun = time.perf_counter()
    while True:
        answer = client.post(url, content=data, headers={"idempotency-key": key}, timeout=ANSWER_S)
        if answer.status_code != 409:
            return Answer(answer.status_code, answer.json().get("receipt") or "", time.perf_counter() - begun)


def measure(address: str, signed: Signed, liaisons: int, each: int, rows: int) -> list[Answer]:
    """All liaisons at once, each sending `each` files of their county one after the other."""
    files, told, lock = papers(rows), [], Lock()

    def liaison(task: tuple[int, str]) -> None:
        number, unit = task
        with httpx.Client(trust_env=False, auth=signed) as client:
            for turn in range(each):
                sent = number * each + turn
                answer = send(client, address, unit, paper(*files[unit], sent), f"k{sent}")
                with lock:
                    told.append(answer)

    with ThreadPoolExecutor(liaisons) as working:
        list(working.map(liaison, enumerate(islice(cycle(UNITS), liaisons))))
    return told


def report(answers: list[Answer], took_s: float, stored: int) -> None:
    """Print the table."""
    seconds = sorted(answer.seconds for answer in answers)
    codes = ", ".join(f"{count} × {code}" for code, count in Counter(a.code for a in answers).items())
    receipts = len({answer.receipt for answer in answers})
    print(f"{len(answers)} uploads on {os.cpu_count()} cores in {took_s:.1f} s: {codes}")
    print(f"{receipts} receipts, {stored} in the ledger")
    print(f"{'seconds to the receipt':26}{'p50':>8}{'p95':>8}{'max':>8}   aim: p95 within {AIM_S}")
    print(f"{'':26}{median(seconds):8.2f}{quantiles(seconds, n=20)[18]:8.2f}{seconds[-1]:8.2f}")


@click.command()
@click.option("--liaisons", default=50, show_default=True, type=click.IntRange(2, 200))
@click.option("--each", default=4, show_default=True, type=click.IntRange(1, 20))
@click.option("--rows", default=500, show_default=True, type=click.IntRange(1, 2000))
def main(liaisons: int, each: int, rows: int) -> None:
    """Open an empty store, start the API on it, send everything at once, measure."""
    with tempfile.TemporaryDirectory() as folder:
        store_url = f"sqlite:///{folder}/ledger.sqlite3"
        Ledger(store_url).open_event("live", "2508")
        signed = new_key(store_url, Path(folder))
        with serving(["manage.py", "--store", store_url, "api"], "--port") as (address, _):
            begun = time.perf_counter()
            answers = measure(address, signed, liaisons, each, rows)
            took_s = time.perf_counter() - begun
        report(answers, took_s, len(Ledger(store_url).entries(kinds=["submission"])))


if __name__ == "__main__":
    main()
