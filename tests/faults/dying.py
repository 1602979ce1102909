"""Serves, sends, kills and sends again; run by test_killed as a process of its own, which forks before it has threads.

What was acknowledged is written down outside the server, and synced before it counts: a line of JSON a report.
"""

import http.client
import json
import os
import random
import secrets
import signal
import socket
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from threading import Event, Lock
from urllib.parse import quote

from access.identity import EVERYTHING, Scope
from access.machines import KEY, NONCE, SIGNATURE, TIMESTAMP, key_of, signature
from intake.draft import examine
from store.ledger import Ledger
from tests.papers import changed, printed, sample_rows
from web.alone import serve
from web.api.asked import feed_named
from web.serving import office

UNITS = {"dinghai": "定海区", "shengsi": "嵊泗县"}
ROWS, LONGEST_MORE_S = 40, 0.04
ALL = frozenset([EVERYTHING])


@dataclass
class Sender:
    """A machine of one unit: sends one report after the other, and first of all the one that was not answered."""

    unit: str
    name: str
    key: str
    numbers: Iterator[int] = field(default_factory=count)
    unanswered: int | None = None
    answered: Event = field(default_factory=Event)

    def send_until_it_dies(self, port: int, oracle: "Oracle") -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            while True:
                number = next(self.numbers) if self.unanswered is None else self.unanswered
                again, self.unanswered = self.unanswered is not None, number
                self.send(connection, number, again, oracle)
                self.unanswered = None
                self.answered.set()
        except (OSError, http.client.HTTPException):
            return
        finally:
            connection.close()

    def send(self, connection, number: int, again: bool, oracle: "Oracle") -> None:
        rows = sample_rows("fishing_vessels", UNITS[self.unit], ROWS)
        body = printed(changed(rows, {0: {"备注": f"第 {number} 次"}}))
        path = f"/api/feeds/fishing_vessels/submissions?unit={self.unit}&actor={quote('接口')}"
        told = str(int(time.time())), secrets.token_hex(8)
        signed = signature(self.key, "POST", path, *told, body)
        headers = {KEY: self.name, TIMESTAMP: told[0], NONCE: told[1], SIGNATURE: signed}
        connection.request("POST", path, body, headers | {"Idempotency-Key": f"{self.unit}{number}"})
        answer = connection.getresponse()
        said = json.loads(answer.read())
        assert answer.status in (200, 201), said
        oracle.note(
            key=f"{self.unit}{number}",
            again=again,
            status=answer.status,
            sha256=said["sha256"],
            receipt=said["receipt"],
        )


class Oracle:
    """A file of what was acknowledged."""

    def __init__(self, path: str) -> None:
        self._file, self._lock = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT), Lock()

    def note(self, **line: object) -> None:
        with self._lock:
            os.write(self._file, f"{json.dumps(line)}\n".encode())
            os.fsync(self._file)


def start(url: str) -> tuple[int, int]:
    """A server as a process of its own: its id and its port, on which it answers."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    child = os.fork()
    if child == 0:
        try:
            serve(Ledger(url), "127.0.0.1", port)
        finally:
            os._exit(1)
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=30).close()
            return child, port
        except ConnectionRefusedError:
            assert os.waitpid(child, os.WNOHANG) == (0, 0), "the server did not start"
            time.sleep(0.01)


def machines(url: str) -> list[Sender]:
    """A machine of each unit, with a key of the store."""
    ledger = Ledger(url)
    door = office.door_of(ledger)
    names = {unit: door.administration("test").issue_key(f"接口 {unit}", Scope(ALL, ALL)) for unit in UNITS}
    # What a first report loads is loaded before the servers are forked.
    rows = printed(sample_rows("fishing_vessels", UNITS["shengsi"], ROWS))
    examine(ledger, feed_named("fishing_vessels"), "shengsi", rows, "boats.csv")
    ledger.close()
    return [Sender(unit, name, key_of(door.secret, name)) for unit, name in names.items()]


def main(url: str, path: str, deaths: int) -> None:
    senders, oracle = machines(url), Oracle(path)
    random.seed(2508)
    for _ in range(deaths):
        child, port = start(url)
        with ThreadPoolExecutor(len(senders)) as pool:
            sending = [pool.submit(sender.send_until_it_dies, port, oracle) for sender in senders]
            for sender in senders:
                assert sender.answered.wait(60), "nothing was acknowledged"
            time.sleep(random.uniform(0, LONGEST_MORE_S))
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            for each in sending:
                each.result()
        for sender in senders:
            sender.answered.clear()
    child, port = start(url)
    for sender in senders:
        if sender.unanswered is not None:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            sender.send(connection, sender.unanswered, True, oracle)
    os.kill(child, signal.SIGTERM)
    os.waitpid(child, 0)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
