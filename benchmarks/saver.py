"""The savers: a process of its own that keeps one request under way on each of its connections.

`python -m benchmarks.saver` reads a plan as JSON from standard input and writes what it measured to standard output.
It speaks HTTP by hand over plain sockets and one selector: on a machine that also runs the server, a client library
would be a good part of what is measured.
"""

import json
import random
import selectors
import socket
import sys
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

PATIENCE_SECONDS = 30
RATINGS = ("4", "0")  # possible at every checkpoint, of either type
HEAD_END = b"\r\n\r\n"


class RefusedError(Exception):
    """A save was not answered with 200."""


@dataclass
class Saver:
    """One connection. answers: [audit id, checkpoint, version], saved in turn, one at a time."""

    connection: socket.socket
    answers: list[list[Any]]
    turn: int = 0
    sent_at: float = 0.0
    received: bytes = b""
    milliseconds: list[float] = field(default_factory=list)

    def send(self, headers: str, chance: random.Random) -> None:
        """Ask for the next answer to be saved on its newest version, under a UUID of its own."""
        audit_id, checkpoint, version = self.answers[self.turn % len(self.answers)]
        change = {
            "kind": "answer",
            "audit_id": audit_id,
            "checkpoint": checkpoint,
            "base_version": version,
            "device_at": "2024-03-31T16:00:00+08:00",
            "answer": {"rating": RATINGS[version % 2], "note": "Bills of all months seen, meter 4 read again."},
        }
        body = json.dumps(change)
        uuid = UUID(int=chance.getrandbits(128), version=4)
        request = f"PUT /api/changes/{uuid} HTTP/1.1\r\n{headers}Content-Length: {len(body)}\r\n\r\n{body}"
        self.sent_at = time.perf_counter()
        self.connection.sendall(request.encode())

    def is_answered(self) -> bool:
        """Read what has arrived; True once the reply is whole. Raises RefusedError for any but 200."""
        more = self.connection.recv(65536)
        self.received += more
        head, end, body = self.received.partition(HEAD_END)
        if more and (not end or len(body) < _length(head)):
            return False
        if not head.startswith(b"HTTP/1.1 200 "):
            raise RefusedError(self.received.decode(errors="replace") or "the server hung up")
        self.milliseconds.append((time.perf_counter() - self.sent_at) * 1000)
        self.answers[self.turn % len(self.answers)][2] += 1
        self.turn += 1
        self.received = b""
        return True


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


def save_for(plan: dict[str, Any]) -> dict[str, Any]:
    """Save on all connections for the seconds of the plan.

    plan: port, cookie, seconds, seed, answers by saver. Returns saves, seconds up to the last reply, the milliseconds
    of each save, and the answers with their versions now.
    """
    origin = f"127.0.0.1:{plan['port']}"
    headers = (
        f"Host: {origin}\r\nOrigin: http://{origin}\r\nSec-Fetch-Site: same-origin\r\n"
        f"Cookie: {plan['cookie']}\r\nContent-Type: application/json\r\n"
    )
    chance = random.Random(plan["seed"])  # noqa: S311 names requests, guards nothing
    savers = [Saver(_connect(plan["port"]), answers) for answers in plan["answers"]]
    with selectors.DefaultSelector() as selector:
        for saver in savers:
            selector.register(saver.connection, selectors.EVENT_READ, saver)
        seconds = _run(selector, savers, headers, chance, plan["seconds"])
    for saver in savers:
        saver.connection.close()
    milliseconds = [one for saver in savers for one in saver.milliseconds]
    return {
        "saves": len(milliseconds),
        "seconds": seconds,
        "milliseconds": milliseconds,
        "answers": [saver.answers for saver in savers],
    }


def _connect(port: int) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_SECONDS)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def _run(
    selector: selectors.BaseSelector, savers: list[Saver], headers: str, chance: random.Random, seconds: float
) -> float:
    began = time.perf_counter()
    for saver in savers:
        saver.send(headers, chance)
    waiting = len(savers)
    while waiting:
        ready = selector.select(PATIENCE_SECONDS)
        if not ready:
            raise RefusedError(f"no reply within {PATIENCE_SECONDS} seconds")
        for key, _ in ready:
            answered: Saver = key.data
            if not answered.is_answered():
                continue
            if time.perf_counter() - began < seconds:
                answered.send(headers, chance)
            else:
                waiting -= 1
                selector.unregister(answered.connection)
    return time.perf_counter() - began


if __name__ == "__main__":
    json.dump(save_for(json.load(sys.stdin)), sys.stdout)
