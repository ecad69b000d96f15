"""What a person has seen, and how they want to be told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.notices.models import AT_ONCE, DigestSetting, Notice, NoticeSetting
from supplier_portal.notices.queries import visible


@dataclass(frozen=True)
class SaveSettings:
    """frequencies: by topic, one of `models.FREQUENCIES`; at: of the daily mail, on the clocks of `time_zone`."""

    frequencies: Mapping[str, str]
    at: time
    time_zone: str


def open_notice(session: Session, actor: Actor, notice_id: int, moment: Moment) -> str:
    """Mark one's own notice as read; gives the path it leads to. Raises Missing."""
    notice = session.scalar(visible(actor).where(Notice.id == notice_id))
    if notice is None:
        raise Missing
    notice.read_at = notice.read_at or moment.at
    return notice.path


def read_all(session: Session, actor: Actor, up_to: int, moment: Moment) -> None:
    """Mark one's own notices up to this one as read: what came since stays unread."""
    reach_of(actor, Permission.NOTICES_SETTING_WRITE)
    unread = (Notice.account_id == actor.account_id) & Notice.read_at.is_(None) & (Notice.id <= up_to)
    session.execute(update(Notice).where(unread).values(read_at=moment.at))


def save_settings(session: Session, actor: Actor, command: SaveSettings) -> None:
    """Keep how one wants to be told from now on; what is on its way already goes out as it was to."""
    reach_of(actor, Permission.NOTICES_SETTING_WRITE)
    account = actor.account_id
    session.execute(delete(NoticeSetting).where(NoticeSetting.account_id == account))
    chosen = {topic: mail for topic, mail in command.frequencies.items() if mail != AT_ONCE}
    session.add_all(NoticeSetting(account_id=account, topic=topic, mail=mail) for topic, mail in chosen.items())
    session.merge(DigestSetting(account_id=account, at=command.at, time_zone=command.time_zone))
