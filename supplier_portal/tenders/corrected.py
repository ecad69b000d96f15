"""What stands behind a correction: which data of the bidder changed since the figure it objects to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from supplier_portal.domain.moment import Moment
from supplier_portal.scores.changes import Change, PublishedInputs
from supplier_portal.scores.models import Policy, Rating
from supplier_portal.scores.queries.changes import changes_since
from supplier_portal.suppliers.models import Supplier
from supplier_portal.tenders.models import Correction
from supplier_portal.tenders.pinned import receipt_on, receipt_under
from supplier_portal.tenders.queries import ratings_named


@dataclass(frozen=True)
class Corrected:
    """before: the figures the bidder objects to; after: those published again, or as they would be published now.

    changes: of inputs between both; aged alone where only days went by, none where the figures stay.
    """

    before: Mapping[str, Any]
    after: Mapping[str, Any]
    changes: Sequence[Change]

    @property
    def data_changed(self) -> bool:
        return any(change.code != "aged" for change in self.changes)


def corrected_of(
    session: Session, policy: Policy, correction: Correction, supplier: Supplier, moment: Moment
) -> Corrected | None:
    """Compare the figure at the asking with the one of now, or with the one published where it was granted.

    None where it was declined: then nothing was published, and what changed since says nothing of the answer.
    """
    ratings = ratings_named(session, [correction.rating_before, correction.rating_after])
    before = _inputs(policy, ratings[correction.rating_before])
    if correction.rating_after is not None:
        after = _inputs(policy, ratings[correction.rating_after])
    elif correction.answered_at is None:
        after = _told(policy, receipt_on(session, policy, supplier, moment.day), moment.at)
    else:
        return None
    changes = changes_since(session, supplier.id, before, after)
    return Corrected(before.inputs["published"], after.inputs["published"], changes)


def _inputs(policy: Policy, rating: Rating) -> PublishedInputs:
    return _told(policy, receipt_under(policy, rating), rating.published_at)


def _told(policy: Policy, receipt: Mapping[str, Any], at: datetime) -> PublishedInputs:
    return PublishedInputs(receipt, policy.version, str(receipt["published"]["effective_audit"]), at)
