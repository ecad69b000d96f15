"""Who was asked in an audit, as far as a reader may know it."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session, defer

from supplier_portal.access.actor import SUPPLIER_ROLES, Actor
from supplier_portal.audits.models import Audit, Evidence, Interview
from supplier_portal.audits.queries import in_audits_read


@dataclass(frozen=True)
class Interviewed:
    """One who was asked. person: the name; empty where it was not noted, and for every reader of the supplier's."""

    id: int
    checkpoint: str
    function: str
    person: str


def visible_interviews(actor: Actor) -> Select[Interview]:
    """Of the audits whose answers one may read; to a supplier names are not even read from the database."""
    asked = select(Interview).where(in_audits_read(actor, Interview.audit_id))
    if actor.role in SUPPLIER_ROLES:
        return asked.options(defer(Interview.person, raiseload=True))
    return asked


def beside_answer(
    session: Session, actor: Actor, audit_id: int, checkpoint: str
) -> tuple[list[Evidence], list[Interviewed]]:
    """The evidence of a checkpoint and who was asked there, in the order added: one statement, each with each."""
    of_evidence = and_(Evidence.audit_id == Audit.id, Evidence.checkpoint == checkpoint)
    of_interview = and_(Interview.audit_id == Audit.id, Interview.checkpoint == checkpoint)
    asked = (
        select(Evidence, Interview)
        .select_from(Audit)
        .outerjoin(Evidence, of_evidence)
        .outerjoin(Interview, of_interview)
        .where(Audit.id == audit_id, in_audits_read(actor, Audit.id))
        .order_by(Evidence.id, Interview.id)
    )
    named = actor.role not in SUPPLIER_ROLES
    rows = session.execute(asked if named else asked.options(defer(Interview.person, raiseload=True))).all()
    people = [
        Interviewed(one.id, one.checkpoint, one.function, one.person if named else "")
        for one in dict.fromkeys(one for _, one in rows if one is not None)
    ]
    return list(dict.fromkeys(piece for piece, _ in rows if piece is not None)), people


def functions_asked(session: Session, actor: Actor, audit_ids: Collection[int]) -> list[str]:
    """What those asked in these audits do there, each once and in the order of the alphabet; never a name."""
    asked = visible_interviews(actor).where(Interview.audit_id.in_(audit_ids))
    return sorted(set(session.scalars(asked.with_only_columns(Interview.function))))
