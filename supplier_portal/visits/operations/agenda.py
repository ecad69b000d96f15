"""The agenda: proposed from the checklist and the audit's days, then changed by planner and lead."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time

from sqlalchemy import delete
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.audits.checklists import checklists_of
from supplier_portal.audits.models import Audit
from supplier_portal.audits.progress import progress_of
from supplier_portal.domain.errors import Conflict, Fault, Invalid
from supplier_portal.domain.moment import Moment
from supplier_portal.domain.workflow.audit import AUDIT
from supplier_portal.trail.operations import record_event
from supplier_portal.visits.agenda_proposal import Part, ProposedItem, proposed_agenda
from supplier_portal.visits.models import AgendaAuditor, AgendaItem
from supplier_portal.visits.operations.wording import faults_of_texts
from supplier_portal.visits.queries import members_of, reached_audit
from supplier_portal.visits.queries.agendas import agenda_of, item_of

PREPARED_WHILE = ("planned", "confirmed", "in_progress")
TEXTS = {"what_en": 300, "what_zh": 300, "place": 200, "wanted_en": 300, "wanted_zh": 300}


@dataclass(frozen=True)
class SaveAgendaItem:
    """item_id: None for a new one; auditor_ids: members of the team. what is told in one language at least."""

    audit_id: int
    item_id: int | None
    day: date | None
    starts_at: time | None
    ends_at: time | None
    what_en: str
    what_zh: str
    place: str
    wanted_en: str
    wanted_zh: str
    auditor_ids: tuple[int, ...]


def propose_agenda(
    session: Session, actor: Actor, audit_id: int, moment: Moment, replaced: int = 0
) -> list[AgendaItem]:
    """Write the proposal: the lead opens and closes, the team shares the steps.

    replaced: how many items stand and are given up for it. Raises Missing, Conflict where another number stands.
    """
    audit = _changed_audit(session, actor, audit_id)
    standing = agenda_of(session, actor, audit.id)
    if len(standing) != replaced:
        raise Conflict("visits.agenda_stands", count=len(standing))
    _remove(session, [one.item.id for one in standing])
    steps = progress_of(audit, checklists_of(session, audit), {}).steps
    parts = [Part(step.step.name, step.total) for step in steps]
    team = [member.id for member in members_of(session, audit.id)]
    proposed = proposed_agenda(audit.starts_on, audit.ends_on, audit.mode, parts, team)
    items = [_item_of(audit, one) for one in proposed]
    session.add_all(items)
    session.flush()
    session.add_all(
        AgendaAuditor(item_id=item.id, account_id=member)
        for item, one in zip(items, proposed, strict=True)
        for member in one.auditors
    )
    session.flush()
    record_event(session, actor, moment, "propose_agenda", audit=audit.id, replaced=replaced)
    return items


def _item_of(audit: Audit, one: ProposedItem) -> AgendaItem:
    item = AgendaItem(audit_id=audit.id, day=one.day, starts_at=one.starts_at, ends_at=one.ends_at)
    item.what_en, item.what_zh = one.what.en[: TEXTS["what_en"]], one.what.zh[: TEXTS["what_zh"]]
    item.wanted_en, item.wanted_zh = one.wanted.en, one.wanted.zh
    return item


def save_agenda_item(session: Session, actor: Actor, command: SaveAgendaItem, moment: Moment) -> AgendaItem:
    """Add or change an item. Raises Missing, Conflict once the visit is over, Invalid with every fault."""
    audit = _changed_audit(session, actor, command.audit_id)
    item = AgendaItem(audit_id=audit.id)
    if command.item_id is not None:
        item = item_of(session, actor, audit.id, command.item_id)
    if faults := [*_faults(command, audit), *_faults_of_auditors(session, actor, command)]:
        raise Invalid(faults)
    for name in ("day", "starts_at", "ends_at"):
        setattr(item, name, getattr(command, name))
    for name in TEXTS:
        setattr(item, name, getattr(command, name).strip())
    session.add(item)
    session.flush()
    session.execute(delete(AgendaAuditor).where(AgendaAuditor.item_id == item.id))
    session.add_all(AgendaAuditor(item_id=item.id, account_id=one) for one in sorted(set(command.auditor_ids)))
    session.flush()
    record_event(session, actor, moment, "save_agenda_item", audit=audit.id, item=item.id)
    return item


def remove_agenda_item(session: Session, actor: Actor, audit_id: int, item_id: int, moment: Moment) -> None:
    """Take an item off the agenda. Raises Missing, Conflict once the visit is over."""
    audit = _changed_audit(session, actor, audit_id)
    item = item_of(session, actor, audit.id, item_id)
    _remove(session, [item.id])
    record_event(session, actor, moment, "remove_agenda_item", audit=audit.id, item=item_id)


def _remove(session: Session, item_ids: list[int]) -> None:
    session.execute(delete(AgendaAuditor).where(AgendaAuditor.item_id.in_(item_ids)))
    session.execute(delete(AgendaItem).where(AgendaItem.id.in_(item_ids)))


def _changed_audit(session: Session, actor: Actor, audit_id: int) -> Audit:
    """The audit under a lock: of two items at one time, the second is told of the first."""
    audit = reached_audit(session, actor, Permission.VISITS_AGENDA_WRITE, audit_id, locked=True)
    check_prepared(audit)
    return audit


def check_prepared(audit: Audit) -> None:
    """Raises Conflict where agenda and documents no longer change."""
    if audit.state not in PREPARED_WHILE:
        possible = [AUDIT.word(state) for state in PREPARED_WHILE]
        raise Conflict("visits.preparation_over", state=AUDIT.word(audit.state), possible=possible)


def _faults(command: SaveAgendaItem, audit: Audit) -> Iterator[Fault]:
    for name in ("day", "starts_at", "ends_at"):
        if getattr(command, name) is None:
            yield Fault("form.required", name)
    if command.day and not audit.starts_on <= command.day <= audit.ends_on:
        yield Fault("visits.day_outside", "day", facts={"first": str(audit.starts_on), "last": str(audit.ends_on)})
    if command.starts_at and command.ends_at and command.ends_at <= command.starts_at:
        yield Fault("visits.end_before_start", "ends_at")
    if not (command.what_en.strip() or command.what_zh.strip()):
        yield Fault("form.required", "what_zh")
    yield from faults_of_texts({name: getattr(command, name) for name in TEXTS}, TEXTS)


def _faults_of_auditors(session: Session, actor: Actor, command: SaveAgendaItem) -> Iterator[Fault]:
    """Name who is not on the team, and what a member takes at the same time."""
    if not set(command.auditor_ids) <= {member.id for member in members_of(session, command.audit_id)}:
        yield Fault("form.unknown_choice", "auditor_ids")
    day, starts_at, ends_at = command.day, command.starts_at, command.ends_at
    if day is None or starts_at is None or ends_at is None:
        return
    for other in agenda_of(session, actor, command.audit_id):
        item = other.item
        if item.id == command.item_id or item.day != day or item.starts_at >= ends_at or item.ends_at <= starts_at:
            continue
        for account_id in sorted(set(command.auditor_ids) & other.auditors.keys()):
            facts = {
                "name": other.auditors[account_id],
                "from": f"{item.starts_at:%H:%M}",
                "to": f"{item.ends_at:%H:%M}",
                "what": " / ".join(name for name in (item.what_zh, item.what_en) if name),
            }
            yield Fault("visits.auditor_busy", "auditor_ids", facts=facts)
