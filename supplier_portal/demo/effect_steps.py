"""How plans are carried out and looked at: evidence and its decision, levels lifted, the effect reviewed."""

from datetime import timedelta
from decimal import Decimal
from random import Random

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.demo.audit_plans import PlannedAudit
from supplier_portal.demo.chance import chance_for
from supplier_portal.demo.finding_lives import Act as Move
from supplier_portal.demo.finding_plans import PlannedFinding
from supplier_portal.demo.pictures import bill
from supplier_portal.demo.steps import Act, World
from supplier_portal.domain.findings.effects import Measured
from supplier_portal.domain.findings.lifting import LIFT_LEVELS, Lifted
from supplier_portal.domain.moment import Moment
from supplier_portal.files.operations import Upload
from supplier_portal.findings.models import CorrectiveAction, Finding
from supplier_portal.findings.operations import (
    AddFindingEvidence,
    DecideEvidence,
    MarkActionDone,
    MoveFinding,
    ReviewEffect,
    WriteMessage,
    add_finding_evidence,
    decide_evidence,
    mark_action_done,
    move_finding,
    review_effect,
    write_message,
)
from supplier_portal.findings.operations.lifting import rated_checkpoints
from supplier_portal.findings.queries import found
from supplier_portal.findings.queries.rounds import ACCEPTED, SENT_BACK, actions_of, files_of_round

RECORD, RECORDS, HIGHEST_FIGURE = "Record of implementation", 6, 900_000
FILE_DAYS, ACTION_DONE_DAYS = (2, 6), (1, 8)
"""From how many days before to how many, a file is about and an action was done."""
LEAST_SHARE, MOST_SHARE = 70, 115
"""What is measured, in percent of what was planned."""
WRITES_ONCE_IN = 8


def implement(audit: PlannedAudit, finding: PlannedFinding, move: Move) -> Act:
    """Evidence and the days on which actions were done first, then the word that all is done; some write besides."""
    chance = chance_for(f"done:{finding.key}:{move.number}")
    name = audit.wording.one_of("files", chance).format(number=chance.randint(10, 99))
    message = audit.wording.one_of("message", chance) if not chance.randrange(WRITES_ONCE_IN) else ""

    def act(session: Session, world: World, actor: Actor, moment: Moment) -> int:
        finding_id = world.id_of(f"finding:{finding.key}")
        upload = record(world, moment.day.year, chance.randrange(RECORDS))
        about = moment.day - timedelta(days=chance.randint(*FILE_DAYS))
        actions = actions_of(session, found(session, actor, finding_id))
        for action in actions:
            day = moment.day - timedelta(days=chance.randint(*ACTION_DONE_DAYS))
            mark_action_done(session, actor, MarkActionDone(finding_id, action.id, day), moment)
        command = AddFindingEvidence(finding_id, upload, name, about, actions[0].id)
        added = add_finding_evidence(session, actor, command, moment)
        move_finding(session, actor, MoveFinding(finding_id, "implemented"), moment)
        if message:
            write_message(session, actor, WriteMessage(finding_id, message), moment)
        return added.id

    return act


def verify(audit: PlannedAudit, finding: PlannedFinding, move: Move) -> Act:
    """Every file accepted; most checkpoints are lifted to the level that was seen."""
    chance = chance_for(f"verified:{finding.key}:{move.number}")
    reason, more, answers = (
        audit.wording.one_of("lifted", chance),
        chance.randint(1, 2),
        not chance.randrange(WRITES_ONCE_IN),
    )
    answer = audit.wording.one_of("reply", chance)

    def act(session: Session, world: World, actor: Actor, moment: Moment) -> None:
        stands = found(session, actor, world.id_of(f"finding:{finding.key}"))
        _decide_files(session, actor, stands, (ACCEPTED, ""), moment)
        rated = {code: int(rating) for code, rating in rated_checkpoints(session, stands).items()}
        highest = LIFT_LEVELS[-1]
        lifts = [Lifted(code, min(level + more, highest), reason) for code, level in rated.items() if level < highest]
        kept = tuple(lifts) if stands.kind == "nonconformity" else ()
        move_finding(session, actor, MoveFinding(stands.id, "verified", lifts=kept), moment)
        if answers:
            write_message(session, actor, WriteMessage(stands.id, answer), moment)

    return act


def send_back(finding: PlannedFinding, reason: str) -> Act:
    """The files first, each with the reason, then the finding."""

    def act(session: Session, world: World, actor: Actor, moment: Moment) -> None:
        stands = found(session, actor, world.id_of(f"finding:{finding.key}"))
        _decide_files(session, actor, stands, (SENT_BACK, reason), moment)
        move_finding(session, actor, MoveFinding(stands.id, "insufficient", reason), moment)

    return act


def review(audit: PlannedAudit, finding: PlannedFinding, move: Move, reason: str) -> Act:
    """Planned against measured; where it did not hold, the finding is opened again. reason: of that."""
    chance, effective = chance_for(f"effect:{finding.key}:{move.number}"), move.target == "effective"
    conclusion = audit.wording.one_of("effective", chance) if effective else reason
    how = audit.wording.one_of("measured", chance)

    def act(session: Session, world: World, actor: Actor, moment: Moment) -> None:
        stands = found(session, actor, world.id_of(f"finding:{finding.key}"))
        planned = [one for one in actions_of(session, stands) if one.planned_kwh is not None]
        share = Decimal(chance.randint(LEAST_SHARE, MOST_SHARE) if effective else chance.randint(0, LEAST_SHARE)) / 100
        measured = tuple(_measured(one, share, how) for one in planned)
        review_effect(session, actor, ReviewEffect(stands.id, effective, conclusion, measured), moment)

    return act


def _measured(action: CorrectiveAction, share: Decimal, how: str) -> Measured:
    kwh, tonnes = (
        None if figure is None else (figure * share).quantize(Decimal("0.001"))
        for figure in (action.planned_kwh, action.planned_tonnes)
    )
    return Measured(action.id, kwh, tonnes, how)


def _decide_files(session: Session, actor: Actor, finding: Finding, said: tuple[str, str], moment: Moment) -> None:
    for file in files_of_round(session, finding):
        if file.decision is None:
            decide_evidence(session, actor, DecideEvidence(finding.id, file.id, *said), moment)


def record(world: World, year: int, number: int) -> Upload:
    """A record of implementation, one of a few of each year."""

    def draw(chance: Random) -> bytes:
        return bill(RECORD, year, chance.randrange(HIGHEST_FIGURE), chance)

    return world.picture(f"record:{year}:{number}", draw)
