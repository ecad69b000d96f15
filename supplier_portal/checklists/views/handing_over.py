"""Handing a draft over, taking it or sending it back, and publishing it as the second person."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.checklists.change_words import counts_of, in_words
from supplier_portal.checklists.forms import PublishForm, SendBackForm, StaleForm
from supplier_portal.checklists.models import HANDED_OVER
from supplier_portal.checklists.operations import (
    DraftAct,
    PublishDraft,
    SendBack,
    hand_over_draft,
    publish_draft,
    send_back_draft,
    take_back_draft,
)
from supplier_portal.checklists.queries import checklist_of, edits_of, publishers_barred
from supplier_portal.checklists.views.room import blueprint, draft_address, opened
from supplier_portal.domain.errors import Conflict, Invalid
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.post("/checklists/drafts/<int:draft_id>/hand-over")
@guard(Permission.CHECKLISTS_VERSION_WRITE)
def hand_over(draft_id: int) -> ResponseReturnValue:
    try:
        with writing() as unit:
            hand_over_draft(unit, actor(), DraftAct(draft_id, StaleForm().seen), portal().moment())
    except Invalid:
        flash(speech().gettext("It cannot be handed over yet: what is missing stands below."), "error")
    else:
        flash(speech().gettext("Handed over. Somebody who did not edit it publishes it or sends it back."), "success")
    return redirect(draft_address(draft_id))


@blueprint.post("/checklists/drafts/<int:draft_id>/take-back")
@guard(Permission.CHECKLISTS_VERSION_WRITE)
def take_back(draft_id: int) -> ResponseReturnValue:
    with writing() as unit:
        take_back_draft(unit, actor(), draft_id, portal().moment())
    flash(speech().gettext("The draft can be edited again."), "success")
    return redirect(draft_address(draft_id))


@blueprint.post("/checklists/drafts/<int:draft_id>/send-back")
@guard(Permission.CHECKLISTS_VERSION_PUBLISH)
def send_back(draft_id: int) -> ResponseReturnValue:
    form = SendBackForm()
    try:
        with writing() as unit:
            send_back_draft(unit, actor(), SendBack(draft_id, form.reason.data or ""), portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return _page(draft_id, form), 422
    flash(speech().gettext("Sent back with your words."), "success")
    return redirect(draft_address(draft_id))


@blueprint.get("/checklists/drafts/<int:draft_id>/publish")
@guard(Permission.CHECKLISTS_VERSION_PUBLISH)
def show_publishing(draft_id: int) -> ResponseReturnValue:
    return _page(draft_id, SendBackForm())


@blueprint.post("/checklists/drafts/<int:draft_id>/publish")
@guard(Permission.CHECKLISTS_VERSION_PUBLISH)
def publish(draft_id: int) -> ResponseReturnValue:
    with writing() as unit:
        command = PublishDraft(draft_id, PublishForm().sha256.data or "")
        version = publish_draft(unit, actor(), command, portal().moment())
    flash(speech().gettext("Published. From now on this version never changes."), "success")
    return redirect(url_for("checklists.show_version", version_id=version.id))


def _page(draft_id: int, form: SendBackForm) -> str:
    """What differs from the version before, who wrote it, and the two ways on."""
    page = opened(draft_id)
    if page.draft.state != HANDED_OVER:
        raise Conflict("checklists.draft_not_now", state=f"draft_state.{page.draft.state}")
    shown = {}
    if page.standing is not None:
        found, before = page.standing.differences, checklist_of(page.standing.before)
        shown = {"steps": in_words(found, before, page.content.checklist, speech()), "counts": counts_of(found)}
    return render_template(
        "checklists/publish.html",
        page=page,
        form=form,
        publish_form=PublishForm(sha256=page.draft.sha256),
        edits=edits_of(reading(), draft_id),
        barred=actor().account_id in publishers_barred(reading(), draft_id),
        **shown,
    )
