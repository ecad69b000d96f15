"""What suppliers tell of containment and propose as plans: causes by two methods, actions with owners and effects."""

from datetime import timedelta
from decimal import Decimal
from random import Random

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.demo.audit_plans import PlannedAudit
from supplier_portal.demo.chance import chance_for
from supplier_portal.demo.finding_plans import PlannedFinding
from supplier_portal.demo.steps import Act, World
from supplier_portal.domain.findings.causes import FISHBONE, FIVE_WHYS, CauseLine, whys
from supplier_portal.domain.moment import Moment
from supplier_portal.findings.operations import (
    Action,
    ProposePlan,
    ReportContainment,
    propose_plan,
    report_containment,
)
from supplier_portal.findings.queries import found
from supplier_portal.findings.queries.company import people_of

ACTION_DAYS = {"critical": (8, 16), "major": (21, 42)}
"""Days after its plan by which each action is done, so that what is grave closes in time."""
OTHERWISE = (30, 70)
FISHBONE_ONCE_IN = 4
SAVING_STEPS = ("S3.", "S5.", "S8.")
"""Steps whose actions save energy, in about every other plan."""
LEAST_KWH, MOST_KWH, KWH_STEP = 12_000, 460_000, 500
TONNES_PER_KWH = Decimal("0.00057")


def contain(audit: PlannedAudit, finding: PlannedFinding) -> Act:
    """What was done at once about a critical finding."""
    text = _containment(audit, finding, chance_for(f"contained:{finding.key}"))

    def act(session: Session, world: World, actor: Actor, moment: Moment) -> int:
        command = ReportContainment(world.id_of(f"finding:{finding.key}"), text, moment.day)
        return report_containment(session, actor, command, moment).id

    return act


def propose(audit: PlannedAudit, finding: PlannedFinding, cycle: int) -> Act:
    """The first plan says what went wrong and what is done; a second one goes further down and checks its cause too."""
    chance, wording = chance_for(f"plan:{finding.key}:{cycle}"), audit.wording
    if finding.forged:
        cause, fix = (wording.forged(finding.forged, name) for name in ("cause", "fix"))
    else:
        cause, fix = (wording.at(finding.checkpoint, what, chance) for what in ("cause", "fix"))
    containment = "" if finding.severity in {"minor", "observation"} else _containment(audit, finding, chance)
    root = wording.one_of("root", chance)
    method, causes = _causes(audit, (cause, root), cycle, chance)
    more, owners = wording.one_of("second_action", chance), (chance.random(), chance.random())
    kwh, tonnes = _effect(finding, chance)

    def act(session: Session, world: World, actor: Actor, moment: Moment) -> int:
        finding_id = world.id_of(f"finding:{finding.key}")
        people = people_of(session, found(session, actor, finding_id).supplier_id)
        first, second = (people[int(share * len(people))].key for share in owners)
        sooner, later = (moment.day + timedelta(days) for days in ACTION_DAYS.get(finding.severity, OTHERWISE))
        actions = [Action(fix, first, sooner, kwh, tonnes)]
        if finding.severity in ACTION_DAYS:
            actions.append(Action(more, second, later))
        command = ProposePlan(finding_id, containment, method, causes, wording.joined(cause, root), tuple(actions))
        return propose_plan(session, actor, command, moment).id

    return act


def _containment(audit: PlannedAudit, finding: PlannedFinding, chance: Random) -> str:
    wording = audit.wording
    return wording.forged(finding.forged, "containment") if finding.forged else wording.one_of("containment", chance)


def _causes(
    audit: PlannedAudit, ends: tuple[str, str], cycle: int, chance: Random
) -> tuple[str, tuple[CauseLine, ...]]:
    """ends: the first line and the root; what lies between is longer in a second plan."""
    (cause, root), wording = ends, audit.wording
    between = wording.one_of("more_cause", chance)
    further = wording.one_of("second_cause", chance)
    if chance.randrange(FISHBONE_ONCE_IN):
        return FIVE_WHYS, whys((cause, between, *((further,) if cycle > 1 else ()), root))
    lines = [CauseLine("people", between), CauseLine("method", cause), CauseLine("method", root, root=True)]
    return FISHBONE, (*lines, *([CauseLine("measurement", further, root=True)] if cycle > 1 else ()))


def _effect(finding: PlannedFinding, chance: Random) -> tuple[Decimal | None, Decimal | None]:
    kwh = Decimal(chance.randrange(LEAST_KWH, MOST_KWH, KWH_STEP))
    if not finding.checkpoint.startswith(SAVING_STEPS) or chance.randrange(2):
        return None, None
    return kwh, (kwh * TONNES_PER_KWH).quantize(Decimal("0.001"))
