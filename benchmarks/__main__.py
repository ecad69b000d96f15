"""`python -m benchmarks [--quick] [names…]`: run, print, and keep the figures in var/bench/result.json."""

import argparse
import json
import os
import platform
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import clocks, imports, pages, ratings, reminders, report, saves, scorecard
from benchmarks.outcome import Outcome, table

BENCHMARKS: dict[str, Callable[..., Outcome]] = {
    "saves": saves.measure,
    "ratings": ratings.measure,
    "scorecard": scorecard.measure,
    "imports": imports.measure,
    "report": report.measure,
    "pages": pages.measure,
    "reminders": reminders.measure,
    "clocks": clocks.measure,
}
RESULT = Path("var") / "bench" / "result.json"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="./run bench", description="Figures of the portal, each beside a floor.")
    parser.add_argument("names", nargs="*", metavar="name", help=f"one or more of {', '.join(BENCHMARKS)}; none: all")
    parser.add_argument("--quick", action="store_true", help="a short run, to see that it works")
    asked = parser.parse_args(arguments)
    if unknown := [name for name in asked.names if name not in BENCHMARKS]:
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}")
    outcomes = []
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f} before, Python {platform.python_version()}, {platform.system()}\n")
    for name in asked.names or BENCHMARKS:
        outcomes.append(BENCHMARKS[name](quick=asked.quick))
        print(table(outcomes[-1]), "\n", flush=True)
    keep(outcomes, load, quick=asked.quick)
    print(f"kept in {RESULT}")


def keep(outcomes: Sequence[Outcome], load: float, *, quick: bool) -> None:
    document = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "quick": quick,
        "cores": os.cpu_count(),
        "load_before": load,
        "python": platform.python_version(),
        "system": platform.system(),
        "benchmarks": {outcome.name: outcome.document() for outcome in outcomes},
    }
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
