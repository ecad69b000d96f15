"""The desk's own notice: findings put in somebody's charge."""

from sqlalchemy.orm import Session

from supplier_portal.accounts.models import Account
from supplier_portal.desk.kinds import HANDED_OVER
from supplier_portal.desk.models import REASSIGN, DeskAct
from supplier_portal.desk.queries import counted
from supplier_portal.domain.moment import Moment
from supplier_portal.notices.operations import GiveNotices, give_notices


def tell_handler(session: Session, act: DeskAct, moment: Moment) -> None:
    """Tell who is in charge now, once for the whole act; nobody where they asked for it themselves."""
    done = counted(session, [act])[act.id].done
    if act.kind != REASSIGN or act.handler_id in {None, act.asked_by} or not done:
        return
    facts = {"count": done, "by": session.get_one(Account, act.asked_by).name}
    readers = [act.handler_id] if act.handler_id else []
    give_notices(session, GiveNotices(HANDED_OVER, "/desk", f"desk-act:{act.id}", facts, readers), moment)
