"""Audits, answers and evidence an actor may see, and what they say about an audit."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, false, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased, defer

from supplier_portal.access.actor import SUPPLIER_ROLES, Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, decide
from supplier_portal.accounts.models import Account
from supplier_portal.audits.models import LEAD, SCORED, Answer, AnswerRevision, Audit, AuditMember, AuditMove, Evidence
from supplier_portal.checklists.models import ChecklistVersion as StoredVersion
from supplier_portal.domain.checklist.profile import Profile, applies
from supplier_portal.domain.checklist.version import Checkpoint
from supplier_portal.domain.errors import Missing
from supplier_portal.domain.workflow.audit import FROZEN
from supplier_portal.suppliers.models import Site, Supplier

SHOWN_TO_SUPPLIER = ("draft_sent", "issued", "closed", "amended")
MOST_ID = 2**31 - 1


def visible(actor: Actor) -> Select[Audit]:
    """Give a team its own audits, a supplier its own from the day they are planned, the buyer's offices all."""
    return select(Audit).where(_within(actor, decide(actor, Permission.AUDITS_AUDIT_READ).reach))


def visible_answers(actor: Actor) -> Select[Answer]:
    """Answers of the audits one is on or reviews; a supplier's own from the draft report on, without working notes."""
    if actor.role in SUPPLIER_ROLES:
        own = _shown_to_supplier(actor)
        return select(Answer).where(Answer.audit_id.in_(own)).options(defer(Answer.note, raiseload=True))
    return select(Answer).where(_of_audits_read(actor, Answer.audit_id))


def visible_evidence(actor: Actor) -> Select[Evidence]:
    """Evidence of the audits whose answers one may read."""
    return select(Evidence).where(in_audits_read(actor, Evidence.audit_id))


def in_audits_read(actor: Actor, audit_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Whether a row is of an audit whose answers one may read: a supplier from the draft report on."""
    if actor.role in SUPPLIER_ROLES:
        return audit_id.in_(_shown_to_supplier(actor))
    return _of_audits_read(actor, audit_id)


def visible_rivals(actor: Actor) -> Select[AnswerRevision]:
    """Revisions that came on a stale base and wait beside the answer; never a supplier's to read."""
    return select(AnswerRevision).where(AnswerRevision.rival, _of_audits_read(actor, AnswerRevision.audit_id))


def visible_moves(actor: Actor) -> Select[AuditMove]:
    """Show the moves of the audits one may see."""
    return select(AuditMove).where(AuditMove.audit_id.in_(visible(actor).with_only_columns(Audit.id)))


def evidence_bytes(session: Session, audit_id: int) -> int:
    """How much the files of an audit take together."""
    return session.scalar(select(func.sum(Evidence.size)).where(Evidence.audit_id == audit_id)) or 0


def _within(actor: Actor, reach: Reach) -> ColumnElement[bool]:
    if reach is Reach.ALL:
        return Audit.id.is_not(None)
    if reach is Reach.OWN_AUDITS:
        return Audit.id.in_(select(AuditMember.audit_id).where(AuditMember.account_id == actor.account_id))
    return Audit.supplier_id == actor.supplier_id if reach is Reach.OWN_COMPANY else false()


def _of_audits_read(actor: Actor, audit_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    reach = decide(actor, Permission.AUDITS_ANSWER_READ).reach
    if reach is Reach.ALL:
        return audit_id.is_not(None)
    return audit_id.in_(select(Audit.id).where(_within(actor, reach)))


def _shown_to_supplier(actor: Actor) -> Select[int]:
    return visible(actor).with_only_columns(Audit.id).where(Audit.state.in_(SHOWN_TO_SUPPLIER))


def find_audit(session: Session, actor: Actor, audit_id: int, *, locked: bool = False) -> Audit:
    """Load the audit, with `locked` under an exclusive lock of its row.

    Raises Missing where the actor may not see it.
    """
    asked = visible(actor).where(Audit.id == audit_id)
    if locked:
        asked = asked.with_for_update().execution_options(populate_existing=True)
    found = session.scalar(asked) if 0 < audit_id <= MOST_ID else None
    if found is None:
        raise Missing
    return found


def visible_placed(actor: Actor) -> Select[Audit, Supplier, Site, str, str]:
    """Visible audits with supplier, site, and the version and SHA-256 of the checklist they are pinned to."""
    return (
        visible(actor)
        .join(Supplier, Supplier.id == Audit.supplier_id)
        .join(Site, Site.id == Audit.site_id)
        .join(StoredVersion, StoredVersion.id == Audit.checklist_version_id)
        .add_columns(Supplier, Site, StoredVersion.version, StoredVersion.sha256)
    )


def may_read_answers(actor: Actor, audit: Audit) -> bool:
    """Whether an actor who sees the audit reads its answers too: a supplier from the draft report on."""
    if actor.role in SUPPLIER_ROLES:
        return audit.state in SHOWN_TO_SUPPLIER
    return decide(actor, Permission.AUDITS_ANSWER_READ).allowed


def count_of(session: Session, asked: Select[Audit, Supplier, Site, str, str]) -> int:
    """How many audits a list holds, all its pages together."""
    return session.scalar(select(func.count()).select_from(asked.with_only_columns(Audit.id).subquery())) or 0


def answered_counts(session: Session, audit_ids: Collection[int]) -> dict[int, int]:
    """How many checkpoints of each audit have a rating: one statement for any number of audits."""
    counted = select(Answer.audit_id, func.count()).where(Answer.audit_id.in_(audit_ids), Answer.rating.is_not(None))
    return dict(session.execute(counted.group_by(Answer.audit_id)).all())


def team_of(session: Session, audit_ids: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """Role and name of the members of each audit, the lead first."""
    members = (
        select(AuditMember.audit_id, AuditMember.role, Account.name)
        .join(Account, Account.id == AuditMember.account_id)
        .where(AuditMember.audit_id.in_(audit_ids))
        .order_by((AuditMember.role == LEAD).desc(), Account.name)
    )
    team: dict[int, list[tuple[str, str]]] = {}
    for audit_id, role, name in session.execute(members):
        team.setdefault(audit_id, []).append((role, name))
    return team


def makes_good(later: type[Audit], refused: type[Audit], day: date) -> ColumnElement[bool]:
    """Whether `later` took away by `day` what a refusal brought (gate G6): a scored audit of its site, issued."""
    of_site = and_(later.site_id == refused.site_id, later.starts_on > refused.starts_on)
    return and_(of_site, later.type.in_(SCORED), later.state.in_(FROZEN), later.issued_on <= day)


def made_good_by(session: Session, actor: Actor, audit: Audit, day: date) -> Audit | None:
    """The first audit that made a refused or aborted one good."""
    refused = aliased(Audit)
    asked = visible(actor).join(refused, makes_good(Audit, refused, day)).where(refused.id == audit.id)
    return session.scalar(asked.order_by(Audit.starts_on, Audit.id).limit(1))


def led_by(account_id: int) -> ColumnElement[bool]:
    """Whether this person leads an audit."""
    led = select(AuditMember.audit_id).where(AuditMember.account_id == account_id, AuditMember.role == LEAD)
    return Audit.id.in_(led)


def members_of(session: Session, audit_id: int) -> dict[int, str]:
    """Role of each member's account."""
    members = select(AuditMember.account_id, AuditMember.role).where(AuditMember.audit_id == audit_id)
    return dict(session.execute(members).all())


def answers_of(session: Session, audit_id: int) -> dict[str, Answer]:
    """All answers of an audit by checkpoint, as they stand in the database now."""
    asked = select(Answer).where(Answer.audit_id == audit_id).execution_options(populate_existing=True)
    return {answer.checkpoint: answer for answer in session.scalars(asked)}


def is_member(session: Session, audit_id: int, account_id: int | None) -> bool:
    """Whether the person is on the audit's team."""
    return account_id is not None and session.get(AuditMember, (audit_id, account_id)) is not None


def profile_of(audit: Audit) -> Profile:
    """Give the supplier's flags as they stood when the audit was planned."""
    return Profile(**audit.profile)


def asked_of(audit: Audit, checkpoints: Iterable[Checkpoint]) -> list[Checkpoint]:
    """List those of the checkpoints that apply to this audit's supplier, in their order."""
    return [checkpoint for checkpoint in checkpoints if applies(checkpoint, profile_of(audit))]


def unanswered(audit: Audit, checkpoints: Iterable[Checkpoint], answers: Mapping[str, Answer]) -> list[str]:
    """Codes of those checkpoints in profile that have no rating yet."""
    rated = {code for code, answer in answers.items() if answer.rating is not None}
    return [checkpoint.code for checkpoint in asked_of(audit, checkpoints) if checkpoint.code not in rated]
