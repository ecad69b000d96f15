"""The ranking, its receipts, and the award."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Invalid, Missing
from supplier_portal.jobs.operations import AskJob, ask_job
from supplier_portal.tenders.forms.acts import AwardForm
from supplier_portal.tenders.gates import gates_read
from supplier_portal.tenders.models import Tender
from supplier_portal.tenders.operations import AwardTender, award_tender, evaluate_tender
from supplier_portal.tenders.operations.reaching import only_in
from supplier_portal.tenders.pinned import receipt_under
from supplier_portal.tenders.queries import award_of, moves_of, openings_of, policy_of, ratings_of, team_of
from supplier_portal.tenders.record import Record, record_of
from supplier_portal.tenders.record.receipts import file_name, receipts_of
from supplier_portal.tenders.record.rules import shown_rules
from supplier_portal.tenders.views.reaching import blueprint, json_file, reach, reach_bidder, reach_evaluation, told
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading, writing
from supplier_portal.web.portal import portal
from supplier_portal.web.reader import language, speech

MADE = {"pdf": "tenders.evaluation_pdf", "workbook": "tenders.evaluation_workbook"}
"""What can be made of an evaluation: the word in the address and the job's name."""


@blueprint.post("/<int:tender_id>/evaluate")
@guard(Permission.TENDERS_TENDER_DECIDE)
def evaluate(tender_id: int) -> ResponseReturnValue:
    with writing() as unit:
        evaluate_tender(unit, actor(), tender_id, portal().moment())
    return redirect(url_for("tenders.show_evaluation", tender_id=tender_id))


@blueprint.get("/<int:tender_id>/evaluation")
@guard(Permission.TENDERS_TENDER_READ)
def show_evaluation(tender_id: int) -> ResponseReturnValue:
    tender = reach(tender_id)
    evaluation = reach_evaluation(tender)
    session = reading()
    record = record_of(session, tender, evaluation, speech())
    return render_template(
        "tenders/evaluation.html",
        tender=tender,
        record=record,
        rules=shown_rules(tender, speech()),
        receipts=receipts_of(record, policy_of(session, tender)),
        file_name=file_name(tender),
        moves={move.target: (move, name) for move, name in moves_of(session, tender.id)},
        openings=openings_of(session, tender.id),
        award=award_of(session, tender.id),
    )


@blueprint.get("/<int:tender_id>/evaluation.json")
@guard(Permission.TENDERS_TENDER_READ)
def download_evaluation(tender_id: int) -> ResponseReturnValue:
    tender = reach(tender_id)
    return json_file(told(reach_evaluation(tender).receipt), file_name(tender))


@blueprint.get("/<int:tender_id>/bidders/<int:bidder_id>/<any(lock, opening):when>.json")
@guard(Permission.TENDERS_TENDER_READ)
def download_rating(tender_id: int, bidder_id: int, when: str) -> ResponseReturnValue:
    """Hand out the receipt of a bidder's rating at the lock or the opening. Raises Missing before that."""
    tender = reach(tender_id)
    bidder, _ = reach_bidder(tender, bidder_id)
    rating_id = bidder.rating_at_lock if when == "lock" else bidder.rating_at_opening
    rating = ratings_of(reading(), tender.id).get(rating_id or 0)
    if rating is None:
        raise Missing
    receipt = receipt_under(policy_of(reading(), tender), rating)
    return json_file(told(receipt), f"rating-{bidder.code}-{when}.json")


@blueprint.post("/<int:tender_id>/evaluation/<any(pdf, workbook):what>")
@guard(Permission.TENDERS_TENDER_DECIDE)
def make_file(tender_id: int, what: str) -> ResponseReturnValue:
    """Ask for the record as PDF or as a workbook, in the reader's language."""
    tender = reach(tender_id)
    reach_evaluation(tender)
    with writing() as unit:
        command = AskJob(MADE[what], {"tender": tender.id}, language())
        job = ask_job(unit, actor(), command, portal().machine_now())
    return redirect(url_for("jobs.show_job", job_id=job.id))


@blueprint.route("/<int:tender_id>/award", methods=["GET", "POST"])
@guard(Permission.TENDERS_TENDER_DECIDE)
def award(tender_id: int) -> ResponseReturnValue:
    tender = reach(tender_id)
    only_in(tender, "evaluated")
    record = record_of(reading(), tender, reach_evaluation(tender), speech())
    form = _award_form(tender, record)
    if form.is_submitted():
        try:
            with writing() as unit:
                command = AwardTender(tender_id, form.code.data or "", form.reason.data or "", form.seconded_by.data)
                award_tender(unit, actor(), command, portal().moment())
        except Invalid as error:
            form.take_faults(error)
        else:
            flash(speech().gettext("Awarded."), "success")
            return redirect(url_for("tenders.show_evaluation", tender_id=tender_id))
    gates = gates_read(reading(), tender, portal().moment().day)
    page = render_template("tenders/award.html", tender=tender, record=record, form=form, gates=gates)
    return page, 422 if form.is_submitted() else 200


def _award_form(tender: Tender, record: Record) -> AwardForm:
    form = AwardForm()
    form.code.choices = [
        (row.bidder.code, f"{row.rank} · {row.bidder.code} {row.supplier.name(language())}") for row in record.ranked
    ]
    others = [person for person in team_of(reading(), tender.id) if person.id != actor().account_id]
    form.seconded_by.choices = [("", "–"), *((person.id, person.name) for person in others)]
    return form
