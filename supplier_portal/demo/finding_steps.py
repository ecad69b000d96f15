"""The steps of a finding: raised at the visit, notified with the report, then as its life goes."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.demo.audit_plans import PlannedAudit
from supplier_portal.demo.calendar import CRITICAL_NOTICE_AFTER, TODAY, VISIT_DAYS
from supplier_portal.demo.chance import chance_for
from supplier_portal.demo.finding_lives import Act as Move
from supplier_portal.demo.finding_plans import PlannedFinding
from supplier_portal.demo.logins import owner_of
from supplier_portal.demo.pictures import bill
from supplier_portal.demo.steps import Act, Step, World
from supplier_portal.demo.teams import TEAM
from supplier_portal.domain.moment import Moment
from supplier_portal.files.operations import Upload
from supplier_portal.findings.operations import (
    AddFindingEvidence,
    MoveFinding,
    ProposePlan,
    RaiseFinding,
    add_finding_evidence,
    end_waivers,
    move_finding,
    propose_plan,
    raise_finding,
)

ACTION_DAYS = {"critical": (8, 16), "major": (21, 42)}
"""Days after its plan by which each action is done, so that what is grave closes in time."""
OTHERWISE = (30, 70)
RECORD, RECORDS, HIGHEST_FIGURE = "Record of implementation", 6, 900_000
REASONS = {
    "disputed": "disputed",
    "withdrawn": "withdrawn",
    "accepted": "accepted",
    "rejected": "rejected",
    "insufficient": "insufficient",
    "reopened": "reopened",
    "waived": "waived",
    "open": "maintained",
}
"""Which sentence a move to this state takes for its reason."""


def raising(world: World, audit: PlannedAudit, lead: str) -> Iterator[Step]:
    """The findings are raised before the closing meeting; a critical one has its own notice from the reviewer."""
    day = min(audit.day(VISIT_DAYS - 1), TODAY)
    for finding in audit.findings:
        yield Step(f"finding:{finding.key}", world.moment(day, 15 if day < TODAY else 9), lead, _raise(audit, finding))
        if finding.severity == "critical":
            notice = world.moment(audit.day(CRITICAL_NOTICE_AFTER), 10)
            _, _, reviewer = audit.team
            yield Step(f"finding:{finding.key}:notice", notice, reviewer, _move(finding, MoveFinding(0, "open")))


def life_steps(world: World, audit: PlannedAudit) -> Iterator[Step]:
    """What becomes of the findings of an issued audit."""
    people = dict(zip(TEAM, audit.team, strict=True)) | {"supplier": owner_of(audit.supplier.number)}
    for finding in audit.findings:
        cycle = 0
        for move in finding.acts:
            cycle += move.target == "cap_proposed"
            key, who = f"finding:{finding.key}:{move.number}", people.get(move.who, move.who)
            moment = world.moment(move.day, 9 + move.number % 8)
            yield Step(key, moment, who, _act(audit, finding, move, cycle))


def _act(audit: PlannedAudit, finding: PlannedFinding, move: Move, cycle: int) -> Act:
    if move.target == "cap_proposed":
        return _propose(audit, finding, cycle)
    if move.target == "implemented":
        return _implement(audit, finding, move)
    if move.who == "system":
        return _end_waivers
    name = REASONS.get(move.target)
    chance = chance_for(f"reason:{finding.key}:{move.number}")
    reason = audit.wording.one_of(name, chance) if name else ""
    return _move(finding, MoveFinding(0, move.target, reason, move.until))


def _raise(audit: PlannedAudit, finding: PlannedFinding) -> Act:
    def act(session: Session, world: World, actor: Actor, moment: Moment) -> int:
        command = RaiseFinding(
            world.id_of(f"audit:{audit.key}"), finding.checkpoint, finding.kind, finding.severity,
            finding.title, finding.requirement, finding.seen,
        )  # fmt: skip
        return raise_finding(session, actor, command, moment).id

    return act


def _move(finding: PlannedFinding, command: MoveFinding) -> Act:
    def act(session: Session, world: World, actor: Actor, moment: Moment) -> None:
        known = MoveFinding(world.id_of(f"finding:{finding.key}"), command.target, command.reason, command.until)
        move_finding(session, actor, known, moment)

    return act


def _propose(audit: PlannedAudit, finding: PlannedFinding, cycle: int) -> Act:
    """The first plan says what went wrong and what is done; a second one names the cause and a check of it too."""
    chance, wording = chance_for(f"plan:{finding.key}:{cycle}"), audit.wording
    texts = ("integrity", finding.checkpoint)[not finding.integrity]
    cause, fix = wording.said(texts, "cause"), wording.said(texts, "fix")
    containment = wording.said("integrity", "containment") if finding.integrity else ""
    if finding.severity == "major":
        containment = wording.one_of("containment", chance)
    if cycle > 1:
        cause = f"{cause} {wording.one_of('second_cause', chance)}"
    first, second = wording.one_of("owners", chance), wording.one_of("owners", chance)
    more = wording.one_of("second_action", chance)

    def act(session: Session, world: World, actor: Actor, moment: Moment) -> int:
        sooner, later = (moment.day + timedelta(days) for days in ACTION_DAYS.get(finding.severity, OTHERWISE))
        actions = ((fix, first, sooner), (more, second, later))
        command = ProposePlan(world.id_of(f"finding:{finding.key}"), containment, cause, actions)
        return propose_plan(session, actor, command, moment).id

    return act


def _implement(audit: PlannedAudit, finding: PlannedFinding, move: Move) -> Act:
    """Evidence first, then the word that it is done."""
    chance = chance_for(f"done:{finding.key}:{move.number}")
    name = audit.wording.one_of("files", chance).format(number=chance.randint(10, 99))

    def act(session: Session, world: World, actor: Actor, moment: Moment) -> int:
        finding_id = world.id_of(f"finding:{finding.key}")
        upload = _record(world, moment.day.year, chance.randrange(RECORDS))
        about = moment.day - timedelta(days=chance.randint(2, 6))
        added = add_finding_evidence(session, actor, AddFindingEvidence(finding_id, upload, name, about), moment)
        move_finding(session, actor, MoveFinding(finding_id, "implemented"), moment)
        return added.id

    return act


def _record(world: World, year: int, number: int) -> Upload:
    return world.picture(
        f"record:{year}:{number}", lambda chance: bill(RECORD, year, chance.randrange(HIGHEST_FIGURE), chance)
    )


def _end_waivers(session: Session, _: World, __: Actor, moment: Moment) -> None:
    end_waivers(session, moment)
