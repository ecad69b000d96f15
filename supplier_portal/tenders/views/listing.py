"""The list of one's tenders, and the page of one of them: where it stands and what is next."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.workflow.tender import BEFORE_AWARD
from supplier_portal.scores.models import Policy
from supplier_portal.tenders.forms.acts import BidderForm, ReasonForm
from supplier_portal.tenders.models import Tender
from supplier_portal.tenders.operations.correcting import asked_until
from supplier_portal.tenders.pinned import published_under
from supplier_portal.tenders.queries import (
    bidders_of,
    bids_of,
    corrections_of,
    count_visible,
    counts_of,
    free_suppliers,
    moves_of,
    names_of,
    openings_of,
    policy_of,
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
MOST_OFFERED = 50
"""Suppliers to choose a bidder from; of more, those whose name or number is typed are offered."""


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


def tender_page(tender: Tender, cancel: ReasonForm | None = None) -> str:
    """Show a tender; `cancel` is the form to end it where it could not be taken as it was sent."""
    session = reading()
    policy = policy_of(session, tender) if tender.policy_sha256 else None
    rows = _rows(tender, policy)
    corrections = corrections_of(session, tender.id)
    wanted = request.args.get("supplier", "").replace("\0", "").strip()
    return render_template(
        "tenders/tender.html",
        tender=tender,
        rules=shown_rules(tender, speech(), policy),
        rows=rows,
        codes={row["bidder"].id: row["bidder"].code for row in rows},
        has_bids=any(row["bid"] for row in rows),
        corrections=corrections,
        people=names_of(session, [one.asked_by for one in corrections]),
        asked_until=asked_until(tender),
        team=team_of(session, tender.id),
        moves=moves_of(session, tender.id),
        openings=openings_of(session, tender.id) if tender.state == "closed" else [],
        bidder_form=_bidder_form(tender, wanted),
        wanted=wanted,
        most_offered=MOST_OFFERED,
        cancel_form=(cancel or ReasonForm()) if tender.state in BEFORE_AWARD else None,
        way=WAY,
        deadline_over=portal().machine_now() > tender.deadline_at,
        asking_over=portal().machine_now() > asked_until(tender),
    )


def _rows(tender: Tender, policy: Policy | None) -> list[dict[str, Any]]:
    """Give each bidder with its bid, and its figures at lock and opening as the tender's policy reads them."""
    session = reading()
    bids, ratings = bids_of(session, tender.id), ratings_of(session, tender.id)
    figures = {number: published_under(policy, rating) for number, rating in ratings.items()} if policy else {}
    return [
        {
            "bidder": bidder,
            "supplier": supplier,
            "bid": bids.get(bidder.id),
            "lock": figures.get(bidder.rating_at_lock or 0),
            "opening": figures.get(bidder.rating_at_opening or 0),
        }
        for bidder, supplier in bidders_of(session, tender.id)
    ]


def _bidder_form(tender: Tender, wanted: str) -> BidderForm | None:
    """Give the form that adds a bidder, while bidders can be added; it offers the first of those wanted."""
    if tender.state not in {"draft", "published"}:
        return None
    form = BidderForm()
    free = free_suppliers(reading(), actor(), tender.id, wanted, MOST_OFFERED)
    form.supplier_id.choices = [(item.id, f"{item.number} {item.name(language())}") for item in free]
    return form
