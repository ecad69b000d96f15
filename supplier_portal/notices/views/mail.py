"""What administrators see of mail: whether it goes out, and what was given up."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.notices.queries.mails import given_up_mails, mail_state
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.portal import portal

blueprint = Blueprint("mail", __name__, url_prefix="/notices/mail")
SHOWN = 50


@blueprint.get("")
@guard(Permission.NOTICES_MAIL_READ)
def show() -> ResponseReturnValue:
    return render_template(
        "notices/mail_state.html",
        server=portal().config.mail_server,
        fares=mail_state(reading(), actor()),
        given_up=given_up_mails(reading(), actor(), SHOWN),
    )
