"""How long ratings take: `domain.scoring.rate` alone, on one core, from inputs that are there already."""

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from benchmarks.outcome import Outcome, Row
from supplier_portal.checklists.yaml_file import read_checklist
from supplier_portal.domain.scoring import Audit, Checkpoint, Nonconformity, Policy, RatingInput, policy_from, rate
from supplier_portal.domain.scoring.rating_input import Answer
from supplier_portal.domain.scoring.rounding import number_from
from supplier_portal.shipped import CHECKLISTS, SEED

COUNTS, COUNTS_QUICK = (1_000, 10_000, 100_000), (100, 1_000, 10_000)
AT_ONCE = 500  # inputs that are in memory together
GOAL_SECONDS = 60.0
AS_OF = date(2024, 3, 31)
ANSWERS: tuple[Answer, ...] = (2, 3, 1, 4, 0, 3, "NA", 2, 4, 1, 3, "out_of_profile", 2)


def measure(*, quick: bool) -> Outcome:
    policy = policy_from(json.loads((SEED / "policies" / "default-1.0.0.json").read_text(encoding="utf-8")))
    checkpoints = blank_checkpoints()
    timed(AT_ONCE, checkpoints, policy)
    seconds = {count: timed(count, checkpoints, policy) for count in (COUNTS_QUICK if quick else COUNTS)}
    least, most = min(seconds), max(seconds)
    each = {count: spent / count for count, spent in seconds.items()}
    goal = f"≤ {GOAL_SECONDS * most / COUNTS[-1]:.0f} s"
    rows = [
        Row(
            f"{count:,} suppliers",
            f"{spent:.2f} s",
            f"{each[least] * count:.2f} s",
            f"{each[count] / each[least]:.2f}",
            goal if count == most else "ratio near 1",
        )
        for count, spent in seconds.items()
    ]
    notes = (
        "CPU seconds of one process, which waits for nothing: on an idle machine the same by the wall clock",
        *(f"{each[count] * 1e6:.0f} µs each of {count:,}" for count in seconds),
        f"floor: {least:,} suppliers' time carried on in a straight line, so that a ratio of 1 is linear growth",
        f"timed: rate() alone, one audit of {len(checkpoints)} checkpoints each, {AT_ONCE} different inputs at a time",
    )
    figures: dict[str, object] = {
        "checkpoints": len(checkpoints),
        "cpu_seconds": {str(count): spent for count, spent in seconds.items()},
        "microseconds_each": {str(count): spent * 1e6 for count, spent in each.items()},
        "growth": each[most] / each[least],
        "goal_seconds": {"suppliers": COUNTS[-1], "seconds": GOAL_SECONDS},
    }
    return Outcome("ratings", "Ratings, one core", rows, notes, figures)


def blank_checkpoints() -> tuple[Checkpoint, ...]:
    """The newest checklist's checkpoints with their steps and weights, not answered yet."""
    checklist, _ = read_checklist((CHECKLISTS / "supplier-dual-carbon-1.0.0.yaml").read_bytes())
    return tuple(Checkpoint(one.code, one.step, number_from(str(one.weight)), None) for one in checklist.checkpoints)


def timed(count: int, checkpoints: tuple[Checkpoint, ...], policy: Policy) -> float:
    """CPU seconds that rating so many suppliers takes; making their inputs is not counted."""
    spent = 0.0
    for first in range(0, count, AT_ONCE):
        inputs = list(rating_inputs(range(first, min(first + AT_ONCE, count)), checkpoints, policy))
        began = time.process_time()
        for one in inputs:
            rate(one, policy)
        spent += time.process_time() - began
    return spent


def rating_inputs(numbers: range, checkpoints: tuple[Checkpoint, ...], policy: Policy) -> Iterator[RatingInput]:
    """Suppliers that differ in answers, age of the audit, findings, verified actions, carbon data and modules."""
    scores, targets = tuple(policy.sustainability.cdp), tuple(policy.sustainability.sbt)
    for number in numbers:
        answered = tuple(
            replace(one, rating=ANSWERS[(number + place * (1 + number % 7)) % len(ANSWERS)])
            for place, one in enumerate(checkpoints)
        )
        rated = [one.code for one in answered if isinstance(one.rating, int)]
        audit = Audit(
            site="Main site",
            weight=1,
            issued_on=AS_OF - timedelta(days=number % 900),
            mode=("on_site", "remote", "desktop")[number % 3],
            checkpoints=answered,
            re_rated={} if number % 4 else dict.fromkeys(rated[:3], 3),
        )
        yield RatingInput(
            as_of=AS_OF,
            supplier=f"S-{number:06}",
            audits=(audit,),
            audit_refused=False,
            nonconformities=tuple(
                Nonconformity("Main site", severity, open=True, overdue=bool(number % 2))
                for severity in ("minor", "major", "critical")[: number % 4]
            ),
            waived=frozenset(),
            cdp=scores[number % len(scores)],
            sbt=targets[number % len(targets)],
            primary_share=number_from(f"0.{number % 100:02}"),
            verified=bool(number % 2),
            modules={
                name: number_from(f"{50 + number * share % 50}.{number % 4 * 25:02}")
                for share, name in enumerate(("quality", "cost", "delivery", "technology"), 1)
            },
        )
