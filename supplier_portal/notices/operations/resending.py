"""A mail that was given up, sent again once what was in its way is mended."""

from sqlalchemy.orm import Session

from supplier_portal.access.actor import Actor
from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import reach_of
from supplier_portal.domain.errors import Conflict, Missing
from supplier_portal.domain.moment import Moment
from supplier_portal.notices.models import GIVEN_UP, WAITING, Mail
from supplier_portal.notices.operations.giving import mails_go_out
from supplier_portal.notices.queries.mails import visible_mails
from supplier_portal.trail.operations import record_event


def send_again(session: Session, actor: Actor, mail_id: int, moment: Moment) -> None:
    """Queue it anew, with as much patience as a new one and under its old Message-ID.

    Raises Missing; Conflict `notices.mail_not_given_up`, `notices.no_mail` where the portal has no mail server.
    """
    reach_of(actor, Permission.NOTICES_MAIL_RESEND)
    mail = session.scalar(visible_mails(actor).where(Mail.id == mail_id).with_for_update())
    if mail is None:
        raise Missing
    if mail.state != GIVEN_UP:
        raise Conflict("notices.mail_not_given_up")
    if not mails_go_out(session):
        raise Conflict("notices.no_mail")
    mail.state, mail.due, mail.attempts = WAITING, moment.at, 0
    mail.failing_since, mail.error = None, ""
    session.flush()
    record_event(session, actor, moment, "resend_mail", mail=mail.id)
