"""The award: ties decided, gates read again, and a second person where they have changed."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Conflict, Invalid
from supplier_portal.tenders.forms.acts import AwardForm, ReasonForm, TieForm, award_form
from supplier_portal.tenders.gates import conditions_of, gates_read
from supplier_portal.tenders.models import Tender
from supplier_portal.tenders.operations import (
    AwardTender,
    BreakTie,
    ConfirmAward,
    WithdrawProposal,
    award_tender,
    break_tie,
    confirm_award,
    withdraw_proposal,
)
from supplier_portal.tenders.queries import policy_of
from supplier_portal.tenders.record import Record, RecordRow, record_of
from supplier_portal.tenders.record.decisions import Decisions, decisions_of
from supplier_portal.tenders.rules import shares_of
from supplier_portal.tenders.standing import equal_firsts, order_of_shares
from supplier_portal.tenders.views.quicker import out_of_turn, quicker
from supplier_portal.tenders.views.reaching import blueprint, reach, reach_evaluation
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language, speech


@blueprint.route("/<int:tender_id>/award", methods=["GET", "POST"])
@guard(Permission.TENDERS_TENDER_DECIDE)
def award(tender_id: int) -> ResponseReturnValue:
    tender = reach(tender_id)
    record = record_of(reading(), tender, reach_evaluation(tender), speech())
    form = _award_form(tender, record)
    if told := out_of_turn(tender, form, "evaluated"):
        return told
    if request.method == "POST":
        first, *further = form.chosen
        command = AwardTender(tender_id, first, form.reason.data or "", tuple(further))
        try:
            with writing() as unit:
                decided = award_tender(unit, actor(), command, portal().moment())
        except Conflict as error:
            return quicker(tender, error, form)
        except Invalid as error:
            form.take_faults(error)
        else:
            waits = speech().gettext("Proposed. Another person of the team now signs in and confirms.")
            flash(speech().gettext("Awarded.") if decided.award else waits, "success")
            return redirect(url_for("tenders.show_evaluation" if decided.award else ".award", tender_id=tender_id))
    return _award_page(tender, record, form=form), 422 if request.method == "POST" else 200


def _award_page(
    tender: Tender,
    record: Record,
    form: AwardForm | None = None,
    tie_form: TieForm | None = None,
    withdrawal: ReasonForm | None = None,
) -> str:
    session = reading()
    decisions = decisions_of(session, tender)
    equal = equal_firsts(record.evaluation.receipt) if record.manual_tie_break else ()
    tie_form = tie_form or TieForm(formdata=None)
    tie_form.code.choices = [(row.bidder.code, _told(row)) for row in record.rows if row.bidder.code in equal]
    return render_template(
        "tenders/award.html",
        tender=tender,
        record=record,
        decisions=decisions,
        form=form or _award_form(tender, record),
        tie_form=tie_form,
        withdrawal=withdrawal or ReasonForm(formdata=None),
        mine=decisions.waiting is not None and decisions.waiting.proposed_by == actor().account_id,
        shares=shares_of(tender.rules),
        gates=gates_read(session, tender, portal().moment().day),
        conditions=conditions_of(policy_of(session, tender)),
    )


def _award_form(tender: Tender, record: Record) -> AwardForm:
    ranked = [row.bidder.code for row in record.ranked]
    order = order_of_shares(ranked, _decided_first(record, decisions_of(reading(), tender)))
    choices = [(row.bidder.code, f"{row.rank} · {_told(row)}") for row in record.ranked]
    return award_form(choices, order, min(len(shares_of(tender.rules)), len(ranked)))


def _decided_first(record: Record, decisions: Decisions) -> str | None:
    """Give the code that a decision put before its equals."""
    first = decisions.tie_break.bidder_id if decisions.tie_break else None
    return next((row.bidder.code for row in record.rows if row.bidder.id == first), None)


def _told(row: RecordRow) -> str:
    return f"{row.bidder.code} {row.supplier.name(language())}"


@blueprint.post("/<int:tender_id>/tie")
@guard(Permission.TENDERS_TENDER_DECIDE)
def decide_tie(tender_id: int) -> ResponseReturnValue:
    tender = reach(tender_id)
    form = TieForm()
    try:
        with writing() as unit:
            break_tie(
                unit, actor(), BreakTie(tender_id, form.code.data or "", form.reason.data or ""), portal().moment()
            )
    except Conflict as error:
        return quicker(tender, error, form)
    except Invalid as error:
        form.take_faults(error)
        record = record_of(reading(), tender, reach_evaluation(tender), speech())
        return _award_page(tender, record, tie_form=form), 422
    flash(speech().gettext("The decision on the tie is recorded."), "success")
    return redirect(url_for("tenders.award", tender_id=tender_id))


@blueprint.post("/<int:tender_id>/award/<int:proposal_id>/confirm")
@guard(Permission.TENDERS_TENDER_DECIDE)
def confirm(tender_id: int, proposal_id: int) -> ResponseReturnValue:
    with writing() as unit:
        confirm_award(unit, actor(), ConfirmAward(tender_id, proposal_id), portal().moment())
    flash(speech().gettext("Awarded by two people."), "success")
    return redirect(url_for("tenders.show_evaluation", tender_id=tender_id))


@blueprint.post("/<int:tender_id>/award/<int:proposal_id>/withdraw")
@guard(Permission.TENDERS_TENDER_DECIDE)
def take_proposal_back(tender_id: int, proposal_id: int) -> ResponseReturnValue:
    tender = reach(tender_id)
    form = ReasonForm()
    try:
        with writing() as unit:
            command = WithdrawProposal(tender_id, proposal_id, form.reason.data or "")
            withdraw_proposal(unit, actor(), command, portal().moment())
    except Conflict as error:
        return quicker(tender, error, form)
    except Invalid as error:
        form.take_faults(error)
        record = record_of(reading(), tender, reach_evaluation(tender), speech())
        return _award_page(tender, record, withdrawal=form), 422
    flash(speech().gettext("The proposal is withdrawn."), "success")
    return redirect(url_for("tenders.award", tender_id=tender_id))
