"""Asking about an abnormally low price, and what the bidder answered."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.tenders.forms.acts import AnswerForm, QuestionForm
from supplier_portal.tenders.models import Tender
from supplier_portal.tenders.operations import AnswerLowBid, AskLowBid, answer_low_bid, ask_low_bid
from supplier_portal.tenders.operations.reaching import only_in
from supplier_portal.tenders.queries import bids_of
from supplier_portal.tenders.record.decisions import decisions_of
from supplier_portal.tenders.views.quicker import quicker
from supplier_portal.tenders.views.reaching import blueprint, reach, reach_bidder
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.get("/<int:tender_id>/bidders/<int:bidder_id>/price")
@guard(Permission.TENDERS_TENDER_DECIDE)
def ask_about_price(tender_id: int, bidder_id: int) -> ResponseReturnValue:
    """The page of a bidder's low price: what it was asked, and what it answered."""
    return _price_page(reach(tender_id), bidder_id)


@blueprint.post("/<int:tender_id>/bidders/<int:bidder_id>/price/question")
@guard(Permission.TENDERS_TENDER_DECIDE)
def keep_question(tender_id: int, bidder_id: int) -> ResponseReturnValue:
    tender, form = reach(tender_id), QuestionForm()
    try:
        with writing() as unit:
            ask_low_bid(unit, actor(), AskLowBid(tender_id, bidder_id, form.question.data or ""), portal().moment())
    except Conflict as error:
        return quicker(tender, error, form)
    except Invalid as error:
        form.take_faults(error)
        return _price_page(tender, bidder_id, question=form), 422
    flash(speech().gettext("The question is recorded."), "success")
    return redirect(url_for("tenders.ask_about_price", tender_id=tender_id, bidder_id=bidder_id))


@blueprint.post("/<int:tender_id>/bidders/<int:bidder_id>/price/answer")
@guard(Permission.TENDERS_TENDER_DECIDE)
def keep_answer(tender_id: int, bidder_id: int) -> ResponseReturnValue:
    tender, form = reach(tender_id), AnswerForm()
    try:
        with writing() as unit:
            answer_low_bid(unit, actor(), AnswerLowBid(tender_id, bidder_id, form.answer.data or ""), portal().moment())
    except Conflict as error:
        return quicker(tender, error, form)
    except Invalid as error:
        form.take_faults(error)
        return _price_page(tender, bidder_id, answer=form), 422
    flash(speech().gettext("The answer is recorded."), "success")
    return redirect(url_for("tenders.ask_about_price", tender_id=tender_id, bidder_id=bidder_id))


def _price_page(
    tender: Tender, bidder_id: int, question: QuestionForm | None = None, answer: AnswerForm | None = None
) -> str:
    bidder, supplier = reach_bidder(tender, bidder_id)
    only_in(tender, "opened", "evaluated", "awarded")
    bids = bids_of(reading(), tender.id)
    if bidder.id not in bids:
        raise Missing
    return render_template(
        "tenders/price.html",
        tender=tender,
        bidder=bidder,
        supplier=supplier,
        bid=bids[bidder.id],
        decisions=decisions_of(reading(), tender),
        question=question or QuestionForm(formdata=None),
        answer=answer or AnswerForm(formdata=None),
    )
