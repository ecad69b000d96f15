"""Drafts told: handed over to those who may publish them, sent back to who handed them over."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import TABLE, Reach
from supplier_portal.accounts.reaching import buyer_people
from supplier_portal.checklists.kinds import HANDED_OVER, SENT_BACK
from supplier_portal.checklists.models import ChecklistDraft
from supplier_portal.checklists.queries import publishers_barred
from supplier_portal.domain.moment import Moment
from supplier_portal.notices.kinds import Kind
from supplier_portal.notices.operations import GiveNotices, give_notices


def tell_handed_over(session: Session, draft: ChecklistDraft, moment: Moment) -> None:
    """Tell everybody who may publish it now: nobody who wrote on it is a second person."""
    publish = TABLE[Permission.CHECKLISTS_VERSION_PUBLISH]
    barred, buyer = publishers_barred(session, draft.id), buyer_people(session)
    may = [number for role, reach in publish.items() if reach is Reach.ALL for number in buyer.of_role(role)]
    _tell(session, draft, HANDED_OVER, "/publish", [number for number in may if number not in barred], moment)


def tell_sent_back(session: Session, draft: ChecklistDraft, moment: Moment) -> None:
    """Tell who handed it over; the reason stands on the page."""
    _tell(session, draft, SENT_BACK, "", [draft.asked_by] if draft.asked_by else [], moment)


def _tell(
    session: Session, draft: ChecklistDraft, kind: Kind, page: str, readers: Sequence[int], moment: Moment
) -> None:
    title, name = draft.head["title"], str(draft.head["name"])
    told = title if isinstance(title, dict) else {}
    facts = {
        "title": {"en": told.get("en") or name, "zh": told.get("zh") or told.get("en") or name},
        "version": str(draft.head["version"]),
    }
    once = f"{kind.name}:{draft.id}:{moment.at.isoformat()}"
    give_notices(session, GiveNotices(kind, f"/checklists/drafts/{draft.id}{page}", once, facts, readers), moment)
