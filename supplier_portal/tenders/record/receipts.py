"""The receipts of an evaluation: its own, and those of the bidders' ratings at the opening."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from supplier_portal.domain.scoring import evaluate, rate, rating_input_from, sha256_of
from supplier_portal.scores.models import Policy, Rating
from supplier_portal.tenders.models import Tender
from supplier_portal.tenders.pinned import receipt_under
from supplier_portal.tenders.record import Record, RecordRow


def file_name(tender: Tender) -> str:
    """Name the evaluation's receipt as a file, by the tender's number."""
    kept = "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in tender.number)
    return f"evaluation-{kept}.json"


@dataclass(frozen=True)
class ShownReceipt:
    """row: the bid whose bidder's rating this is; None for the evaluation itself.

    sha256: of the canonical form; same: it recomputes to what it says, and has this SHA-256 still.
    """

    row: RecordRow | None
    published_at: datetime
    sha256: str
    same: bool


def receipts_of(record: Record, policy: Policy) -> Sequence[ShownReceipt]:
    """Give the evaluation's receipt first, then the ratings' in the order of the ranking."""
    own, sha256 = record.evaluation.receipt, record.evaluation.sha256
    same = evaluate(record.rules).published() == own["published"] and sha256_of(own) == sha256
    shown = [ShownReceipt(None, record.evaluation.evaluated_at, sha256, same)]
    return [*shown, *(_rating(row, row.rating, policy) for row in record.rows if row.rating is not None)]


def _rating(row: RecordRow, rating: Rating, policy: Policy) -> ShownReceipt:
    receipt = receipt_under(policy, rating)
    sha256 = rating.receipt_sha256 if rating.policy_sha256 == policy.sha256 else sha256_of(receipt)
    same = rate(*rating_input_from(receipt)).published() == receipt["published"] and sha256_of(receipt) == sha256
    return ShownReceipt(row, rating.published_at, sha256, same)
