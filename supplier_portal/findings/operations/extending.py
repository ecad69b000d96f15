"""More days for one of the supplier's clocks: asked for with a reason, granted or refused with one."""

from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.answering import readable
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.findings.clock import CLOCKS, SUPPLIER
from supplier_portal.domain.findings.texts import LONGEST_REASON
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.finding import FINDING
from supplier_portal.findings.models import Extension, Finding
from supplier_portal.findings.operations.stepping import hold, work_out
from supplier_portal.findings.queries import found
from supplier_portal.findings.queries.clocking import timed
from supplier_portal.findings.queries.extending import askable, extension_of, waiting_extension
from supplier_portal.findings.telling import tell_extension_answered, tell_extension_asked
from supplier_portal.trail.operations import record_event

GRANTED, REFUSED = DECISIONS = ("granted", "refused")
MOST_DAYS = 90


@dataclass(frozen=True)
class AskExtension:
    """clock: containment, plan or close; days: further counted days, None where what was typed is no number."""

    finding_id: int
    clock: str
    days: int | None
    reason: str


@dataclass(frozen=True)
class DecideExtension:
    """decision: granted or refused; days: as many as asked for or fewer, of a grant; answer: the supplier reads it."""

    finding_id: int
    extension_id: int
    decision: str
    days: int | None
    answer: str


def ask_extension(session: Session, actor: Actor, command: AskExtension, moment: Moment) -> Extension:
    """Ask for more days. Raises Missing, Invalid with every fault.

    Raises Conflict while another one waits, where that clock does not run, and once its due day is over.
    """
    reach_of(actor, Permission.FINDINGS_EXTENSION_ASK)
    finding = found(session, actor, command.finding_id, held=True)
    if faults := _ask_faults(command):
        raise Invalid(faults)
    if waiting_extension(session, finding.id):
        raise Conflict("findings.extension_waits")
    _refuse_late(session, finding, command.clock, moment)
    extension = Extension(
        finding_id=finding.id,
        clock=command.clock,
        days=command.days,
        reason=command.reason.strip(),
        asked_by=actor.account_id,
        asked_at=moment.at,
    )
    session.add(extension)
    session.flush()
    _tell(session, actor, moment, "ask_extension", extension, clock=command.clock)
    tell_extension_asked(session, actor, finding, extension, moment)
    return extension


def decide_extension(session: Session, actor: Actor, command: DecideExtension, moment: Moment) -> Extension:
    """Grant as many days or fewer, or refuse, with a reason. Raises Missing, Invalid with every fault.

    Raises Conflict where it was answered meanwhile: of two at once, one wins.
    """
    reach_of(actor, Permission.FINDINGS_EXTENSION_DECIDE)
    finding = found(session, actor, command.finding_id)
    extension = extension_of(session, finding, command.extension_id)
    if extension.decision is not None:
        raise Conflict("findings.extension_answered", decision=f"extension_decision.{extension.decision}")
    if faults := _decision_faults(command, extension):
        raise Invalid(faults)
    granted = command.days if command.decision == GRANTED else None
    hold(session, finding.id)
    decided = session.execute(
        update(Extension)
        .where(Extension.id == extension.id, Extension.decision.is_(None))
        .values(decision=command.decision, granted_days=granted, answer=command.answer.strip())
        .values(decided_by=actor.account_id, decided_at=moment.at)
    )
    if decided.rowcount != 1:  # type: ignore[attr-defined]
        session.refresh(extension)
        raise Conflict("findings.extension_answered", decision=f"extension_decision.{extension.decision}")
    work_out(session, finding, moment)
    session.refresh(extension)
    _tell(session, actor, moment, "decide_extension", extension, decision=command.decision)
    tell_extension_answered(session, actor, finding, extension, moment)
    return extension


def _tell(session: Session, actor: Actor, moment: Moment, act: str, extension: Extension, **told: str) -> None:
    record_event(session, actor, moment, act, finding=extension.finding_id, extension=extension.id, **told)


def _refuse_late(session: Session, finding: Finding, code: str, moment: Moment) -> None:
    clock = timed(session, [Finding.id == finding.id], moment)[0].clock
    if code in askable(clock):
        return
    due = clock.due_on(code) if clock and clock.turn == SUPPLIER else None
    if clock is not None and due is not None and clock.today > due:
        raise Conflict("findings.extension_too_late", day=due.isoformat())
    raise Conflict("findings.extension_not_now", state=FINDING.word(finding.state))


def _ask_faults(command: AskExtension) -> list[Fault]:
    faults = [] if command.clock in CLOCKS else [Fault("form.unknown_choice", "clock")]
    return [*faults, *_days_faults(command.days, MOST_DAYS), *_reason_faults(command.reason, "reason")]


def _decision_faults(command: DecideExtension, extension: Extension) -> list[Fault]:
    faults = [] if command.decision in DECISIONS else [Fault("form.unknown_choice", "decision")]
    if command.decision == GRANTED:
        faults += _days_faults(command.days, extension.days)
    return [*faults, *_reason_faults(command.answer, "answer")]


def _days_faults(days: int | None, most: int) -> list[Fault]:
    right = days is not None and 1 <= days <= most
    return [] if right else [Fault("findings.extension_days", "days", facts={"most": most})]


def _reason_faults(text: str, place: str) -> list[Fault]:
    faults, length = [], len(text.strip())
    if not length:
        faults.append(Fault("workflow.needs_reason", place))
    if not readable(text):
        faults.append(Fault("audits.control_character", place))
    if length > LONGEST_REASON:
        faults.append(Fault("form.too_long", place, facts={"most": LONGEST_REASON, "length": length}))
    return faults
