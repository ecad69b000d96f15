"""Declarations told to the other side, in the transaction of the act."""

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor, Role
from supplier_portal.accounts.reaching import NOBODY, buyer_people, companies
from supplier_portal.declarations.kinds import MADE, OF_DECISION
from supplier_portal.declarations.models import Declaration
from supplier_portal.domain.moment import Moment
from supplier_portal.notices.kinds import Kind
from supplier_portal.notices.operations import GiveNotices, give_notices
from supplier_portal.suppliers.models import Supplier


def tell_made(session: Session, actor: Actor, declaration: Declaration, moment: Moment) -> None:
    """Tell the planners that one waits."""
    planners = buyer_people(session).of_role(Role.PLANNER)
    _tell(session, actor, declaration, MADE, list(planners), moment)


def tell_decided(session: Session, actor: Actor, declaration: Declaration, moment: Moment) -> None:
    """Tell who declared it and the company's owners; the answer stands on the page."""
    company = companies(session, {declaration.supplier_id}).get(declaration.supplier_id, NOBODY)
    readers = dict.fromkeys([*company.in_charge(declaration.declared_by), *company.owners])
    _tell(session, actor, declaration, OF_DECISION[str(declaration.decision)], list(readers), moment)


def _tell(
    session: Session, actor: Actor, declaration: Declaration, kind: Kind, readers: list[int], moment: Moment
) -> None:
    supplier, to_buyer = session.get_one(Supplier, declaration.supplier_id), kind is MADE
    command = GiveNotices(
        kind,
        f"/declarations/{declaration.id}",
        f"{kind.name}:{declaration.id}",
        {"supplier": {"en": supplier.name_en, "zh": supplier.name_zh or supplier.name_en}},
        [number for number in readers if number != actor.account_id],
        buyer_webhooks=to_buyer,
        supplier_id=None if to_buyer else supplier.id,
    )
    give_notices(session, command, moment)
