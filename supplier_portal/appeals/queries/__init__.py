"""Appeals an actor may see, and their files."""

from sqlalchemy import Select, false, func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, decide
from supplier_portal.accounts.models import Account
from supplier_portal.appeals.models import Appeal, AppealFile, AppealMove
from supplier_portal.audits.models import LEAD, AuditMember
from supplier_portal.audits.queries import MOST_ID
from supplier_portal.domain.errors import Missing
from supplier_portal.files.kinds import JPEG
from supplier_portal.suppliers.models import Supplier


def visible(actor: Actor) -> Select[Appeal]:
    """All appeals for the buyer's offices, one's own company's for a supplier, none for others.

    Who led an audit sees those about it, none about figures from elsewhere.
    """
    reach = decide(actor, Permission.APPEALS_APPEAL_READ).reach
    if reach is Reach.ALL:
        return select(Appeal)
    if reach is Reach.OWN_AUDITS:
        led = AuditMember.account_id == actor.account_id, AuditMember.role == LEAD
        return select(Appeal).where(Appeal.audit_id.in_(select(AuditMember.audit_id).where(*led)))
    return select(Appeal).where(Appeal.supplier_id == actor.supplier_id if reach is Reach.OWN_COMPANY else false())


def found(session: Session, actor: Actor, appeal_id: int, *, locked: bool = False) -> Appeal:
    """The appeal, with `locked` kept from others until the transaction ends.

    Raises Missing where it is not there for this actor.
    """
    asked = visible(actor).where(Appeal.id == min(appeal_id, MOST_ID))
    if locked:
        asked = asked.with_for_update().execution_options(populate_existing=True)
    appeal = session.scalar(asked)
    if appeal is None:
        raise Missing
    return appeal


def moves_of(session: Session, appeal: Appeal) -> tuple[list[AppealMove], dict[int, Account]]:
    """Its moves in their order, and who made them."""
    asked = select(AppealMove, Account).join(Account, Account.id == AppealMove.account_id)
    rows = session.execute(asked.where(AppealMove.appeal_id == appeal.id).order_by(AppealMove.id)).all()
    return [move for move, _ in rows], {person.id: person for _, person in rows}


def own_company(session: Session, actor: Actor) -> Supplier:
    """The company that may file appeals. Raises Missing for the buyer's people."""
    supplier = session.get(Supplier, actor.supplier_id) if actor.supplier_id is not None else None
    if supplier is None:
        raise Missing
    return supplier


def files_of(session: Session, appeal: Appeal) -> list[AppealFile]:
    """The files that came with it, in their order."""
    return list(session.scalars(select(AppealFile).where(AppealFile.appeal_id == appeal.id).order_by(AppealFile.id)))


def file_found(session: Session, actor: Actor, appeal_id: int, file_id: int) -> AppealFile:
    """A file of an appeal. Raises Missing."""
    appeal = found(session, actor, appeal_id)
    file = session.scalar(
        select(AppealFile).where(AppealFile.id == min(file_id, MOST_ID), AppealFile.appeal_id == appeal.id)
    )
    if file is None:
        raise Missing
    return file


def handed_out(actor: Actor, file: AppealFile) -> tuple[str, str]:
    """Digest and kind of what a reader gets: as it came for the company, else a photo's picture alone."""
    if file.shown_digest is None or actor.supplier_id is not None:
        return file.digest, file.media_type
    return file.shown_digest, JPEG


def bytes_of_company(session: Session, supplier_id: int) -> int:
    """How much the files of a supplier's appeals take together."""
    sizes = select(func.sum(AppealFile.size)).join(Appeal, Appeal.id == AppealFile.appeal_id)
    return session.scalar(sizes.where(Appeal.supplier_id == supplier_id)) or 0
