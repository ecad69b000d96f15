"""Every move of an audit and of a finding × every role, from the tables: what they give is made, the rest is refused.

A row added to a table or taken out of one fails here until it is agreed and its act is named. The moves of tenders are
made in tests/operations.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import delete
from sqlalchemy.orm import Session

from supplier_portal.access.actor import PEOPLE, SYSTEM, Actor, Role
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import TABLE
from supplier_portal.audits.models import Answer, Audit, AuditMember
from supplier_portal.audits.operations import MoveAudit, move_audit, release_draft
from supplier_portal.audits.operations.moves import ELSEWHERE
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.domain.workflow.finding import FINDING, STANDING
from supplier_portal.domain.workflow.tender import TENDER
from supplier_portal.domain.workflow.transition import SUPPLIER, Workflow
from supplier_portal.findings.models import Finding, FindingEvidence
from supplier_portal.findings.operations import (
    MoveFinding,
    ReviewEffect,
    add_finding_evidence,
    end_waivers,
    move_finding,
    notify_findings,
    propose_plan,
    review_effect,
)
from supplier_portal.reports.operations import AmendAudit, amend_audit, issue_audit
from tests import audit_story, findings_story
from tests.cast import ADA, FANG, HE, LIN, LUO, MO, NOW, PAN, RIVAL, TAN, YAN, ZHOU
from tests.scored import add_policy
from tests.security.moves import agreed

pytestmark = pytest.mark.safety(1)

CAST = {person.role.value: person.actor for person in (ADA, PAN, ZHOU, LUO, FANG, LIN, MO, TAN, HE)}
"""One person of each role: of the audit's team, of its company, of no team."""
ROLES = {**CAST, Role.SYSTEM.value: SYSTEM}
OTHERS = (YAN.actor, RIVAL.actor)
"""An auditor of other audits and another company: for them no audit and no finding is there, whatever it stands at."""
WORDS: dict[str, Any] = {"reason": "because", "witness": "Luo of the gate"}
LATER = findings_story.later(200)


@dataclass(frozen=True)
class Act:
    """How a row reaches a state: by which permission, and what is done."""

    permission: Permission
    do: Callable[[Session, Actor, Any], object]


def move_to(target: str) -> Act:
    def do(session: Session, actor: Actor, audit: Audit) -> object:
        return move_audit(session, actor, MoveAudit(audit.id, target, **WORDS), NOW)

    return Act(Permission.AUDITS_AUDIT_MOVE, do)


def issue(session: Session, actor: Actor, audit: Audit) -> object:
    return issue_audit(session, actor, audit.id, NOW)


def amend(session: Session, actor: Actor, audit: Audit) -> object:
    return amend_audit(session, actor, AmendAudit(audit.id, "appeal_granted", "because", {"S1.1": "0"}), NOW)


AUDIT_ACTS = {target: move_to(target) for target in AUDIT.states if target not in {AUDIT.first, *ELSEWHERE}} | {
    "issued": Act(Permission.REPORTS_AUDIT_REVIEW, issue),
    "amended": Act(Permission.REPORTS_AUDIT_AMEND, amend),
}


def finding_to(target: str) -> Act:
    def do(session: Session, actor: Actor, finding: Finding) -> object:
        return move_finding(session, actor, MoveFinding(finding.id, target, "because", date(2024, 12, 31)), NOW)

    return Act(Permission.FINDINGS_FINDING_MOVE, do)


def to_open(session: Session, actor: Actor, finding: Finding) -> object:
    """Notified with the report or by a notice of its own, maintained, or back at the end of a waiver."""
    if actor is not SYSTEM:
        return finding_to("open").do(session, actor, finding)
    opened = [*end_waivers(session, LATER), *notify_findings(session, actor, finding.audit_id, NOW)]
    if finding not in opened:
        raise Missing
    return opened


def find_effective(session: Session, actor: Actor, finding: Finding) -> object:
    return review_effect(session, actor, ReviewEffect(finding.id, True, "Readings are in"), NOW)


def propose(session: Session, actor: Actor, finding: Finding) -> object:
    return propose_plan(session, actor, findings_story.plan_for(finding), NOW)


FINDING_ACTS = {target: finding_to(target) for target in FINDING.states if target != FINDING.first} | {
    "open": Act(Permission.FINDINGS_FINDING_MOVE, to_open),
    "cap_proposed": Act(Permission.FINDINGS_PLAN_WRITE, propose),
    "effective": Act(Permission.FINDINGS_FINDING_MOVE, find_effective),
}


def audit_at(session: Session, state: str) -> Audit:
    """An audit that meets every need of the moves out of its state."""
    beyond = {"issued": "draft_sent", "closed": "issued", "amended": "issued"}
    before = beyond.get(state) or ("planned" if state in {"cancelled", "refused", "aborted"} else state)
    audit = audit_at(session, "issued") if before == "issued" else audit_story.brought_to(session, before)
    if before == "in_progress":
        audit_story.answer_all(session, audit)
    if before == "draft_sent":
        release_draft(session, TAN.actor, audit.id, NOW)
    if state != before:
        maker = {"issued": FANG, "amended": FANG, "closed": PAN, "cancelled": PAN}.get(state, ZHOU)
        AUDIT_ACTS[state].do(session, maker.actor, audit)
    return audit


def finding_at(session: Session, state: str) -> Finding:
    """A finding that meets every need of the moves out of its state: its draft is critical, evidence lies there."""
    if state == "draft":
        return findings_story.raise_one(session, findings_story.add_audit(session), severity="critical")
    finding = findings_story.brought_to(session, state)
    if state in {"accepted", "insufficient"}:
        add_finding_evidence(session, TAN.actor, findings_story.proof_for(finding), NOW)
        findings_story.do_all(session, finding, TAN)
    if state == "implemented":
        findings_story.accept_files(session, finding, ZHOU)
    return finding


@dataclass(frozen=True)
class Subject:
    """A table with what makes its rows happen; hidden: from whom a state keeps the row altogether."""

    workflow: Workflow
    acts: dict[str, Act]
    at: Callable[[Session, str], Any]
    hidden: dict[str, frozenset[str]]

    def given(self, origin: str, role: str) -> set[str]:
        """The targets of a role from this state; a waiver leads back to where it was granted, here to `open`."""
        targets = {row.target for row in self.workflow.possible(origin, role)}
        return targets & {"open"} if (origin, role) == ("waived", Role.SYSTEM.value) else targets

    def expected(self, origin: str, target: str, role: str) -> str:
        act, given = self.acts[target], self.given(origin, role)
        if role == Role.SYSTEM.value:
            return "moved" if target in given else "missing"
        if role not in TABLE[act.permission] or role in self.hidden.get(origin, ()):
            return "missing"
        return "moved" if target in given else "workflow.not_now"


SUBJECTS = {
    "audit": Subject(AUDIT, AUDIT_ACTS, audit_at, {}),
    "finding": Subject(FINDING, FINDING_ACTS, finding_at, {"draft": SUPPLIER}),
}
ORIGINS = [(name, origin) for name, subject in SUBJECTS.items() for origin in subject.workflow.states]


def came_of(session: Session, act: Act, actor: Actor, row: Any, target: str) -> str:
    """What becomes of an act, which is taken back: moved, missing, or the code of the conflict."""
    before, trial = row.state, session.begin_nested()
    try:
        act.do(session, actor, row)
        session.refresh(row)
        outcome = "moved" if row.state == target else f"moved to {row.state}"
    except Missing:
        outcome = "missing"
    except Conflict as error:
        outcome = error.code
    if outcome != "moved":
        session.refresh(row)
        assert row.state == before, f"{outcome}, and it stands at {row.state}"
    trial.rollback()
    session.expire_all()
    return outcome


@pytest.mark.parametrize("workflow", [AUDIT, FINDING, TENDER], ids=lambda workflow: workflow.name)
def test_a_table_holds_the_moves_that_are_agreed(workflow):
    assert {(row.origin, row.target, row.who, row.needs) for row in workflow.transitions} == set(agreed(workflow.name))
    assert len(workflow.transitions) == len(list(agreed(workflow.name)))


@pytest.mark.parametrize("subject", SUBJECTS.values(), ids=list(SUBJECTS))
def test_every_state_has_its_act_and_every_role_a_person(subject):
    assert {subject.workflow.first, *subject.acts} == set(subject.workflow.states)
    assert set(CAST) == {role.value for role in PEOPLE}
    assert {role for row in subject.workflow.transitions for role in row.who} <= set(ROLES)


@pytest.mark.parametrize(("name", "origin"), ORIGINS)
def test_each_role_makes_the_moves_of_the_table_and_no_other(session, name, origin):
    subject = SUBJECTS[name]
    add_policy(session)
    row, wrong, made = subject.at(session, origin), [], set()
    for target, act in subject.acts.items():
        for role, actor in ROLES.items():
            outcome, should = came_of(session, act, actor, row, target), subject.expected(origin, target, role)
            made |= {(target, role)} if outcome == "moved" else set()
            wrong += [] if outcome == should else [f"{role} to {target}: {outcome}, the table says {should}"]
        wrong += [f"{other.role} of others to {target}" for other in OTHERS
                  if came_of(session, act, other, row, target) != "missing"]  # fmt: skip
    assert wrong == []
    assert made == {(target, role) for role in ROLES for target in subject.given(origin, role)}


@pytest.mark.parametrize("state", STANDING)
def test_the_end_of_a_waiver_leads_back_to_where_it_was_granted(session, state):
    finding = finding_at(session, state)
    move_finding(session, FANG.actor, MoveFinding(finding.id, "waived", "because", LATER.day), NOW)
    assert end_waivers(session, findings_story.later(201)) == [finding]
    assert finding.state == state


def unmet() -> Iterator[tuple[str, str, str, str, str]]:
    """Each need of each row, with one who may make the move."""
    for name, subject in SUBJECTS.items():
        for row in subject.workflow.transitions:
            for need in sorted(row.needs):
                yield name, row.origin, row.target, need, min(row.who)


def on_the_team(session: Session, row: Any) -> None:
    audit_id = row.id if isinstance(row, Audit) else row.audit_id
    session.add(AuditMember(audit_id=audit_id, account_id=FANG.number, role="auditor"))


def an_answer_lacks(session: Session, audit: Audit) -> None:
    session.execute(delete(Answer).where(Answer.audit_id == audit.id, Answer.checkpoint == "S1.1"))


def not_released(_session: Session, audit: Audit) -> None:
    audit.draft_released_at = None


def a_finding_is_open(session: Session, audit: Audit) -> None:
    finding = findings_story.notified(session)
    finding.audit_id = audit.id


def no_evidence(session: Session, finding: Finding) -> None:
    session.execute(delete(FindingEvidence).where(FindingEvidence.finding_id == finding.id))


TAKEN_AWAY: dict[str, Callable[[Session, Any], None]] = {
    "outside_team": on_the_team,
    "all_answered": an_answer_lacks,
    "comments_over": not_released,
    "findings_settled": a_finding_is_open,
    "evidence": no_evidence,
}
UNSAID = {"reason": {"reason": " "}, "witness": {"witness": " "}, "until": {"until": None}}


def without(session: Session, row: Any, target: str, need: str, actor: Actor) -> object:
    """The act as it is asked for with this need unmet."""
    if need in TAKEN_AWAY:
        TAKEN_AWAY[need](session, row)
        session.flush()
        session.expire_all()
        return SUBJECTS["audit" if isinstance(row, Audit) else "finding"].acts[target].do(session, actor, row)
    if need == "plan":
        return propose_plan(session, actor, replace(findings_story.plan_for(row), root_cause=" ", actions=()), NOW)
    if need == "review":
        return review_effect(session, actor, ReviewEffect(row.id, True, " "), NOW)
    if isinstance(row, Finding):
        command = MoveFinding(row.id, target, "because", date(2024, 12, 31))
        return move_finding(session, actor, replace(command, **UNSAID[need]), NOW)
    if target == "amended":
        return amend_audit(session, actor, AmendAudit(row.id, "appeal_granted", " ", {"S1.1": "0"}), NOW)
    return move_audit(session, actor, MoveAudit(row.id, target, **WORDS | UNSAID[need]), NOW)


@pytest.mark.parametrize(("name", "origin", "target", "need", "role"), list(unmet()))
def test_no_move_is_made_without_what_it_needs(session, name, origin, target, need, role):
    add_policy(session)
    row = SUBJECTS[name].at(session, origin)
    with pytest.raises((Conflict, Invalid)) as refused:
        without(session, row, target, need, ROLES[role])
    session.refresh(row)
    assert row.state == origin
    assert getattr(refused.value, "code", "") != "workflow.not_now"


@pytest.mark.parametrize("origin", AUDIT.states)
def test_the_page_of_an_audit_offers_each_role_its_moves(database, as_person, origin):
    with database.unit_of_work(SYSTEM) as session:
        add_policy(session)
        number = audit_at(session, origin).id
    for person in (PAN, ZHOU, LUO, FANG, MO, TAN, HE):
        page = as_person(person).page(f"/audits/{number}")
        given = {row.target for row in AUDIT.possible(origin, person.role.value)} - ELSEWHERE
        assert {target for target in AUDIT.states if f'name="target" value="{target}"' in page} == given, person.name
