"""Durable answer saves through gunicorn, signed in, beside a bare Flask and sqlite3 that does one durable UPDATE."""

import http.client
import json
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from benchmarks import floor_app
from benchmarks.disk import file_system_of, fsync_milliseconds, saves_in
from benchmarks.outcome import Outcome, Row
from benchmarks.servers import THREADS, WORKERS, served
from benchmarks.world import AUDITOR_EMAIL, PASSWORD, make_world
from supplier_portal.config import PREFIX, Config
from supplier_portal.shipped import ROOT

SAVERS = 8
GOAL = 0.5
Places = list[tuple[int, str]]


@dataclass
class Side:
    """One server and what its savers measured, round by round. answers: of each saver, with versions."""

    port: int
    cookie: str
    answers: list[list[list[object]]]
    rates: list[float] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)
    warmed: int = 0

    def save(self, seconds: float, *, counted: bool = True) -> None:
        plan = {
            "port": self.port,
            "cookie": self.cookie,
            "seconds": seconds,
            "seed": len(self.milliseconds) + self.warmed,
            "answers": self.answers,
        }
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.saver"],
            input=json.dumps(plan),
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            cwd=ROOT,
        )
        measured = json.loads(done.stdout)
        self.answers = measured["answers"]
        if counted:
            self.rates.append(measured["saves"] / measured["seconds"])
            self.milliseconds += measured["milliseconds"]
        else:
            self.warmed += measured["saves"]

    def check_kept(self, path: Path) -> None:
        """Raises RuntimeError where the database holds another number of saves than were answered."""
        answered, kept = len(self.milliseconds) + self.warmed, saves_in(path)
        if kept != answered:
            raise RuntimeError(f"{path.name} holds {kept} saves, {answered} were answered")

    @property
    def rate(self) -> float:
        return statistics.median(self.rates)

    def percentile(self, share: int) -> float:
        return statistics.quantiles(self.milliseconds, n=100, method="inclusive")[share - 1]

    def figures(self) -> dict[str, object]:
        return {
            "saves_per_second": self.rate,
            "saves_per_second_of_rounds": self.rates,
            "saves": len(self.milliseconds),
            "p50_ms": self.percentile(50),
            "p99_ms": self.percentile(99),
        }


def measure(*, quick: bool) -> Outcome:
    """Serve both, and let the same savers save on one after the other, several rounds."""
    rounds, seconds = (2, 2.0) if quick else (5, 6.0)
    var = Path("var").resolve()
    var.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=var) as name:
        folder = Path(name)
        config = Config(data_folder=folder / "portal", secret_key="not secret: thrown away after the run")  # noqa: S106
        places = make_world(config)
        floor_app.make_database(folder / "floor.sqlite", places)
        ours = {PREFIX + "DATA_FOLDER": str(config.data_folder), PREFIX + "SECRET_KEY": config.secret_key}
        floors = {floor_app.FILE: str(folder / "floor.sqlite")}
        with (
            served("supplier_portal:create_app()", ours) as port,
            served("benchmarks.floor_app:create_app()", floors) as floor_port,
        ):
            portal = Side(port, sign_in(port), shared_out(places))
            floor = Side(floor_port, "none=none", shared_out(places))
            for side in (portal, floor):
                side.save(1.0, counted=False)
            for _ in range(rounds):
                for side in (floor, portal):
                    side.save(seconds)
        portal.check_kept(config.data_folder / "portal.sqlite")
        floor.check_kept(folder / "floor.sqlite")
        disk = {"file_system": file_system_of(folder), "fsync_ms": fsync_milliseconds(folder)}
    return told(portal, floor, disk, f"{rounds} rounds of {seconds:g} s each, in turns, the median of the rounds")


def told(portal: Side, floor: Side, disk: Mapping[str, object], rounds: str) -> Outcome:
    ratio = portal.rate / floor.rate
    rows = [
        Row("saves per second", f"{portal.rate:.0f}", f"{floor.rate:.0f}", f"{ratio:.2f}", f"≥ {GOAL:.2f} ×"),
        *(
            Row(
                f"p{share} of {SAVERS} savers",
                f"{portal.percentile(share):.1f} ms",
                f"{floor.percentile(share):.1f} ms",
                f"{portal.percentile(share) / floor.percentile(share):.2f}",
            )
            for share in (50, 99)
        ),
    ]
    notes = (
        f"gunicorn, {WORKERS} workers × {THREADS} threads, both; {rounds}",
        f"portal: PUT /api/changes/<uuid>, signed in; {len(portal.milliseconds)} saves, found again in the database",
        "floor: Flask and sqlite3, one UPDATE in BEGIN IMMEDIATE; WAL and synchronous=FULL, both",
        f"on {disk['file_system']}: write and fsync of 4 KiB takes {disk['fsync_ms']:.2f} ms (median)",
    )
    figures: dict[str, object] = {
        "portal": portal.figures(),
        "floor": floor.figures(),
        "ratio": ratio,
        "goal": GOAL,
        **disk,
    }
    return Outcome("saves", f"Durable answer saves, {SAVERS} savers at once", rows, notes, figures)


def shared_out(places: Places) -> list[list[list[object]]]:
    """Share the answers out, every saver's are its own: [audit id, checkpoint, version]."""
    return [[[audit_id, code, 0] for audit_id, code in places[saver::SAVERS]] for saver in range(SAVERS)]


def sign_in(port: int) -> str:
    """Sign the auditor in through the page; gives the cookies to send from then on."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", "/sign-in")
    page = connection.getresponse()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.read().decode())
    if token is None:
        raise RuntimeError("the sign-in page has no CSRF token")
    form = urlencode({"csrf_token": token[1], "email": AUDITOR_EMAIL, "password": PASSWORD})
    headers = {"Cookie": _cookie(page), "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/sign-in", form, headers)
    answer = connection.getresponse()
    connection.close()
    if answer.status != http.client.FOUND:
        raise RuntimeError(f"signing in was answered with {answer.status}")
    return _cookie(answer)


def _cookie(answer: http.client.HTTPResponse) -> str:
    return "; ".join(line.split(";")[0] for line in answer.headers.get_all("Set-Cookie", []))
