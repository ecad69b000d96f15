"""The ranking, its receipts, and the files made of it."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.errors import Missing
from supplier_portal.jobs.operations import AskJob, ask_job
from supplier_portal.tenders.operations import evaluate_tender
from supplier_portal.tenders.pinned import receipt_under
from supplier_portal.tenders.queries import moves_of, openings_of, policy_of, ratings_of
from supplier_portal.tenders.record import record_of
from supplier_portal.tenders.record.decisions import decisions_of
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
    record, policy = record_of(session, tender, evaluation, speech()), policy_of(session, tender)
    return render_template(
        "tenders/evaluation.html",
        tender=tender,
        record=record,
        decisions=decisions_of(session, tender),
        rules=shown_rules(tender, speech(), policy),
        receipts=receipts_of(record, policy),
        file_name=file_name(tender),
        moves={move.target: (move, name) for move, name in moves_of(session, tender.id)},
        openings=openings_of(session, tender.id),
    )


@blueprint.get("/<int:tender_id>/evaluation.json")
@guard(Permission.TENDERS_TENDER_READ)
def download_evaluation(tender_id: int) -> ResponseReturnValue:
    tender = reach(tender_id)
    return json_file(told(reach_evaluation(tender).receipt), file_name(tender), tender.id)


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
    return json_file(told(receipt), f"rating-{bidder.code}-{when}.json", tender.id)


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
