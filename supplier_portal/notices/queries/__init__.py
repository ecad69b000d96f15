"""A person's own notices and settings."""

from sqlalchemy import ScalarSelect, Select, false, func, select
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import Reach, reach_of
from supplier_portal.accounts.models import Account
from supplier_portal.notices.models import DigestSetting, Notice, NoticeSetting

MOST_COUNTED = 100
# How many are unread of the `Account` of the statement around it; who has more than are counted reads "99+".
_UNREAD = select(Notice.id).where(Notice.account_id == Account.id, Notice.read_at.is_(None)).correlate(Account)
UNREAD_OF_ACCOUNT: ScalarSelect[int] = (
    select(func.count()).select_from(_UNREAD.limit(MOST_COUNTED).subquery()).correlate(Account).scalar_subquery()
)


def visible(actor: Actor) -> Select[Notice]:
    """One's own notices and nobody else's."""
    own = reach_of(actor, Permission.NOTICES_NOTICE_READ) is Reach.OWN_ACCOUNT
    return select(Notice).where(Notice.account_id == actor.account_id if own else false())


def settings_of(session: Session, actor: Actor) -> tuple[dict[str, str], DigestSetting | None]:
    """What one has chosen: frequencies by topic, and the time of the daily mail."""
    reach_of(actor, Permission.NOTICES_SETTING_WRITE)
    chosen = select(NoticeSetting).where(NoticeSetting.account_id == actor.account_id)
    digest = session.scalar(select(DigestSetting).where(DigestSetting.account_id == actor.account_id))
    return {setting.topic: setting.mail for setting in session.scalars(chosen)}, digest
