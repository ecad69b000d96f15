"""Appeals told: each move to whom the table says (domain/workflow/appeal.py), in the transaction of the move."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from supplier_portal.access.actor import SUPPLIER_ROLES, Actor, Role
from supplier_portal.accounts.reaching import NOBODY, buyer_people, companies
from supplier_portal.appeals.kinds import OF_MOVE, TO_CORRECT
from supplier_portal.appeals.models import Appeal, AppealMove
from supplier_portal.audits.queries import members_of
from supplier_portal.domain.appeals import FIGURE
from supplier_portal.domain.moment import Moment
from supplier_portal.notices.operations import GiveNotices, give_notices
from supplier_portal.suppliers.models import Supplier


def tell_move(session: Session, actor: Actor, appeal: Appeal, move: AppealMove, moment: Moment) -> None:
    """Tell the side that did not act, and planners of a figure they are to correct; a reason stands on the page."""
    supplier, to_buyer = session.get_one(Supplier, appeal.supplier_id), actor.role in SUPPLIER_ROLES
    facts = {"number": appeal.number, "supplier": {"en": supplier.name_en, "zh": supplier.name_zh or supplier.name_en}}
    readers = _reviewers(session, appeal) if to_buyer else _company(session, appeal)
    command = GiveNotices(
        OF_MOVE[move.origin, move.target],
        f"/appeals/{appeal.id}",
        f"appeal-move:{move.id}",
        facts,
        [number for number in dict.fromkeys(readers) if number != actor.account_id],
        buyer_webhooks=to_buyer,
        supplier_id=None if to_buyer else appeal.supplier_id,
    )
    give_notices(session, command, moment)
    if move.target == "granted" and appeal.subject == FIGURE:
        planners = buyer_people(session).of_role(Role.PLANNER)
        told = GiveNotices(TO_CORRECT, command.path, f"appeal-correct:{appeal.id}", facts, planners)
        give_notices(session, told, moment)


def _reviewers(session: Session, appeal: Appeal) -> Iterator[int]:
    """Reviewers who were not on the audit's team."""
    team = members_of(session, appeal.audit_id) if appeal.audit_id is not None else {}
    yield from (number for number in buyer_people(session).of_role(Role.REVIEWER) if number not in team)


def _company(session: Session, appeal: Appeal) -> Iterator[int]:
    """The supplier's owners, and who filed it."""
    company = companies(session, {appeal.supplier_id}).get(appeal.supplier_id, NOBODY)
    yield from company.owners
    if appeal.filed_by in company.people:
        yield appeal.filed_by
