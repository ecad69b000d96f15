"""Findings by the hundred for the desk: Huiling's with Zhou's team, Mingyan's with Yan's; always the same at random."""

import random
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.findings.models import Finding
from tests.cast import HUILING, MINGYAN, NOW, TODAY
from tests.findings_story import notified

SEVERITIES = (
    *(("nonconformity", one) for one in ("critical", "major", "minor")),
    ("observation", "observation"),
    ("strength", "none"),
)
STATES = sorted(FINDING.states)


def add_many(session: Session, seed: int, count: int = 120) -> list[Finding]:
    """Copies of a finding of each supplier, with states, ages and days of their own; written without a move."""
    dice = random.Random(seed)  # noqa: S311 the same rows in every run
    models = {supplier: notified(session, supplier) for supplier in (HUILING, MINGYAN)}
    found = list(models.values())
    for place in range(count):
        model = models[dice.choice((HUILING, HUILING, MINGYAN))]
        kind, severity = dice.choice(SEVERITIES)
        state = "draft" if dice.random() < 0.1 else dice.choice(STATES)
        if kind == "strength":
            state = dice.choice(("draft", "open"))
        at: datetime = NOW.at - timedelta(days=dice.randrange(500), hours=dice.randrange(24))
        due = TODAY + timedelta(days=dice.randrange(-30, 40)) if dice.random() < 0.8 else None
        columns = {column.name: getattr(model, column.name) for column in Finding.__table__.columns}
        told = {
            "id": None, "number": f"F-X{seed}-{place:05}", "kind": kind, "severity": severity, "state": state,
            "raised_at": at, "notified_at": None if state == "draft" else at, "turn_since": at, "turn_due_on": due,
            "escalates_on": TODAY + timedelta(days=dice.randrange(-20, 20)) if dice.random() < 0.3 else None,
        }  # fmt: skip
        found.append(Finding(**{name: value for name, value in {**columns, **told}.items() if name != "id"}))
    session.add_all(found)
    session.flush()
    return found
