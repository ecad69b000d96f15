"""Publishing policies and ratings, and keeping what an issued audit is scored by."""

from supplier_portal.scores.operations.policies import publish_policy
from supplier_portal.scores.operations.ratings import (
    BATCH,
    publish_next,
    publish_rating,
    publish_ratings,
)
from supplier_portal.scores.operations.results import store_add_on_result, store_audit_result

__all__ = [
    "BATCH",
    "publish_next",
    "publish_policy",
    "publish_rating",
    "publish_ratings",
    "store_add_on_result",
    "store_audit_result",
]
