"""How each move of a finding is made ready and made: one way for every row of the table."""

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.domain.workflow.transition import Transition
from supplier_portal.findings.models import Finding
from supplier_portal.findings.operations import (
    MoveFinding,
    ReviewEffect,
    add_finding_evidence,
    move_finding,
    propose_plan,
    review_effect,
)
from tests.cast import ADA, FANG, HE, LIN, LUO, MO, NOW, PAN, TAN, ZHOU, Person
from tests.findings_story import accept_files, add_audit, brought_to, do_all, notified, plan_for, proof_for, raise_one

UNTIL = date(2024, 6, 30)
PEOPLE = {str(person.role): person for person in (ADA, PAN, ZHOU, LUO, FANG, LIN, MO, TAN, HE)}
"""One person of each role, all of them on Huiling's side of the world."""
SYSTEM_ONLY = [row for row in FINDING.transitions if row.who == {"system"}]
BY_PEOPLE = [row for row in FINDING.transitions if row not in SYSTEM_ONLY]
KIND_OF = dict.fromkeys(("critical", "major", "minor"), "nonconformity") | {"observation": "observation"}


def named(row: Transition) -> str:
    return f"{row.origin} to {row.target}"


def at_origin(session: Session, origin: str, severity: str = "major") -> Finding:
    """A finding of Huiling's that stands where a move begins."""
    given = {"severity": severity, "kind": KIND_OF[severity]}
    if origin == "draft":
        return raise_one(session, add_audit(session), **given)
    return notified(session, **given) if origin == "open" else brought_to(session, origin, **given)


def make_ready(session: Session, finding: Finding, target: str) -> None:
    """What a move needs besides its own words: actions done and files, files decided; a waived one needs nothing."""
    if finding.state == "waived":
        return
    if target == "implemented":
        add_finding_evidence(session, TAN.actor, proof_for(finding), NOW)
        do_all(session, finding, TAN)
    if target == "verified":
        accept_files(session, finding, ZHOU)


def attempt(session: Session, person: Person, finding: Finding, target: str, moment: Moment = NOW) -> Any:
    """Make the move with all that it asks for."""
    if target == "cap_proposed":
        return propose_plan(session, person.actor, plan_for(finding), moment)
    if target == "effective":
        return review_effect(session, person.actor, ReviewEffect(finding.id, True, "It holds"), moment)
    return move_finding(session, person.actor, MoveFinding(finding.id, target, "because", UNTIL), moment)
