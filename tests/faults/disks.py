"""Small disks that run full or can only be read."""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A disk of its own, in memory; skips the test where mounting is not allowed."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=700", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(command, capture_output=True)
    except OSError as fault:
        pytest.skip(f"no small disk can be mounted here: {fault}")
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def make_read_only(disk: Path, read_only: bool = True) -> None:
    """From now on it can only be read, or written again; nobody may have a file open for writing."""
    options = f"remount,{'ro' if read_only else 'rw'}"
    subprocess.run(["mount", "-o", options, str(disk)], check=True)


def fill(disk: Path, but_bytes: int) -> Path:
    """A file that leaves so much room."""
    room = os.statvfs(disk)
    filler = disk / "filler"
    with filler.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, room.f_bavail * room.f_frsize - but_bytes))
    return filler
