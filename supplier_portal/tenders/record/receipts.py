"""The receipts of an evaluation: its own, and those of the bidders' ratings at the opening."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from supplier_portal.domain.scoring import sha256_of
from supplier_portal.scores.models import Policy
from supplier_portal.tenders.models import Tender
from supplier_portal.tenders.pinned import receipt_under
from supplier_portal.tenders.record import Record, RecordRow


def file_name(tender: Tender) -> str:
    """Name the evaluation's receipt as a file, by the tender's number."""
    kept = "".join(letter if letter.isalnum() or letter in "-_." else "-" for letter in tender.number)
    return f"evaluation-{kept}.json"


@dataclass(frozen=True)
class ShownReceipt:
    """row: the bid whose bidder's rating this is; None for the evaluation itself. sha256: of the canonical form."""

    row: RecordRow | None
    published_at: datetime
    sha256: str


def receipts_of(record: Record, policy: Policy) -> Sequence[ShownReceipt]:
    """Give the evaluation's receipt first, then the ratings' in the order of the ranking."""
    shown = [ShownReceipt(None, record.evaluation.evaluated_at, record.evaluation.sha256)]
    for row in record.rows:
        if row.rating is not None:
            own = row.rating.policy_sha256 == policy.sha256
            sha256 = row.rating.receipt_sha256 if own else sha256_of(receipt_under(policy, row.rating))
            shown.append(ShownReceipt(row, row.rating.published_at, sha256))
    return shown
