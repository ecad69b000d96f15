"""Entering bids and letting them in."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Conflict, Invalid, Missing
from supplier_portal.tenders.forms.acts import BidForm, OpeningForm, ReasonForm, bid_form
from supplier_portal.tenders.forms.fields import local
from supplier_portal.tenders.models import Bid, Tender
from supplier_portal.tenders.operations import (
    ConfirmOpening,
    EnterBid,
    WithdrawOpening,
    confirm_opening,
    enter_bid,
    withdraw_opening,
)
from supplier_portal.tenders.operations.bidding import FIXED
from supplier_portal.tenders.operations.reaching import only_in
from supplier_portal.tenders.queries import (
    OPENERS,
    bidders_of,
    bids_bytes,
    bids_file,
    bids_hash,
    bids_of,
    former_bids_of,
    openings_of,
    team_of,
    withdrawals_of,
)
from supplier_portal.tenders.record.columns import label_of
from supplier_portal.tenders.rules import entered
from supplier_portal.tenders.views.quicker import out_of_turn, quicker
from supplier_portal.tenders.views.reaching import blueprint, json_file, reach, reach_bidder
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import speech


@blueprint.route("/<int:tender_id>/bids/<int:bidder_id>", methods=["GET", "POST"])
@guard(Permission.TENDERS_BID_ENTER)
def write_bid(tender_id: int, bidder_id: int) -> ResponseReturnValue:
    tender = reach(tender_id)
    bidder, supplier = reach_bidder(tender, bidder_id)
    bid = bids_of(reading(), tender.id).get(bidder.id)
    form = _form(tender, bid)
    if told := out_of_turn(tender, form, "closed"):
        return told
    if form.validate_on_submit():
        try:
            with writing() as unit:
                command = _command(tender, bidder_id, form)
                written = enter_bid(unit, actor(), command, portal().moment(), portal().machine_now())
        except Conflict as error:
            return quicker(tender, error, form)
        except Invalid as error:
            form.take_faults(_at_fields(tender, error))
        else:
            replaced = speech().gettext("Bid replaced: the earlier entry is gone.")
            flash(replaced if written.replaced else speech().gettext("Bid entered."), "success")
            return redirect(url_for("tenders.show_tender", tender_id=tender_id))
    bid = bid if bid is not None else bids_of(reading(), tender.id).get(bidder.id)
    page = render_template("tenders/bid.html", tender=tender, bidder=bidder, supplier=supplier, bid=bid, form=form)
    return page, 422 if form.is_submitted() else 200


def _form(tender: Tender, bid: Bid | None) -> BidForm:
    """Make the form with a field per entered criterion, showing what was entered before."""
    codes = entered(tender.rules)
    shown: dict[str, Any] = {"submitted_at": local(tender.deadline_at)} if bid is None else _shown(bid, codes)
    shown |= {name: getattr(tender, name) for name in FIXED}
    labels = {code: label_of(speech(), code) for code in codes}
    return bid_form(labels, carbon=tender.rules["method"] == "carbon_adder", shown=shown)


def _shown(bid: Bid, codes: list[str]) -> dict[str, Any]:
    scores = {f"score_{number}": Decimal(bid.scores[code]) for number, code in enumerate(codes) if code in bid.scores}
    own = {name: getattr(bid, name) for name in ("price", "quantity", "pcf")}
    return {**own, **scores, "submitted_at": local(bid.submitted_at)}


def _command(tender: Tender, bidder_id: int, form: BidForm) -> EnterBid:
    given: Mapping[str, Any] = form.data
    scores = {code: given[f"score_{number}"] for number, code in enumerate(entered(tender.rules))}
    return EnterBid(
        tender.id,
        bidder_id,
        given["price"],
        form.submitted_at.in_utc,
        {code: points for code, points in scores.items() if points is not None},
        given.get("quantity"),
        given.get("pcf"),
        **{name: (given[name] or "").strip() for name in FIXED},
        replacing=given["replacing"] or "",
    )


def _at_fields(tender: Tender, error: Invalid) -> Invalid:
    """Lead the faults of criteria to their fields."""
    fields = {f"scores.{code}": f"score_{number}" for number, code in enumerate(entered(tender.rules))}
    return Invalid([replace(fault, place=fields.get(fault.place, fault.place)) for fault in error.faults])


@blueprint.route("/<int:tender_id>/opening", methods=["GET", "POST"])
@guard(Permission.TENDERS_TENDER_OPEN)
def open_bids(tender_id: int) -> ResponseReturnValue:
    tender = reach(tender_id)
    only_in(tender, "closed")
    form = OpeningForm()
    if form.validate_on_submit():
        try:
            with writing() as unit:
                moved = confirm_opening(
                    unit, actor(), ConfirmOpening(tender_id, form.sha256.data or ""), portal().moment()
                )
        except Invalid as error:
            form.take_faults(error)
        else:
            opened = moved.state == "opened"
            waits = speech().gettext("Confirmed. Now a second person confirms the same file.")
            flash(speech().gettext("Opened. Bids and ratings are frozen.") if opened else waits, "success")
            return redirect(url_for("tenders.show_tender" if opened else "tenders.open_bids", tender_id=tender_id))
    return _opening_page(tender, form), 422 if form.is_submitted() else 200


@blueprint.post("/<int:tender_id>/opening/withdraw")
@guard(Permission.TENDERS_TENDER_OPEN)
def take_back(tender_id: int) -> ResponseReturnValue:
    """Withdraw the confirmations so far, so that a wrong bid can be replaced."""
    tender = reach(tender_id)
    form = ReasonForm()
    try:
        with writing() as unit:
            withdraw_opening(unit, actor(), WithdrawOpening(tender_id, form.reason.data or ""), portal().moment())
    except Conflict as error:
        return quicker(tender, error, form)
    except Invalid as error:
        form.take_faults(error)
        return _opening_page(tender, OpeningForm(formdata=None), form), 422
    flash(speech().gettext("The confirmation is withdrawn. Replace the wrong bid, then two people confirm."), "success")
    return redirect(url_for("tenders.show_tender", tender_id=tender_id))


def _opening_page(tender: Tender, form: OpeningForm, withdrawal: ReasonForm | None = None) -> str:
    session = reading()
    bidders, bids = bidders_of(session, tender.id), bids_of(session, tender.id)
    sha256 = bids_hash(bids_file(tender, bidders, bids))
    confirmed = [(opening, name) for opening, name in openings_of(session, tender.id) if opening.sha256 == sha256]
    done = {opening.account_id for opening, _ in confirmed}
    return render_template(
        "tenders/opening.html",
        tender=tender,
        form=form,
        rows=[(bidder, supplier, bids.get(bidder.id)) for bidder, supplier in bidders],
        bids=bids,
        sha256=sha256,
        confirmed=confirmed,
        waiting=[person for person in team_of(session, tender.id) if person.id not in done],
        mine=actor().account_id in done,
        openers=OPENERS,
        withdrawal=withdrawal or ReasonForm(formdata=None),
        withdrawals=withdrawals_of(session, tender.id),
        former_bids=former_bids_of(session, tender.id),
        codes={bidder.id: bidder.code for bidder, _ in bidders},
        labels={code: label_of(speech(), code) for code in entered(tender.rules)},
    )


@blueprint.get("/<int:tender_id>/bids.json")
@guard(Permission.TENDERS_TENDER_READ)
def download_bids(tender_id: int) -> ResponseReturnValue:
    """Hand out the file of bids, byte for byte what its SHA-256 is of. Raises Missing while there are none."""
    tender = reach(tender_id)
    bids = bids_of(reading(), tender.id)
    if not bids:
        raise Missing
    document = bids_file(tender, bidders_of(reading(), tender.id), bids)
    return json_file(bids_bytes(document), f"bids-{tender.number}.json", tender.id)
