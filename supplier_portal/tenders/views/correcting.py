"""What bidders say is wrong with their figures, for the team to answer."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.files.kinds import for_others
from supplier_portal.files.store import FileStore
from supplier_portal.tenders.corrected import corrected_of
from supplier_portal.tenders.forms.acts import CorrectionAnswerForm
from supplier_portal.tenders.models import Correction, Tender
from supplier_portal.tenders.operations import AnswerCorrection, answer_correction
from supplier_portal.tenders.pinned import published_under
from supplier_portal.tenders.queries import (
    bidders_of,
    corrections_of,
    names_of,
    policy_of,
    ratings_named,
)
from supplier_portal.tenders.views.quicker import quicker
from supplier_portal.tenders.views.reaching import blueprint, reach
from supplier_portal.web.attachments import attachment
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.get("/<int:tender_id>/corrections/<int:correction_id>")
@guard(Permission.TENDERS_TENDER_READ)
def show_correction(tender_id: int, correction_id: int) -> ResponseReturnValue:
    tender, correction = _reach(tender_id, correction_id)
    return _page(tender, correction)


@blueprint.post("/<int:tender_id>/corrections/<int:correction_id>")
@guard(Permission.TENDERS_TENDER_WRITE)
def answer(tender_id: int, correction_id: int) -> ResponseReturnValue:
    tender, correction = _reach(tender_id, correction_id)
    form = CorrectionAnswerForm()
    try:
        granted = {"granted": True, "declined": False}.get(form.granted.data)
        command = AnswerCorrection(tender_id, correction_id, granted, form.answer.data or "")
        with writing() as unit:
            answer_correction(unit, actor(), command, portal().moment())
    except Conflict as error:
        return quicker(tender, error, form)
    except Invalid as error:
        form.take_faults(error)
        return _page(tender, correction, form), 422
    flash(speech().gettext("Answered; the bidder reads it."), "success")
    return redirect(url_for("tenders.show_tender", tender_id=tender_id))


@blueprint.get("/<int:tender_id>/corrections/<int:correction_id>/file")
@guard(Permission.TENDERS_TENDER_READ)
def download_proof(tender_id: int, correction_id: int) -> ResponseReturnValue:
    """Hand out the file the bidder sent, a photo without what the camera wrote. Raises Missing where it sent none."""
    return proof_of(_reach(tender_id, correction_id)[1], own=False)


def proof_of(correction: Correction, *, own: bool) -> ResponseReturnValue:
    """Give the file of a correction as an attachment, as it came where it is one's own. Raises Missing."""
    if correction.digest is None:
        raise Missing
    data, kind = FileStore.of(portal().config).read(correction.digest), correction.media_type
    if not own:
        data, kind = for_others(data, kind)
    return attachment(data, correction.file_name, kind)


def _reach(tender_id: int, correction_id: int) -> tuple[Tender, Correction]:
    """Give the tender and its correction. Raises Missing for another tender's."""
    tender = reach(tender_id)
    for correction in corrections_of(reading(), tender.id):
        if correction.id == correction_id:
            return tender, correction
    raise Missing


def _page(tender: Tender, correction: Correction, form: CorrectionAnswerForm | None = None) -> str:
    session = reading()
    policy = policy_of(session, tender)
    before = ratings_named(session, [correction.rating_before])[correction.rating_before]
    bidder, supplier = next(row for row in bidders_of(session, tender.id) if row[0].id == correction.bidder_id)
    return render_template(
        "tenders/correction.html",
        tender=tender,
        correction=correction,
        bidder=bidder,
        supplier=supplier,
        before=published_under(policy, before),
        corrected=corrected_of(session, policy, correction, supplier, portal().moment()),
        names=names_of(session, [correction.asked_by, correction.answered_by]),
        form=form or CorrectionAnswerForm(formdata=None if request.method == "GET" else request.form),
    )
