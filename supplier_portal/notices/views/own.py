"""A person's own notices: the bell of every page, the list, and how they want to be told."""

from datetime import time

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func

from supplier_portal.access.permissions import Permission
from supplier_portal.access.table import decide
from supplier_portal.accounts import identity
from supplier_portal.notices.facts import said
from supplier_portal.notices.forms import PREFIX, settings_form
from supplier_portal.notices.kinds import always_mailed, kind_of, mail_topics
from supplier_portal.notices.models import Notice
from supplier_portal.notices.operations.reading import SaveSettings, open_notice, read_all, save_settings
from supplier_portal.notices.queries import UNREAD_OF_ACCOUNT, settings_of, visible
from supplier_portal.web import panels
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.paging import Page, asked_page
from supplier_portal.web.panels import Panel
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech

blueprint = Blueprint("notices", __name__, url_prefix="/notices")
USUAL_TIME = time(8)
UNREAD = "notices.unread"
LARGEST_NUMBER = 2**31 - 1  # of a row


@blueprint.get("")
@guard(Permission.NOTICES_NOTICE_READ)
def list_notices() -> ResponseReturnValue:
    asked = asked_page()
    total = reading().scalar(visible(actor()).with_only_columns(func.count())) or 0
    page = Page(asked.number, asked.size, total)
    newest = visible(actor()).order_by(Notice.id.desc()).offset(page.first).limit(page.size)
    shown = [(notice, *_words(notice)) for notice in reading().scalars(newest)]
    unread = any(notice.read_at is None for notice, *_ in shown)
    newest_id = max((notice.id for notice, *_ in shown), default=0)
    return render_template("notices/list.html", shown=shown, page=page, unread=unread, newest=newest_id)


def _words(notice: Notice) -> tuple[str, str]:
    kind = kind_of(notice.kind)
    return said(speech(), kind.subject, notice.facts), said(speech(), kind.text, notice.facts)


@blueprint.get("/<int:notice_id>/open")
@guard(Permission.NOTICES_NOTICE_READ)
def open_one(notice_id: int) -> ResponseReturnValue:
    """Mark it as read and lead on to what it is about."""
    with writing() as unit:
        path = open_notice(unit, actor(), notice_id, portal().moment())
    return redirect(path, 303)


@blueprint.post("/read")
@guard(Permission.NOTICES_SETTING_WRITE)
def read() -> ResponseReturnValue:
    with writing() as unit:
        read_all(unit, actor(), min(request.form.get("up_to", 0, int), LARGEST_NUMBER), portal().moment())
    return redirect(url_for(".list_notices"), 303)


@blueprint.route("/settings", methods=["GET", "POST"])
@guard(Permission.NOTICES_SETTING_WRITE)
def settings() -> ResponseReturnValue:
    frequencies, daily = settings_of(reading(), actor())
    own_zone = portal().config.time_zone
    zone, at = (daily.time_zone, daily.at) if daily else (own_zone, USUAL_TIME)
    topics = mail_topics(actor().side)
    form = settings_form(topics, frequencies, (own_zone, zone), data={"at": at, "time_zone": zone})
    if not form.validate_on_submit():
        facts = {
            "fields": [form[f"{PREFIX}{topic}"] for topic in topics],
            "mail_is_on": portal().config.sends_mail,
            "always": always_mailed(actor().side),
            "webhooks": decide(actor(), Permission.NOTICES_WEBHOOK_MANAGE).allowed,
            "undelivered": decide(actor(), Permission.NOTICES_MAIL_READ).allowed,
        }
        return render_template("notices/settings.html", form=form, **facts), 422 if form.is_submitted() else 200
    chosen = {topic: str(form[f"{PREFIX}{topic}"].data) for topic in topics}
    with writing() as unit:
        save_settings(unit, actor(), SaveSettings(chosen, form["at"].data, str(form["time_zone"].data)))
    flash(speech().gettext("Saved. It holds for what happens from now on."), "success")
    return redirect(url_for(".settings"), 303)


def bell() -> Panel | None:
    """The bell in the topbar with the count of what is unread."""
    return Panel("notices/bell.html", {"unread": identity.counted(UNREAD)}) if actor().account_id is not None else None


blueprint.record_once(lambda state: panels.declare(state.app, "frame.topbar", bell))
blueprint.record_once(lambda state: identity.declare_count(state.app, UNREAD, UNREAD_OF_ACCOUNT))
