"""The list of one's tenders, and the page of one of them: where it stands and what is next."""

from flask import render_template
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.workflow.tender import BEFORE_AWARD
from supplier_portal.tenders.forms.acts import BidderForm, CancelForm
from supplier_portal.tenders.models import Tender
from supplier_portal.tenders.queries import (
    award_of,
    bidders_of,
    bids_of,
    count_visible,
    counts_of,
    free_suppliers,
    moves_of,
    openings_of,
    ratings_of,
    team_of,
    visible,
)
from supplier_portal.tenders.record.rules import shown_rules
from supplier_portal.tenders.views.reaching import blueprint, reach
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.paging import Page, asked_page
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language, speech

WAY = ("draft", "published", "locked", "closed", "opened", "evaluated", "awarded")


@blueprint.get("")
@guard(Permission.TENDERS_TENDER_READ)
def list_tenders() -> ResponseReturnValue:
    asked = asked_page()
    page = Page(asked.number, asked.size, count_visible(reading(), actor()))
    shown = visible(actor()).order_by(Tender.id.desc()).offset(page.first).limit(page.size)
    tenders = reading().scalars(shown).all()
    counts = counts_of(reading(), [tender.id for tender in tenders])
    return render_template("tenders/list.html", tenders=tenders, counts=counts, page=page)


@blueprint.get("/<int:tender_id>")
@guard(Permission.TENDERS_TENDER_READ)
def show_tender(tender_id: int) -> ResponseReturnValue:
    return tender_page(reach(tender_id))


def tender_page(tender: Tender, cancel: CancelForm | None = None) -> str:
    """Show a tender; `cancel` is the form to end it where it could not be taken as it was sent."""
    session = reading()
    bidders, bids = bidders_of(session, tender.id), bids_of(session, tender.id)
    ratings = ratings_of(session, tender.id)
    rows = [
        {
            "bidder": bidder,
            "supplier": supplier,
            "bid": bids.get(bidder.id),
            "lock": ratings.get(bidder.rating_at_lock or 0),
            "opening": ratings.get(bidder.rating_at_opening or 0),
        }
        for bidder, supplier in bidders
    ]
    return render_template(
        "tenders/tender.html",
        tender=tender,
        rules=shown_rules(tender, speech()),
        rows=rows,
        has_bids=bool(bids),
        team=team_of(session, tender.id),
        moves=moves_of(session, tender.id),
        openings=openings_of(session, tender.id) if tender.state == "closed" else [],
        award=award_of(session, tender.id),
        bidder_form=_bidder_form(tender),
        cancel_form=(cancel or CancelForm()) if tender.state in BEFORE_AWARD else None,
        way=WAY,
        deadline_over=portal().machine_now() > tender.deadline_at,
    )


def _bidder_form(tender: Tender) -> BidderForm | None:
    """Give the form that adds a bidder, while bidders can be added and there are suppliers to add."""
    if tender.state not in {"draft", "published"}:
        return None
    form = BidderForm()
    free = free_suppliers(reading(), actor(), tender.id)
    form.supplier_id.choices = [(item.id, f"{item.number} {item.name(language())}") for item in free]
    return form if free else None
