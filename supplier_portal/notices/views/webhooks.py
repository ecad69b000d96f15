"""Pages of webhooks: the list, making one, one with its last calls."""

import secrets

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Invalid, Missing
from supplier_portal.notices.facts import said
from supplier_portal.notices.forms import ChangeWebhookForm, WebhookForm
from supplier_portal.notices.kinds import kind_of
from supplier_portal.notices.messages import DINGTALK
from supplier_portal.notices.models import Webhook
from supplier_portal.notices.operations.webhooks import (
    ChangeWebhook,
    MakeWebhook,
    change_webhook,
    make_webhook,
    try_webhook,
)
from supplier_portal.notices.queries.calls import last_calls, owners_of, visible_webhooks
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language, speech

blueprint = Blueprint("webhooks", __name__, url_prefix="/notices/webhooks")
SHOWN = 30


@blueprint.get("")
@guard(Permission.NOTICES_WEBHOOK_MANAGE)
def list_webhooks() -> ResponseReturnValue:
    return _list(WebhookForm(language=language()).offer())


@blueprint.post("")
@guard(Permission.NOTICES_WEBHOOK_MANAGE)
def make() -> ResponseReturnValue:
    """Make one; its secret is shown on this page and never again."""
    form = WebhookForm().offer()
    if not form.validate_on_submit():
        return _list(form), 422
    of_robot = form.preset.data == DINGTALK
    secret = str(form.secret.data).strip() if of_robot else secrets.token_urlsafe(32)
    command = MakeWebhook(
        str(form.name.data),
        str(form.address.data).strip(),
        str(form.preset.data),
        secret,
        form.topics.data or (),
        str(form.language.data),
        private=portal().config.webhook_private_addresses,
    )
    try:
        with writing() as unit:
            made = make_webhook(unit, actor(), command, portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return _list(form), 422
    return render_template("notices/webhook_made.html", webhook=made, secret=None if of_robot else secret)


def _list(form: WebhookForm) -> str:
    webhooks = reading().scalars(visible_webhooks(actor()).order_by(Webhook.active.desc(), Webhook.id)).all()
    owners = owners_of(reading(), actor(), webhooks)
    return render_template("notices/webhooks.html", form=form, webhooks=webhooks, owners=owners)


@blueprint.get("/<int:webhook_id>")
@guard(Permission.NOTICES_WEBHOOK_MANAGE)
def show(webhook_id: int) -> ResponseReturnValue:
    webhook = _found(webhook_id)
    return _one(webhook, ChangeWebhookForm(obj=webhook).offer())


@blueprint.post("/<int:webhook_id>")
@guard(Permission.NOTICES_WEBHOOK_MANAGE)
def change(webhook_id: int) -> ResponseReturnValue:
    webhook = _found(webhook_id)
    form = ChangeWebhookForm().offer()
    if not form.validate_on_submit():
        return _one(webhook, form), 422
    active = bool(form.active.data)
    command = ChangeWebhook(webhook_id, str(form.name.data), form.topics.data or (), str(form.language.data), active)
    try:
        with writing() as unit:
            change_webhook(unit, actor(), command, portal().moment())
    except Invalid as error:
        form.take_faults(error)
        return _one(webhook, form), 422
    flash(speech().gettext("Saved. It holds for what happens from now on."), "success")
    return redirect(url_for(".show", webhook_id=webhook_id), 303)


@blueprint.post("/<int:webhook_id>/try")
@guard(Permission.NOTICES_WEBHOOK_MANAGE)
def try_one(webhook_id: int) -> ResponseReturnValue:
    with writing() as unit:
        try_webhook(unit, actor(), webhook_id, portal().moment())
    flash(speech().gettext("A test message is on its way. What became of it stands below in a moment."), "success")
    return redirect(url_for(".show", webhook_id=webhook_id), 303)


def _one(webhook: Webhook, form: ChangeWebhookForm) -> str:
    calls = last_calls(reading(), webhook, SHOWN)
    subjects = {call.id: said(speech(), kind_of(call.kind).subject, call.facts) for call in calls}
    return render_template("notices/webhook.html", webhook=webhook, form=form, calls=calls, subjects=subjects)


def _found(webhook_id: int) -> Webhook:
    webhook = reading().scalar(visible_webhooks(actor()).where(Webhook.id == webhook_id))
    if webhook is None:
        raise Missing
    return webhook
