"""A server of its own on a free port, for as long as it is measured."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[1]
READY_S = 60


@contextmanager
def serving(
    words: Sequence[str], port_option: str, environment: Mapping[str, str] | None = None
) -> Iterator[tuple[str, int]]:
    """Python with these words and the port: its address and process id, while the block runs."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command, added = [sys.executable, *words, port_option, str(port)], os.environ | (environment or {})
    server = subprocess.Popen(command, cwd=ROOT, env=added, stdout=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait(address)
        yield address, server.pid
    finally:
        server.terminate()
        server.wait(10)


def _wait(address: str) -> None:
    until = time.monotonic() + READY_S
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(address)
