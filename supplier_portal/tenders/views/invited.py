"""What a bidder sees of a tender: the rules as published, its own figure, and whether its objection was answered."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Invalid, Missing
from supplier_portal.files.operations import Upload, take_in
from supplier_portal.files.store import FileStore
from supplier_portal.tenders.forms.acts import CorrectionForm
from supplier_portal.tenders.models import Bidder, Correction, Tender
from supplier_portal.tenders.operations import AskCorrection, ask_correction
from supplier_portal.tenders.operations.correcting import asked_until, awaits_correction
from supplier_portal.tenders.outcome import outcome_of
from supplier_portal.tenders.pinned import published_under, receipt_under
from supplier_portal.tenders.queries import (
    corrections_of_bidder,
    count_invitations,
    invitation,
    invitations,
    policy_of,
    ratings_named,
)
from supplier_portal.tenders.record.rules import shown_rules
from supplier_portal.tenders.views.correcting import proof_of
from supplier_portal.tenders.views.reaching import blueprint, json_file, told
from supplier_portal.web.attachments import clean_name
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.paging import Page, asked_page
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.get("/invited")
@guard(Permission.TENDERS_FIGURE_READ)
def list_invitations() -> ResponseReturnValue:
    asked = asked_page()
    page = Page(asked.number, asked.size, count_invitations(reading(), actor()))
    shown = invitations(reading(), actor(), page.first, page.size)
    return render_template("tenders/invitations.html", invitations=shown, page=page)


@blueprint.get("/invited/<int:bidder_id>")
@guard(Permission.TENDERS_FIGURE_READ)
def show_invitation(bidder_id: int) -> ResponseReturnValue:
    return _page(*_reach(bidder_id))


@blueprint.post("/invited/<int:bidder_id>/corrections")
@guard(Permission.TENDERS_CORRECTION_ASK)
def ask(bidder_id: int) -> ResponseReturnValue:
    bidder, tender = _reach(bidder_id)
    form = CorrectionForm()
    try:
        awaits_correction(reading(), actor(), bidder_id, portal().machine_now())
        upload, name = _taken_in(form)
        command = AskCorrection(bidder_id, form.text.data or "", upload, name)
        with writing() as unit:
            ask_correction(unit, actor(), command, portal().moment(), portal().machine_now())
    except Invalid as error:
        form.take_faults(error)
        return _page(bidder, tender, form), 422
    flash(speech().gettext("Sent. The buyer’s team answers here."), "success")
    return redirect(url_for("tenders.show_invitation", bidder_id=bidder_id))


def _taken_in(form: CorrectionForm) -> tuple[Upload | None, str]:
    """Check and store the file, where one was sent. Raises Invalid at `file`, then nothing is stored."""
    posted, config = form.file.data, portal().config
    if not posted or not posted.filename:
        return None, ""
    data = posted.read(config.upload_limit + 1)
    return take_in(FileStore.of(config), data, "file", config.upload_limit), clean_name(posted.filename)


@blueprint.get("/invited/<int:bidder_id>/corrections/<int:correction_id>/file")
@guard(Permission.TENDERS_FIGURE_READ)
def download_own_proof(bidder_id: int, correction_id: int) -> ResponseReturnValue:
    bidder, _ = _reach(bidder_id)
    own = {correction.id: correction for correction in corrections_of_bidder(reading(), bidder.id)}
    correction: Correction | None = own.get(correction_id)
    if correction is None:
        raise Missing
    return proof_of(correction, own=True)


@blueprint.get("/invited/<int:bidder_id>/<any(lock, opening):when>.json")
@guard(Permission.TENDERS_FIGURE_READ)
def download_own_rating(bidder_id: int, when: str) -> ResponseReturnValue:
    """Hand out the receipt of one's own figure under the tender's policy. Raises Missing before that."""
    bidder, tender = _reach(bidder_id)
    rating_id = bidder.rating_at_lock if when == "lock" else bidder.rating_at_opening
    rating = ratings_named(reading(), [rating_id]).get(rating_id or 0)
    if rating is None:
        raise Missing
    receipt = told(receipt_under(policy_of(reading(), tender), rating))
    return json_file(receipt, f"rating-{tender.number}-{when}.json", tender.id)


def _reach(bidder_id: int) -> tuple[Bidder, Tender]:
    """Give one's own company as a bidder, with the tender. Raises Missing for another company's."""
    found = invitation(reading(), actor(), bidder_id)
    if found is None:
        raise Missing
    return found


def _page(bidder: Bidder, tender: Tender, form: CorrectionForm | None = None) -> str:
    session = reading()
    policy = policy_of(session, tender)
    ratings = ratings_named(session, [bidder.rating_at_lock, bidder.rating_at_opening])
    figures = {number: published_under(policy, rating) for number, rating in ratings.items()}
    corrections = corrections_of_bidder(session, bidder.id)
    waits = any(correction.answered_at is None for correction in corrections)
    may_ask = tender.state == "locked" and not waits and portal().machine_now() <= asked_until(tender)
    return render_template(
        "tenders/invitation.html",
        tender=tender,
        bidder=bidder,
        rules=shown_rules(tender, speech(), policy),
        lock=figures.get(bidder.rating_at_lock or 0),
        opening=figures.get(bidder.rating_at_opening or 0),
        outcome=outcome_of(session, tender, bidder),
        corrections=corrections,
        asked_until=asked_until(tender),
        form=(form or CorrectionForm(formdata=None)) if may_ask or form else None,
    )
