"""What lies beside the moves of findings, on a few of them: stages that were met, and notes of the buyer's own."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.demo.audit_plans import PlannedAudit
from supplier_portal.demo.calendar import ISSUED_AFTER, TODAY
from supplier_portal.demo.chance import chance_for
from supplier_portal.demo.effect_steps import record
from supplier_portal.demo.finding_lives import state_after
from supplier_portal.demo.finding_plans import PlannedFinding
from supplier_portal.demo.logins import owner_of
from supplier_portal.demo.steps import Act, Step, World
from supplier_portal.domain.checklist.version import ChecklistVersion, Milestone
from supplier_portal.domain.findings.milestones import code_of
from supplier_portal.domain.findings.rules import STRENGTH
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.operations import WriteNote, write_note
from supplier_portal.findings.operations.milestones import (
    DecideMilestone,
    TellMilestone,
    decide_milestone,
    tell_milestone,
)
from supplier_portal.findings.queries.rounds import ACCEPTED

STAGES, NOTES = 3, 4
TOLD_BEFORE, DECIDED_BEFORE, NOTED_BEFORE = 6, 5, 3
"""Days before today."""
STANDING = frozenset({"open", "reopened", "accepted", "rejected", "insufficient", "implemented"})
QUIET_SINCE = TODAY - timedelta(days=TOLD_BEFORE + 4)
Planned = tuple[PlannedAudit, PlannedFinding]


def protocol_steps(world: World, audits: Sequence[PlannedAudit], checklist: ChecklistVersion) -> Iterator[Step]:
    """The first stages of the newest findings that close in stages, the last of them undecided; some notes."""
    newest = sorted(_standing(audits), key=lambda one: one[0].day(0), reverse=True)
    staged = [one for one in newest if one[1].checkpoint in checklist.by_code and _stages(checklist, one[1])]
    for place, (audit, finding) in enumerate(staged[:STAGES]):
        code = code_of(_stages(checklist, finding)[0])
        key = f"finding:{finding.key}:stage"
        yield Step(key, _before(world, TOLD_BEFORE), owner_of(audit.supplier.number), _tell(audit, finding, code))
        if place < STAGES - 1:
            yield Step(f"{key}:decided", _before(world, DECIDED_BEFORE), audit.team[0], _accept(finding, code))
    for place, (audit, finding) in enumerate(islice(newest, NOTES)):
        notes = audit.wording.listed("answers", "note")
        text = notes[place % len(notes)]
        yield Step(f"finding:{finding.key}:note", _before(world, NOTED_BEFORE), audit.team[0], _note(finding, text))


def _standing(audits: Sequence[PlannedAudit]) -> Iterator[Planned]:
    """Findings that are dealt with and were not moved in the last days."""
    for audit in audits:
        if not audit.issued or audit.day(ISSUED_AFTER) >= QUIET_SINCE:
            continue
        for finding in audit.findings:
            quiet = not finding.acts or finding.acts[-1].day < QUIET_SINCE
            if quiet and finding.kind != STRENGTH and state_after(finding.acts) in STANDING:
                yield audit, finding


def _stages(checklist: ChecklistVersion, finding: PlannedFinding) -> Sequence[Milestone]:
    return checklist.by_code[finding.checkpoint].milestones


def _before(world: World, days: int) -> Moment:
    return world.moment(TODAY - timedelta(days=days), 15)


def _tell(audit: PlannedAudit, finding: PlannedFinding, code: str) -> Act:
    chance = chance_for(f"stage:{finding.key}")
    name = audit.wording.one_of("files", chance).format(number=chance.randint(10, 99))

    def act(session: Session, world: World, actor: Actor, moment: Moment) -> int:
        finding_id, upload = world.id_of(f"finding:{finding.key}"), record(world, moment.day.year, 0)
        command = TellMilestone(finding_id, code, moment.day - timedelta(days=1), upload, name)
        return tell_milestone(session, actor, command, moment).id

    return act


def _accept(finding: PlannedFinding, code: str) -> Act:
    def act(session: Session, world: World, actor: Actor, moment: Moment) -> None:
        command = DecideMilestone(world.id_of(f"finding:{finding.key}"), code, ACCEPTED)
        decide_milestone(session, actor, command, moment)

    return act


def _note(finding: PlannedFinding, text: str) -> Act:
    def act(session: Session, world: World, actor: Actor, moment: Moment) -> int:
        return write_note(session, actor, WriteNote(world.id_of(f"finding:{finding.key}"), text), moment).id

    return act
