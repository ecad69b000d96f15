"""What administrators see of mail: whether it goes out, and what was given up, which can be sent again."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.notices.operations.resending import send_again
from supplier_portal.notices.queries.mails import given_up_mails, mail_state
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

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


@blueprint.post("/<int:mail_id>/again")
@guard(Permission.NOTICES_MAIL_RESEND)
def resend(mail_id: int) -> ResponseReturnValue:
    with writing() as unit:
        send_again(unit, actor(), mail_id, portal().moment())
    flash(speech().gettext("The mail is on its way again."), "success")
    return redirect(url_for(".show"), 303)
