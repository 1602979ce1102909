"""Many liaisons at once, and a server that dies: what was answered is there, once and whole."""

import os
import signal
import socket
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

import httpx
import pytest

from benchmarks.signed import Signed, new_key
from store.ledger import Ledger
from tests.forked import Forked, manage
from tests.papers import changed, printed, sample_rows

LIAISONS, EACH, ROWS = 50, 4, 500
DEATHS = 20
UNITS = {"dinghai": "定海区", "putuo": "普陀区", "daishan": "岱山县", "shengsi": "嵊泗县"}


@dataclass
class Process:
    """The API as a process of its own, on a port of its own."""

    url: str
    running: Forked | None = None

    def start(self) -> None:
        self.port = _free_port()
        words = ["--store", self.url, "api", "--port", str(self.port)]
        self.running = Forked(manage, words, Path(os.devnull), dict(os.environ))
        give_up_at = time.monotonic() + 30
        while not self._answers():
            assert self.running.poll() is None and time.monotonic() < give_up_at, "the API did not start"
            time.sleep(0.02)

    def stop(self, how: int = signal.SIGTERM) -> None:
        assert self.running
        os.kill(self.running.pid, how)
        self.running.wait(10)

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def _answers(self) -> bool:
        try:
            return httpx.get(self.address("/healthz"), timeout=1, trust_env=False).status_code == 200
        except httpx.HTTPError:
            return False


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Oracle:
    """What was acknowledged, written down outside the server and synced before it counts."""

    def __init__(self, path: Path) -> None:
        self._file, self._lock = path.open("a", encoding="utf-8"), Lock()
        self.acknowledged: list[tuple[str, str]] = []

    def note(self, receipt: str, sha256: str) -> None:
        with self._lock:
            self._file.write(f"{receipt} {sha256}\n")
            self._file.flush()
            os.fsync(self._file.fileno())
            self.acknowledged.append((receipt, sha256))

    def wait_for_more_than(self, count: int) -> None:
        """Until another upload was acknowledged, however busy the machine is."""
        give_up_at = time.monotonic() + 60
        while len(self.acknowledged) <= count:
            assert time.monotonic() < give_up_at, "nothing was acknowledged"
            time.sleep(0.005)

    def compare(self, ledger: Ledger) -> None:
        """Every acknowledged upload is in the ledger exactly once, with its own bytes, and the chain is whole."""
        entries = ledger.entries(kinds=["submission"])
        assert set(self.acknowledged) <= {(f"R{entry.seq:06d}", entry.sha256) for entry in entries}
        times = Counter(entry.sha256 for entry in entries)
        assert {times[sha256] for _, sha256 in self.acknowledged} == {1}
        assert ledger.verify().whole


@pytest.fixture
def url(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'live.sqlite3'}"
    ledger = Ledger(url)
    ledger.open_event("live", "2508")
    ledger.close()
    return url


@pytest.fixture
def signed(url: str, tmp_path: Path) -> Signed:
    """What the liaisons' programs sign with."""
    return new_key(url, tmp_path)


@pytest.fixture
def process(url: str) -> Iterator[Process]:
    started = Process(url)
    started.start()
    yield started
    started.stop()


def paper(number: int, rows: list[dict[str, str]]) -> bytes:
    """A report like no other: one boat's crew tells which it is."""
    return printed(changed(rows, {0: {"备注": f"第 {number} 次"}}))


def post(process: Process, client: httpx.Client, unit: str, data: bytes, key: str) -> httpx.Response:
    path = f"/api/feeds/fishing_vessels/submissions?unit={unit}"
    return client.post(process.address(path), content=data, headers={"idempotency-key": key}, timeout=60)


def test_fifty_liaisons_at_once_are_all_answered_and_each_upload_is_stored_once(
    process: Process, signed: Signed, url: str, tmp_path: Path
) -> None:
    oracle = Oracle(tmp_path / "oracle.txt")
    rows = {unit: sample_rows("fishing_vessels", name, ROWS) for unit, name in UNITS.items()}

    def liaison(number: int) -> list[int]:
        unit = list(UNITS)[number % len(UNITS)]
        with httpx.Client(trust_env=False, auth=signed) as client:
            return [send(client, unit, number * EACH + turn) for turn in range(EACH)]

    def send(client: httpx.Client, unit: str, number: int) -> int:
        data = paper(number, rows[unit])
        while (answer := post(process, client, unit, data, f"k{number}")).status_code == 409:
            pass  # another report of the unit came in between, three times over
        oracle.note(answer.json()["receipt"], answer.json()["sha256"])
        return answer.status_code

    with ThreadPoolExecutor(LIAISONS) as liaisons:
        answers = Counter(code for codes in liaisons.map(liaison, range(LIAISONS)) for code in codes)
    ledger = Ledger(url)
    assert answers == {201: LIAISONS * EACH}
    assert len({sha for _, sha in oracle.acknowledged}) == len(oracle.acknowledged) == LIAISONS * EACH
    assert len(ledger.entries(kinds=["submission"])) == LIAISONS * EACH
    oracle.compare(ledger)


def test_a_server_killed_while_it_takes_files_in_has_what_it_acknowledged_once_and_nothing_half(
    process: Process, signed: Signed, url: str, tmp_path: Path
) -> None:
    oracle = Oracle(tmp_path / "oracle.txt")
    rows = sample_rows("fishing_vessels", "嵊泗县", ROWS)

    def send(client: httpx.Client, number: int) -> int:
        answer = post(process, client, "shengsi", paper(number, rows), f"k{number}")
        oracle.note(answer.json()["receipt"], answer.json()["sha256"])
        return answer.status_code

    def send_until_it_dies(death: int) -> int:
        """The number of the upload that was not answered any more."""
        with httpx.Client(trust_env=False, auth=signed) as client:
            for number in range(death * 1000, (death + 1) * 1000):
                try:
                    send(client, number)
                except httpx.HTTPError:
                    return number
        raise AssertionError("the server did not die")

    resent: Counter[int] = Counter()
    for death in range(DEATHS):
        with ThreadPoolExecutor(1) as sender:
            before = len(oracle.acknowledged)
            sending = sender.submit(send_until_it_dies, death)
            oracle.wait_for_more_than(before)
            time.sleep(0.013 * death)  # each time a little further into the next upload
            process.stop(signal.SIGKILL)
            unanswered = sending.result()
        process.start()
        with httpx.Client(trust_env=False, auth=signed) as client:
            resent[send(client, unanswered)] += 1
            assert send(client, unanswered) == 200
            assert oracle.acknowledged[-1] == oracle.acknowledged[-2]
    ledger = Ledger(url)
    # 201 where the server died before the upload was written, 200 where between that and its answer.
    assert resent[200] + resent[201] == DEATHS
    uploads = {sha256 for _, sha256 in oracle.acknowledged}
    assert len(ledger.entries(kinds=["submission"])) == len(uploads) >= 2 * DEATHS
    oracle.compare(ledger)
    assert len(ledger.read("fishing_vessels").frame) == len(rows)
