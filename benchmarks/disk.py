"""What lies under a durable save: the file system, what a flush takes on it, and what was kept."""

import os
import sqlite3
import statistics
import time
from pathlib import Path


def saves_in(path: Path) -> int:
    """How many saves the answers in a database count, portal's or floor's."""
    connection = sqlite3.connect(path)
    kept: int = connection.execute("SELECT sum(version) FROM answer").fetchone()[0]
    connection.close()
    return kept


def file_system_of(folder: Path) -> str:
    """Its type and mount point, where the system tells (Linux)."""
    mounts = Path("/proc/self/mounts")
    if not mounts.exists():
        return "unknown"
    found = [line.split()[1:3] for line in mounts.read_text().splitlines()]
    around = [mount for mount in found if folder.is_relative_to(mount[0])]
    point, kind = max(around, key=lambda mount: len(mount[0]))
    return f"{kind} ({point})"


def fsync_milliseconds(folder: Path) -> float:
    """The median of 100 appends of 4 KiB, each made durable: near nothing on a disk that only lives in memory."""
    spent = []
    with (folder / "fsync").open("wb", buffering=0) as file:
        for _ in range(100):
            began = time.perf_counter()
            file.write(bytes(4096))
            os.fsync(file.fileno())
            spent.append((time.perf_counter() - began) * 1000)
    return statistics.median(spent)
