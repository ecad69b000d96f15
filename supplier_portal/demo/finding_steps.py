"""The steps of a finding: raised at the visit, notified with the report, then as its life goes."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.demo.audit_plans import PlannedAudit
from supplier_portal.demo.calendar import CRITICAL_NOTICE_AFTER, TODAY, VISIT_DAYS
from supplier_portal.demo.chance import chance_for
from supplier_portal.demo.effect_steps import implement, record, review, send_back, verify
from supplier_portal.demo.extension_steps import extension_steps
from supplier_portal.demo.finding_lives import SYSTEM
from supplier_portal.demo.finding_lives import Act as Move
from supplier_portal.demo.finding_plans import PlannedFinding
from supplier_portal.demo.logins import owner_of
from supplier_portal.demo.plan_steps import contain, propose
from supplier_portal.demo.steps import Act, Step, World
from supplier_portal.demo.teams import TEAM
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.operations import MoveFinding, RaiseFinding, end_waivers, move_finding, raise_finding

CONTAINED_AFTER = 2
LATE = 23
"""An hour of the buyer's at which the day has begun wherever a supplier is."""
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
        if finding.severity == "critical":
            yield from _containment(world, audit, finding, people["supplier"])
        for move in finding.acts:
            cycle += move.target == "cap_proposed"
            key, who = f"finding:{finding.key}:{move.number}", people.get(move.who, move.who)
            moment = world.moment(move.day, LATE if move.who == SYSTEM else 9 + move.number % 8)
            yield Step(key, moment, who, _act(audit, finding, move, cycle))
        yield from extension_steps(world, audit, finding, people["lead"])


def _containment(world: World, audit: PlannedAudit, finding: PlannedFinding, owner: str) -> Iterator[Step]:
    """Told on the second day after the notice, unless the finding was disputed or waived by then."""
    day = audit.day(CRITICAL_NOTICE_AFTER + CONTAINED_AFTER)
    if day < TODAY and not any(move.day <= day for move in finding.acts):
        yield Step(f"finding:{finding.key}:contained", world.moment(day, 16), owner, contain(audit, finding))


def _act(audit: PlannedAudit, finding: PlannedFinding, move: Move, cycle: int) -> Act:
    if move.target == "cap_proposed":
        return propose(audit, finding, cycle)
    if move.who == SYSTEM:
        return _end_waivers
    name = REASONS.get(move.target)
    chance = chance_for(f"reason:{finding.key}:{move.number}")
    reason = audit.wording.one_of(name, chance) if name else ""
    if move.target in {"effective", "reopened"}:
        return review(audit, finding, move, reason)
    if move.target == "insufficient":
        return send_back(finding, reason)
    if move.target in {"implemented", "verified"}:
        return (implement if move.target == "implemented" else verify)(audit, finding, move)
    waits = move.target == "disputed" and move is finding.acts[-1]
    return (
        _dispute(audit, finding, reason) if waits else _move(finding, MoveFinding(0, move.target, reason, move.until))
    )


def _dispute(audit: PlannedAudit, finding: PlannedFinding, reason: str) -> Act:
    """One that waits for its decision comes with the record it speaks of."""
    chance = chance_for(f"dispute:{finding.key}")
    name = audit.wording.one_of("files", chance).format(number=chance.randint(10, 99))

    def act(session: Session, world: World, actor: Actor, moment: Moment) -> None:
        files = ((record(world, moment.day.year, 0), name),)
        move_finding(
            session, actor, MoveFinding(world.id_of(f"finding:{finding.key}"), "disputed", reason, files=files), moment
        )

    return act


def _raise(audit: PlannedAudit, finding: PlannedFinding) -> Act:
    def act(session: Session, world: World, actor: Actor, moment: Moment) -> int:
        command = RaiseFinding(
            world.id_of(f"audit:{audit.key}"), finding.checkpoint, finding.kind, finding.severity,
            finding.title, finding.requirement, finding.seen, integrity=bool(finding.forged),
        )  # fmt: skip
        return raise_finding(session, actor, command, moment).id

    return act


def _move(finding: PlannedFinding, command: MoveFinding) -> Act:
    def act(session: Session, world: World, actor: Actor, moment: Moment) -> None:
        known = MoveFinding(world.id_of(f"finding:{finding.key}"), command.target, command.reason, command.until)
        move_finding(session, actor, known, moment)

    return act


def _end_waivers(session: Session, _: World, __: Actor, moment: Moment) -> None:
    end_waivers(session, moment)
