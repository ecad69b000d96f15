"""One supplier's scorecard, and its receipts."""

from flask import render_template
from flask.typing import ResponseReturnValue

from supplier_portal.access.permissions import Permission
from supplier_portal.domain.scoring import canonical_json
from supplier_portal.scores.pictures import pictures_of
from supplier_portal.scores.queries import receipt_of
from supplier_portal.scores.queries.audited import reads_evidence
from supplier_portal.scores.queries.scorecard import find_rating, find_supplier, scorecard_of
from supplier_portal.scores.views.room import ONE, blueprint
from supplier_portal.trail.exporting import Holding
from supplier_portal.trail.handing import log_handed_out
from supplier_portal.web.attachments import attachment
from supplier_portal.web.authorize import guard
from supplier_portal.web.door import actor, reading
from supplier_portal.web.offering import may
from supplier_portal.web.reader import speech


@blueprint.get(ONE)
@guard(Permission.SCORES_RATING_READ)
def show_scorecard(supplier_id: int) -> ResponseReturnValue:
    """Show one supplier's rating, taken apart down to the answer."""
    supplier = find_supplier(reading(), actor(), supplier_id)
    card = scorecard_of(reading(), actor(), supplier)
    if card is None:
        return render_template("scores/no_rating.html", supplier=supplier)
    pictures = pictures_of(card, speech())
    return render_template(
        "scores/scorecard.html",
        card=card,
        supplier=supplier,
        pictures=pictures,
        reads_answers=reads_evidence(actor()),
        may_open_audits=may(Permission.AUDITS_AUDIT_READ),
        may_open_findings=may(Permission.FINDINGS_FINDING_READ),
        may_export=may(Permission.SCORES_SCORECARD_EXPORT),
        may_waive=may(Permission.SCORES_WAIVER_GRANT),
    )


@blueprint.get(f"{ONE}/receipts/<int:rating_id>.json")
@guard(Permission.SCORES_RATING_READ)
def download_receipt(supplier_id: int, rating_id: int) -> ResponseReturnValue:
    """Hand out a receipt in its canonical form: the SHA-256 of the file is the one published with the rating."""
    rating = find_rating(reading(), actor(), supplier_id, rating_id)
    data, name = canonical_json(receipt_of(reading(), rating)), f"rating-{rating.id}-{rating.as_of}.json"
    log_handed_out("scores.receipt", data, name, Holding((supplier_id,)))
    return attachment(data, name, "application/json")
